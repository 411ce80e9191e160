import { searchResults } from "../views/search-results.ts";
import { defineCommand } from "./command.ts";
import { otherWords } from "./other-words.ts";
import { formatLine } from "./usage.ts";

const pageSize = 5;

const written = {
  name: "search",
  args: {
    query: { kind: "rest", summary: "what to look for", completes: "query" },
    page: { kind: "integer", option: true, summary: "which page of the papers found", min: 1, max: 1_000 },
    sort: {
      kind: "word",
      option: true,
      summary: "best match, newest, or most upvoted first",
      choices: ["relevance", "date", "upvotes"],
    },
  },
} as const;

export const search = defineCommand({
  ...written,
  summary: "Find papers by words, phrases, authors or dates",
  examples: [
    "search mixture of experts",
    'search "speculative decoding" -vision since:90d',
    "search author:hinton --sort date",
  ],
  notes: [
    'Words find their other forms and spellings too; `"several words"` stand exactly so; `-word` leaves papers out; `OR` between two words takes either.',
    "`title:word`, `author:name` and `cat:cs.CL` look in one place; `since:30d` and `since:2024-05` ask for newer papers; `is:code` for papers with code.",
  ],
  answer: "private",
  isCostly: true,
  shareable: true,
  async run({ query, page = 1, sort }, { engine }) {
    const options = { limit: pageSize, offset: (page - 1) * pageSize };
    const found = await engine.search(query, { ...options, sort: sort ?? "relevance" });
    const { papers } = await engine.status();
    const also = page === 1 ? await otherWords(found, engine) : [];
    const line = (asked: string, number: number) =>
      formatLine(written, { query: asked, sort, ...(number > 1 ? { page: number } : {}) });
    return searchResults(found, {
      number: page,
      size: pageSize,
      papers,
      also,
      line: (number) => line(query, number),
      queryLine: (asked) => line(asked, 1),
    });
  },
});
