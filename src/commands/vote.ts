import type { ComposedDigest } from "../engine.ts";
import type { PaperKey } from "../papers/paper.ts";
import { type Moved, voted, voteWithdrawn } from "../views/vote.ts";
import { type Context, defineCommand } from "./command.ts";
import { nextDigest } from "./next-digest.ts";
import { onePaper } from "./one-paper.ts";
import { personIn } from "./person.ts";
import { topicsOf } from "./posts.ts";

export const vote = defineCommand({
  name: "vote",
  summary: "Say that a paper is what you want, or not",
  examples: ["vote 2104.12255 up", "vote 2104.12255 down", "vote 2104.12255 undo"],
  notes: [
    "Votes shape this channel's digests and your own recommendations, at once. Your last vote on a paper counts.",
  ],
  args: {
    paper: { kind: "word", summary: "its key, its arXiv number or address", completes: "paper" },
    value: {
      kind: "word",
      summary: "more like this, not for us, or take the vote back",
      choices: ["up", "down", "undo"],
    },
  },
  unlisted: true,
  answer: "private",
  async run({ paper: reference, value }, context) {
    const { engine, store, clock, channel } = context;
    const line = (key: PaperKey) => `vote ${key} ${value}`;
    const found = await onePaper(reference, engine, { label: "Vote", line });
    if ("message" in found) return found.message;
    const { paper } = found;
    const person = personIn(context);
    if (value === "undo") {
      const withdrawn = await store.votes.withdraw(person, paper.key, channel);
      const elsewhere = (await store.votes.of({ person })).some((other) => other.paper === paper.key);
      return voteWithdrawn(paper, withdrawn, elsewhere);
    }
    const topics = await topicsOf(context);
    const before = topics.length > 0 ? order((await nextDigest(topics, context)).digest) : [];
    const previous = await store.votes.cast(person, { paper: paper.key, value, at: clock.now() }, channel);
    const after = topics.length > 0 ? order((await nextDigest(topics, context)).digest) : [];
    return voted(paper, value, {
      previous,
      topics: topics.length,
      moved: await movedBy({ before, after, value }, paper.key, engine),
    });
  },
});

/** The papers of a digest as a person reads them. */
function order({ topics, more }: ComposedDigest): readonly PaperKey[] {
  return [...topics, ...more].flatMap(({ papers }) => papers).map(({ paper }) => paper.key);
}

interface Orders {
  readonly before: readonly PaperKey[];
  readonly after: readonly PaperKey[];
  readonly value: "up" | "down";
}

/**
 * What moves in the direction of the vote: the paper itself, and the other one that moves furthest. A paper that has no
 * place stands behind all that have one.
 */
async function movedBy(
  { before, after, value }: Orders,
  own: PaperKey,
  engine: Context["engine"],
): Promise<readonly Moved[]> {
  const sign = value === "up" ? 1 : -1;
  const place = (keys: readonly PaperKey[], key: PaperKey) => {
    const at = keys.indexOf(key);
    return at < 0 ? Math.max(before.length, after.length) : at;
  };
  const moves = [...new Set([...after, ...before])]
    .map((key) => ({ key, from: place(before, key), to: place(after, key) }))
    .filter(({ from, to }) => sign * (from - to) > 0)
    .sort((a, b) => sign * (b.from - b.to - (a.from - a.to)));
  const named = [moves.find(({ key }) => key === own), moves.find(({ key }) => key !== own)];
  const found = await Promise.all(
    named.map(async (move) => {
      const [paper] = move ? await engine.find(move.key) : [];
      if (!move || !paper) return [];
      const [from, to] = [before.includes(move.key), after.includes(move.key)];
      return [{ paper, ...(from && { from: move.from + 1 }), ...(to && { to: move.to + 1 }) }];
    }),
  );
  return found.flat();
}
