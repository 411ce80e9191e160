import { latestPapers } from "../views/latest.ts";
import { defineCommand } from "./command.ts";
import { formatLine } from "./usage.ts";

const pageSize = 5;

const written = {
  name: "latest",
  args: {
    page: { kind: "integer", option: true, summary: "which page, newest first", min: 1, max: 1_000 },
  },
} as const;

export const latest = defineCommand({
  ...written,
  summary: "Show the newest papers",
  examples: ["latest", "latest --page 2"],
  answer: "private",
  shareable: true,
  async run({ page = 1 }, { engine }) {
    const { total, papers } = await engine.latest({ limit: pageSize, offset: (page - 1) * pageSize });
    const line = (number: number) => formatLine(written, { page: number > 1 ? number : undefined });
    return latestPapers(total, papers, { number: page, size: pageSize, line });
  },
});
