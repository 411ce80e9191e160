import { UserError } from "../errors.ts";
import { tasteMessage, tasteReset, wordLeftOut } from "../views/taste.ts";
import { defineCommand } from "./command.ts";
import { refuseUnlessManager } from "./manager.ts";
import { personIn } from "./one-paper.ts";

const mostLeftOut = 50;
const longestWord = 60;

export const taste = defineCommand({
  name: "taste",
  summary: "What was learnt of your taste, or of this channel's",
  examples: ["taste", "taste --channel", 'taste remove "federated learning"', "taste reset"],
  notes: [
    "`remove` leaves words out of account, `restore` takes them in again; `reset` begins anew. The reading list stays.",
  ],
  args: {
    what: { kind: "word", optional: true, summary: "what to change", choices: ["remove", "restore", "reset"] },
    words: { kind: "rest", optional: true, summary: "the words that should not count" },
    channel: { kind: "flag", option: true, summary: "this channel's taste instead of your own" },
  },
  answer: "private",
  async run({ what, words: typed = "", channel: ofChannel }, context) {
    const { engine, store, clock, channel, person } = context;
    const owner = ofChannel ? { channel } : { person: personIn(context) };
    const whose = ofChannel ? "channel" : "person";
    if (what !== undefined && ofChannel) refuseUnlessManager(`taste ${what} --channel`, person);
    const settings = await store.votes.settings(owner);
    switch (what) {
      case undefined:
        return tasteMessage(await engine.learnt(owner), whose);
      case "reset":
        await store.votes.change(owner, { begins: clock.now(), leftOut: [] });
        return tasteReset(whose);
      case "remove":
      case "restore": {
        const words = typed.replaceAll('"', "").trim();
        if (words === "" || words.length > longestWord) {
          throw new UserError(
            "which-words",
            `Say which words, as \`taste\` shows them: \`taste ${what} federated learning\`.`,
          );
        }
        const others = settings.leftOut.filter((each) => each.toLowerCase() !== words.toLowerCase());
        const leftOut = what === "remove" ? [...others, words] : others;
        if (leftOut.length > mostLeftOut) {
          throw new UserError(
            "too-many-words",
            `${mostLeftOut} words are left out already: \`taste restore\` one of them first.`,
          );
        }
        await store.votes.change(owner, { ...settings, leftOut });
        return wordLeftOut(words, what, await engine.learnt(owner), whose);
      }
      default:
        return what satisfies never;
    }
  },
});
