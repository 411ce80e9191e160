const ID = String.raw`(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?\/\d{7})(?:v\d{1,3})?`;
const ARXIV_URL = new RegExp(
  `^(?:https?:\\/\\/)?(?:[a-z]+\\.)?arxiv\\.org\\/(?:abs|pdf|html)\\/${ID}(?:\\.pdf)?(?:[/?].*)?$`,
  "i",
);
const PAPERS_URL =
  /^(?:(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co))?\/papers\/(\d{4}\.\d{4,5})(?:v\d{1,3})?(?:[/?].*)?$/i;

/** The arXiv id an address of a paper's page carries; an address of a place inside that page (`#community`) has none. */
export function arxivIdOfUrl(url: string | undefined): string | undefined {
  if (url === undefined || url.length > 500 || url.includes("#")) return undefined;
  return PAPERS_URL.exec(url)?.[1] ?? ARXIV_URL.exec(url)?.[1];
}
