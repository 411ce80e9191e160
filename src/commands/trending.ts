import { trendingPapers } from "../views/latest.ts";
import { defineCommand } from "./command.ts";
import { firstOfLastDays } from "./recent.ts";
import { formatLine } from "./usage.ts";

const pageSize = 5;
const usualDays = 7;

const written = {
  name: "trending",
  args: {
    days: { kind: "integer", summary: "of how many days", optional: true, min: 1, max: 365 },
    page: { kind: "integer", option: true, summary: "which page, most upvoted first", min: 1, max: 1_000 },
  },
} as const;

export const trending = defineCommand({
  ...written,
  summary: "Show the most upvoted papers of the last days",
  examples: ["trending", "trending 30"],
  answer: "private",
  shareable: true,
  async run({ days = usualDays, page = 1 }, { engine, clock }) {
    const since = await firstOfLastDays(days, { engine, clock });
    const asked = { limit: pageSize, offset: (page - 1) * pageSize, since, sort: "upvotes" } as const;
    const { total, papers } = await engine.latest(asked);
    const line = (number: number) => formatLine(written, { days, page: number > 1 ? number : undefined });
    return trendingPapers(total, papers, { number: page, size: pageSize, line, days });
  },
});
