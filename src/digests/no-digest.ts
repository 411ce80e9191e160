import type { PaperEntry, Reject } from "../papers/paper.ts";

/** Characters of text below a title that make a paper of it where nothing else does: the shortest abstracts have as many. */
const shortestAbstract = 200;

/**
 * Text that is no digest reads like one: any short line is a title, any paragraph below it an abstract. So a page has to
 * show one paper that is more than that: by authors, upvotes, a day of publication or its address, by an abstract under a
 * day that heads the list, or by an abstract that is long enough. Notes, mails and logs don't, and not one line of theirs
 * is a paper. Undefined for a digest.
 */
export function whyNoDigest(file: string, entries: readonly PaperEntry[]): Reject | undefined {
  if (entries.some(isPaper)) return undefined;
  const [first] = entries;
  const found =
    first === undefined
      ? "no paper in this file"
      : first.abstract === ""
        ? `no digest: "${cut(first.title)}" and whatever follows are titles at most`
        : `no digest: what follows "${cut(first.title)}" is too short for an abstract, and no authors, day or address make a paper of it`;
  const wanted = "put an abstract or an arXiv address below each title, or the day of the list above the first";
  return { file, line: first?.line ?? 1, reason: `${found}; ${wanted}` };
}

function isPaper({ abstract, authors, published, listed, arxivId, links, upvotes }: PaperEntry): boolean {
  const facts = [authors, published, arxivId, links?.page, links?.pdf, upvotes];
  if (facts.some((fact) => fact !== undefined)) return true;
  return abstract.length >= (listed === undefined ? shortestAbstract : 1);
}

function cut(title: string): string {
  return title.length > 60 ? `${title.slice(0, 60)}…` : title;
}
