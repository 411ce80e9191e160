import { arxivIdOf } from "../papers/arxiv-id.ts";

/** An arXiv id with the version it was named with. */
export interface ArxivReference {
  readonly arxivId: string;
  readonly arxivVersion?: number;
}

export function arxivReference(text: string): ArxivReference | undefined {
  const arxivId = arxivIdOf(text);
  if (arxivId === undefined) return undefined;
  const version = /v([1-9]\d{0,2})(?:\.pdf)?$/.exec(text.trim())?.[1];
  return { arxivId, ...(version !== undefined && { arxivVersion: Number(version) }) };
}

/** Those that are arXiv's, each once; feeds mix other classifications in. */
export function arxivCategories(terms: readonly string[]): readonly string[] {
  return [
    ...new Set(
      terms.map((term) => term.trim()).filter((term) => /^[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,20})?$/.test(term)),
    ),
  ];
}
