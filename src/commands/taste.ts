import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { termsOf } from "../search/analysis.ts";
import type { TasteOwner } from "../store/store.ts";
import { confirmReset, tasteMessage, tasteReset, wordLeftOut } from "../views/taste.ts";
import { button } from "../views/text.ts";
import { type Context, defineCommand } from "./command.ts";
import { LineError } from "./line-error.ts";
import { refuseUnlessManager } from "./manager.ts";
import { personIn } from "./person.ts";
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
  async run({ what, words = "", channel: ofChannel = false, yes = false }, context) {
    const { engine, store, clock, channel, person } = context;
    const owner = ofChannel ? { channel } : { person: personIn(context) };
    const whose = ofChannel ? "channel" : "person";
    if (what !== undefined && ofChannel) refuseUnlessManager(`taste ${what} --channel`, person);
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
        const edit = { words: wordsIn(words, what), owner, line: lineFor(ofChannel) };
        await (what === "remove" ? leaveOut(edit, context) : takeInAgain(edit, context));
        return wordLeftOut(edit.words, what, await engine.learnt(owner), whose);
      }
      default:
        return what satisfies never;
    }
  },
});

interface Edit {
  readonly words: string;
  readonly owner: TasteOwner;
  /** The command line that does this with other words. */
  readonly line: (what: "remove" | "restore", words: string) => string;
}

function lineFor(ofChannel: boolean): Edit["line"] {
  return (what, words) => formatLine(written, { what, words, channel: ofChannel || undefined });
}

function wordsIn(typed: string, what: "remove" | "restore"): string {
  const words = typed.replaceAll('"', "").trim();
  if (words !== "" && words.length <= longestWord) return words;
  const sentence = `Say which words, as \`taste\` shows them: \`taste ${what} federated learning\`.`;
  throw new UserError("which-words", sentence);
}

async function leaveOut(edit: Edit, context: Context): Promise<void> {
  const { words, owner, line } = edit;
  const { votes } = context.store;
  await expectKnown(edit, context);
  const settings = await votes.settings(owner);
  if (settings.leftOut.some((each) => isSame(each, words))) {
    throw new LineError("left-out-already", `${inCode(words)} was left out already: nothing is changed.`, [
      button(`Restore ${words}`, line("restore", words)),
    ]);
  }
  if (settings.leftOut.length >= mostLeftOut) {
    const sentence = `${mostLeftOut} words are left out already: \`taste restore\` one of them first.`;
    throw new UserError("too-many-words", sentence);
  }
  await votes.change(owner, { ...settings, leftOut: [...settings.leftOut, words] });
}

async function takeInAgain({ words, owner, line }: Edit, { store: { votes } }: Context): Promise<void> {
  const settings = await votes.settings(owner);
  const others = settings.leftOut.filter((each) => !isSame(each, words));
  if (others.length === settings.leftOut.length) {
    const left = others.map((each) => button(`Restore ${each}`, line("restore", each)));
    const sentence = `${inCode(words)} was not left out: nothing is changed.`;
    throw new LineError("not-left-out", sentence, left.slice(0, 4));
  }
  await votes.change(owner, { ...settings, leftOut: others });
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Leaving out words that every text has, or that no paper says, which are a slip of the pen, changes nothing. */
async function expectKnown({ words, owner, line }: Edit, { engine }: Context): Promise<void> {
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
  const offers = meant === undefined ? [] : [button(`Leave out ${meant}`, line("remove", meant))];
  throw new LineError("no-such-words", `No paper says ${inCode(words)}: nothing is changed.${hint}`, offers);
}
