import type { Paper } from "./paper.ts";

/** Where a title leads: the page a source named, else another address of the paper, else a search for its title. */
export function paperUrl(paper: Paper): string {
  const { page, pdf, project } = paper.links;
  const arxiv = paper.arxivId && `https://arxiv.org/abs/${paper.arxivId}`;
  return (
    page ??
    arxiv ??
    pdf ??
    project ??
    `https://huggingface.co/papers?q=${encodeURIComponent(paper.title.toWellFormed())}`
  );
}
