import type { Paper } from "../papers/paper.ts";
import type { Context } from "./command.ts";

export interface Referenced {
  readonly papers: readonly Paper[];
  /** What fits no paper, or several. */
  readonly unknown: readonly string[];
}

/** A chat line has no line ends: entries begin behind any blank. */
const entryStart = /(?:^|\s)@(?=\w{1,20}\s*\{)/u;
const mostReferences = 500;
const longestTitle = 300;

/**
 * The papers a text names: entries of a .bib file by their `eprint`, arXiv address or title; otherwise arXiv numbers,
 * addresses and keys between blanks or commas; otherwise the words of one title.
 */
export async function findReferences(text: string, engine: Pick<Context["engine"], "find">): Promise<Referenced> {
  const references = entryStart.test(text) ? bibReferences(text) : plainReferences(text);
  const papers = new Map<string, Paper>();
  const unknown: string[] = [];
  for (const names of references.slice(0, mostReferences)) {
    let paper: Paper | undefined;
    for (const name of names) {
      const found = await engine.find(name);
      if (found.length === 1) paper ??= found[0];
    }
    if (paper) papers.set(paper.key, paper);
    else unknown.push(names.at(-1) ?? "");
  }
  return { papers: [...papers.values()], unknown };
}

const identifier =
  /^(?:[0-9a-z]{12}|(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?|(?:arxiv:)?[a-z-]+(?:\.[a-z]{2})?\/\d{7}(?:v\d+)?|https?:\/\/\S+)$/iu;

function plainReferences(text: string): string[][] {
  const words = text.split(/[\s,;]+/u).filter(Boolean);
  return words.every((word) => identifier.test(word)) ? words.map((word) => [word]) : [[text.trim()]];
}

/** One list of names for each entry, the surest first. */
function bibReferences(text: string): string[][] {
  return text
    .split(entryStart)
    .slice(1)
    .flatMap((entry) => {
      const eprint = field(entry, "eprint");
      const address = entry.match(/arxiv\.org\/(?:abs|pdf)\/[^\s},"]{5,40}/iu)?.[0];
      const title = field(entry, "title")
        ?.replace(/[{}\\]/gu, "")
        .replace(/\s+/gu, " ")
        .slice(0, longestTitle);
      const names = [eprint, address && `https://${address}`, title].filter(
        (name) => name !== undefined && name !== "",
      );
      return names.length > 0 ? [names as string[]] : [];
    });
}

/** A field's value in braces (nested ones included) or quotes. */
function field(entry: string, name: string): string | undefined {
  const start = entry.search(new RegExp(`(?:^|[\\s,{])${name}\\s*=\\s*[{"]`, "iu"));
  if (start < 0) return undefined;
  const from = entry.indexOf("=", start);
  const first = entry.slice(from).search(/[{"]/u) + from;
  if (entry[first] === '"') return entry.slice(first + 1, entry.indexOf('"', first + 1)).trim();
  let depth = 0;
  for (let at = first; at < entry.length; at++) {
    if (entry[at] === "{") depth++;
    if (entry[at] === "}" && --depth === 0) return entry.slice(first + 1, at).trim();
  }
  return undefined;
}
