const idPattern = String.raw`(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?\/\d{7})(?:v\d{1,3})?`;
const arxivUrl = new RegExp(
  `^(?:https?:\\/\\/)?(?:[a-z]+\\.)?arxiv\\.org\\/(?:abs|pdf|html)\\/${idPattern}(?:\\.pdf)?(?:[/?].*)?$`,
  "i",
);
const papersUrl =
  /^(?:(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co))?\/papers\/(\d{4}\.\d{4,5})(?:v\d{1,3})?(?:[/?].*)?$/i;

/** The arXiv id an address of a paper's page carries; an address of a place inside that page (`#community`) has none. */
export function arxivIdOfUrl(url: string | undefined): string | undefined {
  if (url === undefined || url.length > 500 || url.includes("#")) return undefined;
  return papersUrl.exec(url)?.[1] ?? arxivUrl.exec(url)?.[1];
}
