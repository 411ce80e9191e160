import type { Action, Block, Inline, Message, PaperBlock } from "../message.ts";
import { keySentence } from "../papers/key-sentence.ts";
import type { Paper, PaperKey } from "../papers/paper.ts";
import { paperUrl } from "../papers/paper-url.ts";
import { buttons, text } from "./blocks.ts";
import { button, count, cut, enumerate, titlesOf } from "./text.ts";

/** One paper in a list: what is known about it in one line, a sentence of it, the reason it is there. */
export function paperBlock(paper: Paper, shown: Partial<Pick<PaperBlock, "quote" | "reason">> = {}): PaperBlock {
  const label = paper.abstract ? "Show abstract" : "Show details";
  return {
    ...titled(paper),
    ...shown,
    actions: [button(label, `show ${paper.key}`), similarButton(paper), ...opinionButtons(paper)],
  };
}

/** The paper's key sentence as a quote, if its abstract has one. */
export function keyQuote(paper: Paper): Pick<PaperBlock, "quote"> {
  const sentence = keySentenceOf(paper);
  if (sentence === "") return {};
  // The sentence's lead-in was left out.
  return { quote: [/^\p{Ll}/u.test(sentence) ? `… ${sentence}` : sentence] };
}

/** A morning shows the same papers in thousands of channels; their sentences are looked for once. */
const known = new WeakMap<Paper, string>();

function keySentenceOf(paper: Paper): string {
  const remembered = known.get(paper);
  if (remembered !== undefined) return remembered;
  const sentence = keySentence(paper.title, paper.abstract) ?? "";
  known.set(paper, sentence);
  return sentence;
}

/** Everything known about one paper. */
export function paperMessage(paper: Paper): Message {
  const { title, authors, abstract, organisation, aiKeywords } = paper;
  const blocks: Block[] = [{ ...titled(paper), actions: [similarButton(paper), ...opinionButtons(paper)] }];
  if (authors.length > 1) blocks.push(text(allAuthors(authors)));
  blocks.push(text(abstract || "No source gave an abstract."));
  if (organisation) blocks.push(text(`Organisation: ${cut(organisation, 120)}.`));
  if (aiKeywords)
    blocks.push(
      text(
        `Keywords found by a machine: ${aiKeywords
          .slice(0, 12)
          .map((word) => cut(word, 60))
          .join(", ")}.`,
      ),
    );
  const links = linkList(paper);
  if (links.length > 0) blocks.push(text(...links));
  blocks.push(text(sightings(paper)));
  return { fallback: `${cut(title, 300)}. ${cut(abstract, 300)}`.trim(), blocks };
}

/** What a person wanted to do with a paper, and the command line that does it. */
export interface PaperChoice {
  readonly label: string;
  readonly line: (key: PaperKey) => string;
}

const showing: PaperChoice = { label: "Show", line: (key) => `show ${key}` };

/** As many papers as a person can choose among. */
const mostChoices = 5;

/** Several papers fit what was asked for: the person chooses. */
export function choosePaper(reference: string, papers: readonly Paper[], { label, line } = showing): Message {
  const asked = cut(reference, 80);
  const heading = `${count(papers.length, "paper")} fit ${asked}: which one?`;
  const blocks: Block[] = [{ type: "heading", text: heading }];
  for (const paper of papers.slice(0, mostChoices)) {
    blocks.push({ ...titled(paper), actions: [button(label, line(paper.key))] });
  }
  const left = papers.length - mostChoices;
  if (left > 0) blocks.push(text(`And ${left} more: another word of the title narrows it down.`));
  return { fallback: `${heading} ${titlesOf(papers.slice(0, mostChoices))}`, blocks };
}

/** No paper fits what was asked for; the titles nearest to it are offered. */
export function noPaper(
  reference: string,
  near: readonly { readonly key: PaperKey; readonly title: string }[],
  { line } = showing,
): Message {
  const sentence = `No paper fits ${cut(reference, 80)}.`;
  const hint = "A paper is named by its key, its arXiv number or address, or words of its title.";
  const actions = near.map(({ key, title }) => button(title, line(key)));
  actions.push(button("Search instead", `search ${reference}`));
  return {
    fallback: `${sentence} ${hint}`,
    blocks: [text(near.length > 0 ? `${sentence} Nearest titles:` : `${sentence} ${hint}`), buttons(actions)],
  };
}

function similarButton({ key }: Paper): Action {
  return button("Similar", `similar ${key}`);
}

/** What a person can say of a paper. */
function opinionButtons({ key }: Paper): readonly Action[] {
  return [
    button("More like this", `vote ${key} up`),
    button("Not for us", `vote ${key} down`),
    button("Save", `save ${key}`),
  ];
}

function titled(paper: Paper): Pick<PaperBlock, "type" | "title" | "url" | "facts"> {
  return { type: "paper", title: paper.title, url: paperUrl(paper), facts: facts(paper) };
}

function facts({ authors, published, listed, upvotes, stars, links, categories, arxivId }: Paper): readonly Inline[] {
  const [first, ...others] = authors;
  const known: Inline[] = [];
  if (first) known.push(others.length > 0 ? `${cut(first, 60)} +${others.length}` : cut(first, 60));
  known.push(published ?? `listed ${listed}`);
  if (upvotes !== undefined) known.push(count(upvotes, "upvote"));
  if (links.code) known.push({ link: "code", url: links.code });
  if (stars !== undefined) known.push(count(stars, "star"));
  if (categories[0]) known.push(cut(categories[0], 40));
  if (arxivId) known.push(`arXiv ${arxivId}`);
  return known;
}

function allAuthors(authors: readonly string[], shown = 20): string {
  const named = authors.slice(0, shown).map((author) => cut(author, 60));
  const left = authors.length - shown;
  return enumerate(left > 0 ? [...named, `${left} more`] : named);
}

function linkList({ links }: Paper): readonly Inline[] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ["Page", links.page],
    ["PDF", links.pdf],
    ["Code", links.code],
    ["Project", links.project],
  ];
  return named.flatMap(([link, url]) => (url ? [{ link, url }, " · "] : [])).slice(0, -1);
}

function sightings({ sources, listed, key }: Paper): string {
  const seen = sources.map(({ source, listed: day }) => cut(source, 80) + (day ? ` (${day})` : ""));
  const shown = seen.length > 5 ? [...seen.slice(0, 5), `${seen.length - 5} more`] : seen;
  return `Key ${key}, listed ${listed}${shown.length > 0 ? `, seen in ${enumerate(shown)}` : ""}.`;
}
