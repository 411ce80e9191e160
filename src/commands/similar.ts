import { similarPapers } from "../views/similar.ts";
import { defineCommand } from "./command.ts";
import { onePaper, paperArgument } from "./one-paper.ts";
import { formatLine } from "./usage.ts";

const pageSize = 5;

const written = {
  name: "similar",
  args: {
    paper: paperArgument,
    page: { kind: "integer", option: true, summary: "which page, nearest first", min: 1, max: 1_000 },
  },
} as const;

export const similar = defineCommand({
  ...written,
  summary: "Find papers about the same as one",
  examples: ["similar 2104.12255", "similar https://arxiv.org/abs/2104.12255", "similar attention is all you need"],
  answer: "private",
  isCostly: true,
  shareable: true,
  async run({ paper: reference, page = 1 }, { engine }) {
    const line = (key: string, number = 1) =>
      formatLine(written, { paper: key, page: number > 1 ? number : undefined });
    const asked = await onePaper(reference, engine, { label: "Similar", line: (key) => line(key) });
    if ("message" in asked) return asked.message;
    const { paper } = asked;
    const found = await engine.similar(paper.key, { limit: pageSize, offset: (page - 1) * pageSize });
    return similarPapers(paper, found, { number: page, size: pageSize, line: (number) => line(paper.key, number) });
  },
});
