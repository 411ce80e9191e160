export interface FoundLinks {
  /** The first address on a host of code. */
  readonly code?: string;
  /** The first that is neither code nor another paper: a project page, a demo, data. */
  readonly project?: string;
  /** All of them, in their order, each once. */
  readonly all: readonly string[];
}

/** The addresses an abstract names, without the punctuation and TeX that sticks to them. */
export function findLinks(text: string): FoundLinks {
  if (!text.includes("://") && !bareHost.test(text)) return { all: [] };
  const all = [...new Set([...text.matchAll(addressPattern)].flatMap((match) => trimmed(match[0])))];
  const code = all.find((link) => isCode(new URL(link)));
  const project = all.find((link) => !isCode(new URL(link)) && !isPaper(new URL(link)));
  return { ...(code && { code }), ...(project && { project }), all };
}

const bareHost = /\b(?:github|gitlab|bitbucket|codeberg|huggingface|4open|www)\./i;
const addressPattern =
  /(?:https?:\/\/|(?<![\w.@/-])(?:www\.[\w-]{1,63}\.|(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co|anonymous\.4open\.science)\/))[^\s<>"{}|\\^`“”‘’$，。、]{1,2000}/gi;

/** An address as it opens, or none if nothing sensible is left of it. */
function trimmed(found: string): string[] {
  let end = found.length;
  while (end > 0 && isLoose(found, end)) end--;
  const address = found.slice(0, end).replace(/\.git$/i, "");
  const full = /^https?:/i.test(address) ? address : `https://${address}`;
  const isHost = URL.canParse(full) && /^[^.]+(?:\.[^.]+)+$/.test(new URL(full).hostname);
  return isHost ? [full] : [];
}

/** Whether the last character before `end` belongs to the sentence: punctuation, or a bracket that opened before it. */
function isLoose(text: string, end: number): boolean {
  const last = text[end - 1] ?? "";
  if (".,;:!?'*".includes(last)) return true;
  const opening = last === ")" ? "(" : last === "]" ? "[" : undefined;
  return opening !== undefined && !text.slice(0, end).includes(opening);
}

function isCode({ hostname, pathname }: URL): boolean {
  if (/(?:^|\.)huggingface\.co$/.test(hostname)) return !/^\/(?:papers|datasets|collections)\b/.test(pathname);
  return /(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|4open\.science)$|^gitlab\.|^git\./.test(
    hostname,
  );
}

function isPaper({ hostname, pathname }: URL): boolean {
  const isReference = /(?:^|\.)(?:arxiv\.org|doi\.org|openreview\.net|aclanthology\.org)$/.test(hostname);
  return isReference || (hostname === "huggingface.co" && pathname.startsWith("/papers"));
}
