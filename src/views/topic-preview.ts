import type { AlsoSaid, DigestPaper, FoundPaper } from "../engine.ts";
import type { Block } from "../message.ts";
import type { Day } from "../papers/paper.ts";
import { alsoSaidBlocks } from "./also-said.ts";
import { text } from "./blocks.ts";
import { digestPaperBlock } from "./digest.ts";
import { foundPaperBlock } from "./search-results.ts";
import { count } from "./text.ts";
import { topicList } from "./topic-names.ts";

/** What a topic would have brought, or where there was nothing, what it finds among all papers. */
export type TopicPreview = (
  | { readonly kind: "recent"; readonly since: Day; readonly total: number; readonly papers: readonly DigestPaper[] }
  | { readonly kind: "earlier"; readonly total: number; readonly papers: readonly FoundPaper[] }
  /** No paper at all: topics that are near and do find papers. */
  | { readonly kind: "none"; readonly near: readonly string[] }
) & {
  /** Other words for the same. */
  readonly also: readonly AlsoSaid[];
};

export function previewSentence(preview: TopicPreview): string {
  switch (preview.kind) {
    case "recent": {
      const brought = `Since ${preview.since} it would have brought ${count(preview.total, "paper")}`;
      return preview.papers.length < preview.total ? `${brought}, the best of them:` : `${brought}:`;
    }
    case "earlier": {
      const { total, papers } = preview;
      const found = `${count(total, "known paper")} ${total === 1 ? "does" : "do"}`;
      return `None of the newest papers matches, ${found}${total > papers.length ? ", the newest of them" : ""}:`;
    }
    case "none":
      return "No paper known so far matches it: it brings something as soon as one does.";
    default:
      return preview satisfies never;
  }
}

/** The sentence, the papers, and what else could be followed. */
export function previewBlocks(preview: TopicPreview): readonly Block[] {
  const near = preview.kind === "none" ? preview.near : [];
  return [
    text(previewSentence(preview)),
    ...paperBlocks(preview),
    ...(near.length > 0 ? [text("Near it and in the papers: ", ...topicList(near), ".")] : []),
    ...alsoSaidBlocks(preview.also, "more known paper"),
  ];
}

function paperBlocks(preview: TopicPreview): readonly Block[] {
  if (preview.kind === "recent") return preview.papers.map(digestPaperBlock);
  return preview.kind === "earlier" ? preview.papers.map(foundPaperBlock) : [];
}
