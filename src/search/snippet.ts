import type { Token } from "./analysis.ts";
import type { Snippet, Span } from "./search-index.ts";

/** Characters of an abstract that a hit shows. */
const snippetLength = 240;

/**
 * The stretch of a text, at word boundaries, where most different marked words stand closest; its beginning where
 * nothing is marked. `marked` are some of `tokens`, in order. Ellipses say where it was cut; white space becomes blanks.
 */
export function makeSnippet(text: string, tokens: readonly Token[], marked: readonly Token[]): Snippet {
  if (text.length <= snippetLength) return cut(text, { start: 0, end: text.length }, marked);
  return cut(text, stretchFrom(text, tokens, firstShown(text, tokens, bestCluster(marked))), marked);
}

/** The marked tokens that stand within one snippet and have most different terms; the earliest of equals. */
function bestCluster(marked: readonly Token[]): readonly Token[] {
  let best: readonly Token[] = [];
  let bestWorth = 0;
  let first = 0;
  const inside = new Map<string, number>();
  for (let last = 0; last < marked.length; last++) {
    const token = marked[last];
    if (!token) continue;
    inside.set(token.term, (inside.get(token.term) ?? 0) + 1);
    for (let head = marked[first]; head && head !== token && token.end - head.start > room; head = marked[++first]) {
      const left = (inside.get(head.term) ?? 1) - 1;
      if (left > 0) inside.set(head.term, left);
      else inside.delete(head.term);
    }
    const worth = inside.size + (last - first) / 100;
    if (worth > bestWorth) {
      best = marked.slice(first, last + 1);
      bestWorth = worth;
    }
  }
  return best;
}

/** A little less than the snippet, so that some words around the cluster fit in. */
const room = snippetLength - 40;

/** Where to begin so that the cluster stands in the middle, or at its sentence's beginning where that fits. */
function firstShown(text: string, tokens: readonly Token[], cluster: readonly Token[]): number {
  const [first] = cluster;
  const last = cluster.at(-1);
  if (!first || !last) return 0;
  if (last.end <= snippetLength - 20) return 0;
  const earliest = Math.max(0, last.end - snippetLength + 20);
  const middle = Math.max(0, first.start - Math.floor((snippetLength - (last.end - first.start)) / 2));
  const before = tokens.filter((token) => token.start >= earliest && token.start <= first.start);
  const sentence = before.find((token) => /[.!?]\s+$/u.test(text.slice(Math.max(0, token.start - 4), token.start)));
  return (sentence ?? before.find((token) => token.start >= middle) ?? first).start;
}

/** From there to the last word that fits, with the punctuation that belongs to it. */
function stretchFrom(text: string, tokens: readonly Token[], start: number): Span {
  const limit = start + snippetLength;
  if (text.length <= limit) return { start, end: text.length };
  const last = tokens.findLast((token) => token.start >= start && token.end <= limit);
  if (!last) return { start, end: wholeCharacters(text, limit) };
  const closing = /^[^\s\p{L}\p{N}]{1,3}(?=\s|$)/u.exec(text.slice(last.end, last.end + 4))?.[0] ?? "";
  return { start, end: last.end + closing.length };
}

/** Not between the halves of a surrogate pair. */
function wholeCharacters(text: string, at: number): number {
  return /[\uD800-\uDBFF]/u.test(text.charAt(at - 1)) ? at - 1 : at;
}

function cut(text: string, { start, end }: Span, marked: readonly Token[]): Snippet {
  const before = text.slice(0, start).trim() === "" ? "" : "… ";
  const after = text.slice(end).trim() === "" ? "" : " …";
  const marks = marked
    .filter((token) => token.start >= start && token.end <= end)
    .map((token) => ({ start: token.start - start + before.length, end: token.end - start + before.length }));
  return { text: before + text.slice(start, end).replace(/\s/gu, " ") + after, marks };
}
