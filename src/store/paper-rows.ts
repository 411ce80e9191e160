import type { Paper } from "../papers/paper.ts";
import type { PapersTable } from "./tables.ts";

export function rowOf(paper: Paper, sequence: number): PapersTable {
  return {
    key: paper.key,
    sequence,
    title: paper.title,
    abstract: paper.abstract,
    authors: JSON.stringify(paper.authors),
    published: paper.published ?? "",
    listed: paper.listed,
    arxiv_id: paper.arxivId ?? null,
    external_id: paper.externalId ?? null,
    categories: JSON.stringify(paper.categories),
    links: JSON.stringify(paper.links),
    upvotes: paper.upvotes ?? null,
    sources: JSON.stringify(paper.sources),
    arxiv_version: paper.arxivVersion ?? null,
    stars: paper.stars ?? null,
    organisation: paper.organisation ?? null,
    ai_keywords: paper.aiKeywords ? JSON.stringify(paper.aiKeywords) : null,
    counted_at: paper.countedAt ? JSON.stringify(paper.countedAt) : null,
  };
}

/** Absent is absent, never undefined: papers that were stored equal the ones that were merged, deeply. */
export function paperOf(row: PapersTable): Paper {
  return {
    key: row.key,
    title: row.title,
    abstract: row.abstract,
    authors: JSON.parse(row.authors),
    ...(row.published !== "" && { published: row.published }),
    ...(row.arxiv_id !== null && { arxivId: row.arxiv_id }),
    ...(row.external_id !== null && { externalId: row.external_id }),
    ...(row.arxiv_version !== null && { arxivVersion: row.arxiv_version }),
    categories: JSON.parse(row.categories),
    links: JSON.parse(row.links),
    ...(row.upvotes !== null && { upvotes: row.upvotes }),
    ...(row.stars !== null && { stars: row.stars }),
    ...(row.counted_at !== null && { countedAt: JSON.parse(row.counted_at) }),
    ...(row.organisation !== null && { organisation: row.organisation }),
    ...(row.ai_keywords !== null && { aiKeywords: JSON.parse(row.ai_keywords) }),
    sources: JSON.parse(row.sources),
    listed: row.listed,
  };
}
