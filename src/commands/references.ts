import type { Paper } from "../papers/paper.ts";
import { type BibEntry, isBibtex, readBibtex } from "../papers/read-bibtex.ts";
import type { Context } from "./command.ts";

/** Longer ones are no titles. */
const longestTitle = 300;

export interface Referenced {
  readonly papers: readonly Paper[];
  /** What fits no paper, or several. */
  readonly unknown: readonly string[];
}

/**
 * The papers a text names: entries of a .bib file by the arXiv numbers in them or by their whole title; otherwise arXiv
 * numbers, addresses and keys between blanks or commas; otherwise the words of one title.
 */
export async function findReferences(text: string, engine: Pick<Context["engine"], "find">): Promise<Referenced> {
  const references = isBibtex(text) ? readBibtex(text).map(namesIn) : plainReferences(text);
  const papers = new Map<string, Paper>();
  const unknown: string[] = [];
  for (const { names, wholeTitle } of references) {
    const paper = await firstFound(names, wholeTitle, engine);
    if (paper) papers.set(paper.key, paper);
    else unknown.push(names.at(-1) ?? "");
  }
  return { papers: [...papers.values()], unknown };
}

interface Reference {
  /** The surest first; the last one is what it is called where it is not known. */
  readonly names: readonly string[];
  /** No part of a title is meant by them. */
  readonly wholeTitle: boolean;
}

async function firstFound(
  names: readonly string[],
  wholeTitle: boolean,
  engine: Pick<Context["engine"], "find">,
): Promise<Paper | undefined> {
  for (const name of names) {
    const [paper, ...others] = await engine.find(name, { wholeTitle });
    if (paper && others.length === 0) return paper;
  }
  return undefined;
}

/** No word of a title looks like this. */
const surely = /^(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?$|^https?:\/\//iu;
const identifier =
  /^(?:[0-9a-z]{12}|(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?|(?:arxiv:)?[a-z-]+(?:\.[a-z]{2})?\/\d{7}(?:v\d+)?|https?:\/\/\S+)$/iu;

function plainReferences(text: string): Reference[] {
  // Lists come with dashes, numbers in brackets and full stops.
  const words = text
    .split(/[\s,;]+/u)
    .map((word) => word.replace(/^[([<"'*•–-]+|[)\]>"'.:]+$/gu, ""))
    .filter((word) => word !== "" && !/^\d{1,3}$/u.test(word));
  const isList =
    (words.length > 0 && words.every((word) => identifier.test(word))) || words.some((word) => surely.test(word));
  const names = isList ? words : [text.trim()].filter((title) => title !== "");
  return names.map((name) => ({ names: [name], wholeTitle: false }));
}

/** DBLP has it as `volume = {abs/2104.12255}` alone. */
const arxivNumber =
  /\b(?:arxiv(?:\.org)?[.:/\s]*(?:abs|pdf|html)?[:/\s]*|abs\/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})/iu;

/** The title says which paper it is where the words of a title fit several; a number says it alone. */
function namesIn({ key, fields }: BibEntry): Reference {
  const eprint = fields.get("eprint");
  const numbers = ["url", "doi", "journal", "note", "howpublished", "archiveprefix", "number", "volume"].flatMap(
    (name) => {
      const [, number] = arxivNumber.exec(fields.get(name) ?? "") ?? [];
      return number === undefined ? [] : [number];
    },
  );
  const title = fields.get("title")?.slice(0, longestTitle);
  const sure = [...(eprint === undefined ? [] : [eprint]), ...numbers].filter((name) => identifier.test(name));
  const names = [...new Set([...sure, ...(title === undefined ? [] : [title])])];
  return { names: names.length > 0 ? names : [key || "an entry without a title"], wholeTitle: true };
}
