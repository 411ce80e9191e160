import type { PaperEntry } from "./paper.ts";

/**
 * The arXiv id a text names, without its version; undefined unless the whole text is such a reference: a bare id, an
 * `arXiv:` or `oai:` one, a DOI of arXiv's, or an address on arXiv or on a site that shows papers by arXiv id.
 * Old ids lose their redundant subject class (`math.GT/0309136` is `math/0309136`).
 * Scheme: https://info.arxiv.org/help/arxiv_identifier.html
 */
export function arxivIdOf(text: string): string | undefined {
  if (text.length > 500) return undefined;
  const reference = text.trim().replace(address, "").replace(prefix, "");
  const [, year, month, number, archive, oldMonth, oldNumber] = idPattern.exec(reference) ?? [];
  if (year !== undefined && isMonth(month) && Number(year) >= 7) return `${year}${month}.${number}`;
  if (archive !== undefined && isMonth(oldMonth?.slice(2))) return `${archive.toLowerCase()}/${oldMonth}${oldNumber}`;
  return undefined;
}

const address =
  /^(?:https?:\/\/)?(?:(?:[a-z]+\.)?(?:arxiv|alphaxiv|ar5iv)\.org|ar5iv\.labs\.arxiv\.org|huggingface\.co|hf\.co|scirate\.com|(?:www\.)?(?:semanticscholar\.org|emergentmind\.com)|(?:dx\.)?doi\.org)\/(?:(?:abs|pdf|html|format|ps|src|e-print|papers?|overview|arxiv)\/)?/i;
const prefix = /^(?:oai:arxiv\.org:|(?:doi:\s*)?10\.48550\/arxiv\.|arxiv:\s*)/i;
const idPattern =
  /^(?:(\d\d)(\d\d)\.(\d{4,5})|([a-z][a-z-]{1,8})(?:\.[a-z]{2})?\/(\d{4})(\d{3}))(?:v\d{1,3})?(?:\.pdf)?(?:\s*\[[\w.-]{1,20}\])?\/?(?:[?#]\S*)?$/i;

function isMonth(text: string | undefined): boolean {
  return text !== undefined && text >= "01" && text <= "12";
}

/** The one an entry carries, wherever it says it. */
export function knownArxivId({ arxivId, links, externalId }: PaperEntry): string | undefined {
  for (const reference of [arxivId, links?.page, links?.pdf, externalId]) {
    const id = reference === undefined ? undefined : arxivIdOf(reference);
    if (id !== undefined) return id;
  }
  return undefined;
}
