import { describe, expect, it } from "vitest";
import type { Found } from "../../src/engine.ts";
import { keySentence } from "../../src/papers/key-sentence.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { paperBlock, paperMessage } from "../../src/views/paper.ts";
import { markedQuote, reasonText } from "../../src/views/reason.ts";
import { type SearchView, searchResults } from "../../src/views/search-results.ts";
import { cut } from "../../src/views/text.ts";
import { readText, runsOf } from "../support/bot.ts";
import { hostileTexts, paperLike } from "../support/papers.ts";

const view: SearchView = {
  number: 1,
  size: 5,
  papers: 233,
  also: [],
  line: (number) => `search x --page ${number}`,
  queryLine: (query) => `search ${query}`,
};

function foundOne(more: Partial<Found> = {}, paper: Paper = paperLike()): Found {
  const snippet = { text: "how few experts a layer needs", marks: [{ start: 8, end: 15 }] };
  const matches = [{ term: "experts", kind: "word", fields: ["abstract"] }] as const;
  return {
    query: "experts",
    total: 1,
    whole: 1,
    hits: [{ paper, key: paper.key, score: 1, matches, snippet }],
    ...more,
  };
}

describe("search results", () => {
  it("quotes the words around a match in the abstract, the match in bold", () => {
    const [, block] = searchResults(foundOne(), view).blocks;
    expect(block).toMatchObject({ quote: ["how few ", { bold: "experts" }, " a layer needs"] });
  });

  it("quotes the key sentence where only the title matched", () => {
    const [hit] = foundOne().hits;
    if (!hit) throw new Error("no hit");
    const inTitle = { ...hit, matches: [{ term: "experts", kind: "word", fields: ["title"] }] as const };
    const [, block] = searchResults(foundOne({ hits: [inTitle] }), view).blocks;
    expect(block).toMatchObject({ quote: [keySentence(hit.paper.title, hit.paper.abstract)] });
  });

  it("says plainly that the hits match a part of the query only", () => {
    const message = searchResults(foundOne({ whole: 0, query: "experts zebra" }), view);
    expect(message.fallback).toContain("No paper matches all of experts zebra. 1 paper matches a part of it.");
  });

  it("writes large numbers of pages as it writes those of papers", () => {
    const message = searchResults(foundOne({ total: 13_753, whole: 13_753 }), { ...view, number: 2 });
    expect(message.fallback).toContain("13,753 papers match experts. Page 2 of 2,751.");
  });

  it("tells those that match a part of the query from those that match it all", () => {
    const [hit] = foundOne().hits;
    if (!hit) throw new Error("no hit");
    const message = searchResults(foundOne({ total: 2, hits: [hit, { ...hit, part: true }] }), view);
    expect(message.fallback).toContain("1 paper matches experts. 1 more matches a part of it.");
    expect(message.blocks.map((block) => block.type)).toEqual(["heading", "text", "paper", "text", "paper"]);
  });

  it("offers a corrected query beside hits and where nothing was found", () => {
    for (const found of [foundOne({ didYouMean: "expert" }), foundOne({ total: 0, hits: [], didYouMean: "expert" })]) {
      const message = searchResults(found, view);
      expect(readText(message)).toContain("Did you mean expert?");
      expect(runsOf(message)).toContain("search expert");
    }
  });

  it("offers other words beside hits and where nothing was found", () => {
    const also = [{ words: "mixture of experts", papers: 7, query: 'moe OR "mixture of experts"' }];
    const message = searchResults(foundOne(), { ...view, also });
    expect(readText(message)).toContain("The papers also say mixture of experts (7 more papers).");
    const none = searchResults(foundOne({ total: 0, whole: 0, hits: [] }), { ...view, also });
    expect(readText(none)).toContain("The papers also say mixture of experts (7 papers).");
    for (const each of [message, none]) expect(runsOf(each)).toContain('search moe OR "mixture of experts"');
  });

  it("says what was searched when nothing was found", () => {
    const { fallback } = searchResults(foundOne({ total: 0, hits: [] }), view);
    expect(fallback).toContain(
      "No paper matches experts. Searched titles, abstracts, authors and categories of 233 papers",
    );
  });

  it("stays short whatever a paper says of itself", () => {
    for (const text of hostileTexts) {
      const paper = paperLike({ title: text, abstract: text, authors: [text], categories: [text] });
      for (const message of [searchResults(foundOne({ query: text }, paper), view), paperMessage(paper)]) {
        expect(message.fallback.length).toBeLessThan(1_000);
        for (const action of message.blocks.flatMap((block) => ("actions" in block ? block.actions : []))) {
          expect(action.label.length).toBeLessThanOrEqual(38);
        }
      }
    }
  });
});

describe("a reason", () => {
  it("names each word and phrase and the places it stands in", () => {
    const reason = reasonText([
      { term: "mixture of experts", kind: "phrase", fields: ["title"] },
      { term: "routing", kind: "word", fields: ["abstract", "title"] },
      { term: "sparse", kind: "word", fields: ["title"] },
      { term: "hinton", kind: "author", fields: ["authors"] },
      { term: "cs.CL", kind: "category", fields: ["categories"] },
    ]);
    expect(reason).toBe(
      'matches "mixture of experts" and sparse in the title, routing in the title and in the abstract, hinton among the authors, cs.CL in the categories',
    );
    expect(reasonText([])).toBeUndefined();
  });
});

describe("a paper", () => {
  it("leads to its page, else to arXiv, else to any other address, else to a search for its title", () => {
    const urlOf = (known: Partial<Paper>) => paperBlock(paperLike(known)).url;
    expect(urlOf({ links: { page: "https://p.example" } })).toBe("https://p.example");
    expect(urlOf({ links: { pdf: "https://p.example/x.pdf" } })).toBe("https://arxiv.org/abs/2601.01234");
    const { arxivId: _, ...noId } = paperLike({ title: "A & B?", links: { code: "https://c.example" } });
    expect(paperBlock(noId).url).toBe("https://huggingface.co/papers?q=A%20%26%20B%3F");
  });

  it("without abstract, authors or facts still reads well", () => {
    const bare: Paper = {
      key: "k",
      title: "T",
      abstract: "",
      authors: [],
      categories: [],
      links: {},
      sources: [],
      listed: "2026-01-06",
    };
    expect(readText(paperMessage(bare))).toContain("No source gave an abstract.");
    expect(paperBlock(bare).actions.map((action) => action.label)).toEqual([
      "Show details",
      "Similar",
      "More like this",
      "Not for us",
      "Save",
    ]);
    expect(paperBlock(bare).facts).toEqual(["listed 2026-01-06"]);
  });

  it("marks every match of a quote, also at its ends", () => {
    const marks = [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ];
    expect(markedQuote({ text: "a b", marks })).toEqual([{ bold: "a" }, " ", { bold: "b" }]);
    expect(markedQuote({ text: "", marks: [] })).toEqual([]);
  });
});

describe("cutting text", () => {
  it("cuts at a word's end and never inside a character", () => {
    expect(cut("mixture of experts", 13)).toBe("mixture of…");
    expect(cut("a".repeat(9), 5)).toBe("aaaa…");
    expect(cut("😀😀😀", 4).isWellFormed()).toBe(true);
  });
});
