import type { Paper } from "../papers/paper.ts";
import { analyse, type Token } from "./analysis.ts";

/** A paper as queries see it. Index, reasons and snippets all read this, so that they speak of the same words. */
export interface AnalysedPaper {
  readonly title: readonly Token[];
  readonly abstract: readonly Token[];
  /** The words of each author's name. */
  readonly authors: readonly (readonly Token[])[];
  /** Lower-case categories with the archives they belong to: `cs.cl`, `cs`. */
  readonly categories: readonly string[];
}

export function analysePaper(paper: Paper): AnalysedPaper {
  return {
    title: analyse(paper.title),
    abstract: analyse(paper.abstract),
    authors: paper.authors.map(analyse),
    categories: [...new Set(paper.categories.flatMap(withArchive))],
  };
}

function withArchive(category: string): string[] {
  const name = category.trim().toLowerCase();
  const dot = name.indexOf(".");
  return dot > 0 ? [name, name.slice(0, dot)] : [name];
}
