import { UserError } from "../errors.ts";
import type { Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { liked, likedNoMore } from "../views/vote.ts";
import { type Context, defineCommand } from "./command.ts";
import { personIn } from "./person.ts";
import { findReferences } from "./references.ts";
import { formatLine } from "./usage.ts";

/** Keys that fit a line with room to spare. */
const mostUndone = 250;

const written = {
  name: "like",
  args: {
    papers: {
      kind: "rest",
      summary: "arXiv numbers or addresses, keys, or the words of one title",
      completes: "paper",
    },
    channel: { kind: "flag", option: true, summary: "count them for this channel too" },
    undo: { kind: "flag", option: true, summary: "take back what was named so" },
  },
} as const;

export const like = defineCommand({
  ...written,
  summary: "Name papers you know and want more of",
  examples: ["like 2104.12255 2205.14135", "like attention is all you need", "like 2104.12255 --channel"],
  notes: ["They shape your own recommendations; with `--channel`, this channel's digests as well."],
  answer: "private",
  run: ({ papers, channel = false, undo = false }, context) =>
    undo ? takeBack(papers, channel, context) : likeAll(papers, channel, context),
});

export const importPapers = defineCommand({
  name: "import",
  summary: "Like all papers of a .bib file or a list of arXiv numbers, pasted as text",
  examples: ["import 2104.12255 2205.14135", "import @article{key, title = {Attention Is All You Need}}"],
  notes: ["Papers Paperboy does not have are named in the answer and count for nothing."],
  args: {
    text: { kind: "rest", summary: "the file's text, or the numbers" },
    channel: { kind: "flag", option: true, summary: "count them for this channel too" },
  },
  unlisted: true,
  answer: "private",
  async run({ text, channel }, context) {
    if (fileName.test(text)) {
      throw new UserError(
        "file-name",
        "`import` takes the text of a file, not its name: paste it, or where Paperboy runs, `npm run -s paperboy -- import FILE`.",
      );
    }
    return likeAll(text, channel === true, context);
  },
});

const fileName = /^[^@{}\n]{1,300}\.(?:bib|txt|ris|csv|json)"?$/iu;

async function likeAll(text: string, forChannel: boolean, context: Context): Promise<Message> {
  const { engine, store, clock, channel } = context;
  const found = await findReferences(text, engine);
  const person = personIn(context);
  const added: string[] = [];
  for (const { key } of found.papers) {
    const vote = { paper: key, value: "up", at: clock.now() } as const;
    const before = await store.votes.cast(person, vote, ...(forChannel ? [channel] : []));
    if (before === undefined) added.push(key);
  }
  const undo = { papers: added.join(" "), channel: forChannel || undefined, undo: true } as const;
  const isShort = added.length > 0 && added.length <= mostUndone;
  return liked(found, forChannel ? "both" : "person", isShort ? formatLine(written, undo) : undefined);
}

async function takeBack(text: string, forChannel: boolean, context: Context): Promise<Message> {
  const { engine, store, channel } = context;
  const found = await findReferences(text, engine);
  const papers: Paper[] = [];
  for (const paper of found.papers) {
    const place = forChannel ? [channel] : [];
    if (await store.votes.withdraw(personIn(context), paper.key, ...place)) papers.push(paper);
  }
  return likedNoMore({ papers, unknown: found.unknown });
}
