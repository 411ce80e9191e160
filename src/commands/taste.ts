import { UserError } from "../errors.ts";
import { termsOf } from "../search/analysis.ts";
import { confirmReset, tasteMessage, tasteReset, wordLeftOut } from "../views/taste.ts";
import { button } from "../views/text.ts";
import { type Context, defineCommand } from "./command.ts";
import { LineError } from "./line-error.ts";
import { refuseUnlessManager } from "./manager.ts";
import { nearest } from "./nearest.ts";
import { personIn } from "./one-paper.ts";
import { inCode } from "./tokens.ts";
import { formatLine } from "./usage.ts";

const mostLeftOut = 50;
const longestWord = 60;

const written = {
  name: "taste",
  args: {
    what: { kind: "word", optional: true, summary: "what to change", choices: ["remove", "restore", "reset"] },
    words: { kind: "rest", optional: true, summary: "the words that should not count" },
    channel: { kind: "flag", option: true, summary: "this channel's taste instead of your own" },
    yes: { kind: "flag", option: true, summary: "don't ask before a reset" },
  },
} as const;

export const taste = defineCommand({
  ...written,
  summary: "What was learnt of your taste, or of this channel's",
  examples: ["taste", "taste --channel", 'taste remove "federated learning"', "taste reset"],
  notes: [
    "`remove` leaves words out of account, `restore` takes them in again; `reset` begins anew. The reading list stays.",
  ],
  answer: "private",
  isCostly: true,
  async run({ what, words: typed = "", channel: ofChannel = false, yes = false }, context) {
    const { engine, store, clock, channel, person } = context;
    const owner = ofChannel ? { channel } : { person: personIn(context) };
    const whose = ofChannel ? "channel" : "person";
    if (what !== undefined && ofChannel) refuseUnlessManager(`taste ${what} --channel`, person);
    const settings = await store.votes.settings(owner);
    switch (what) {
      case undefined:
        return tasteMessage(await engine.learnt(owner), whose);
      case "reset":
        if (!yes) {
          const line = formatLine(written, { what, channel: ofChannel || undefined, yes: true });
          return confirmReset(await engine.learnt(owner), whose, line);
        }
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
        const line = (other: string) => formatLine(written, { what, words: other, channel: ofChannel || undefined });
        if (what === "remove") await expectKnown(words, owner, line, context);
        const others = settings.leftOut.filter((each) => each.toLowerCase() !== words.toLowerCase());
        if (what === "remove" && others.length < settings.leftOut.length) {
          const restore = button(
            `Restore ${words}`,
            formatLine(written, { what: "restore", words, channel: ofChannel || undefined }),
          );
          throw new LineError("left-out-already", `${inCode(words)} was left out already: nothing is changed.`, [
            restore,
          ]);
        }
        const leftOut = what === "remove" ? [...others, words] : others;
        if (leftOut.length > mostLeftOut) {
          throw new UserError(
            "too-many-words",
            `${mostLeftOut} words are left out already: \`taste restore\` one of them first.`,
          );
        }
        if (what === "restore" && others.length === settings.leftOut.length) {
          const left = settings.leftOut.map((each) => button(`Restore ${each}`, line(each)));
          throw new LineError(
            "not-left-out",
            `${inCode(words)} was not left out: nothing is changed.`,
            left.slice(0, 4),
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

/** Leaving out words that every text has, or that no paper says, which are a slip of the pen, changes nothing. */
async function expectKnown(
  words: string,
  owner: Parameters<Context["engine"]["learnt"]>[0],
  line: (words: string) => string,
  { engine }: Context,
): Promise<void> {
  if (termsOf(words).length === 0) {
    throw new UserError(
      "no-such-words",
      `${inCode(words)} counts for no taste, as every text has it: nothing is changed.`,
    );
  }
  const { whole } = await engine.search(`"${words}"`, { limit: 0 });
  if (whole > 0) return;
  const { more, less } = await engine.learnt(owner);
  const meant = nearest(words, [...more, ...less]);
  const hint = meant === undefined ? "" : ` Did you mean ${inCode(meant)}?`;
  const offers = meant === undefined ? [] : [button(`Leave out ${meant}`, line(meant))];
  throw new LineError("no-such-words", `No paper says ${inCode(words)}: nothing is changed.${hint}`, offers);
}
