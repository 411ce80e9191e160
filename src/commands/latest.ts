import { latestPapers, upvotedPapers } from "../views/latest.ts";
import { defineCommand } from "./command.ts";
import { formatLine } from "./usage.ts";

const pageSize = 5;

const written = {
  name: "latest",
  args: {
    page: { kind: "integer", option: true, summary: "which page, newest first", min: 1, max: 1_000 },
    sort: {
      kind: "word",
      option: true,
      summary: "newest first, or most upvoted first",
      choices: ["date", "upvotes"],
    },
  },
} as const;

export const latest = defineCommand({
  ...written,
  summary: "Show the newest papers",
  examples: ["latest", "latest --sort upvotes"],
  answer: "private",
  shareable: true,
  async run({ page = 1, sort = "date" }, { engine }) {
    const { total, papers } = await engine.latest({ limit: pageSize, offset: (page - 1) * pageSize, sort });
    const line = (number: number) =>
      formatLine(written, { sort: sort === "date" ? undefined : sort, page: number > 1 ? number : undefined });
    const view = { number: page, size: pageSize, line };
    return sort === "upvotes" ? upvotedPapers(total, papers, view) : latestPapers(total, papers, view);
  },
});
