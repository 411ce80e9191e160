import type { Paper } from "../papers/paper.ts";
import { paperUrl } from "../papers/paper-url.ts";

/** A paper in an answer: why it is there, and words of its abstract. */
export interface CliHit {
  readonly paper: Paper;
  readonly score: number;
  readonly reason: string | undefined;
  readonly snippet: string;
}

/** The same form wherever papers are listed; what is not known is null. */
export function hitJson({ paper, score, reason, snippet }: CliHit) {
  return {
    key: paper.key,
    id: paper.externalId ?? paper.arxivId ?? null,
    title: paper.title,
    url: paperUrl(paper),
    published: paper.published ?? null,
    score,
    reason: reason ?? null,
    snippet,
  };
}

/** For people: `1. Title` and what is known of it, a line each. */
export function hitText({ paper, reason, snippet }: CliHit, number: number): string {
  const [first, ...others] = paper.authors;
  const facts = [paper.published, first && `${first}${others.length > 0 ? " et al." : ""}`, paperUrl(paper)];
  const lines = [paper.title, facts.filter(Boolean).join(" · "), snippet, reason ?? ""];
  return `${number}. ${lines.filter((line) => line !== "").join("\n   ")}`;
}
