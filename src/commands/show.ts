import { choosePaper, noPaper, paperMessage } from "../views/paper.ts";
import { defineCommand } from "./command.ts";
import { nearTitles } from "./one-paper.ts";

export const show = defineCommand({
  name: "show",
  summary: "Show a paper with its abstract and links",
  examples: ["show 2104.12255", "show https://arxiv.org/abs/2104.12255", "show attention is all you need"],
  args: {
    paper: { kind: "rest", summary: "its key, its arXiv number or address, or words of its title", completes: "paper" },
  },
  answer: "private",
  shareable: true,
  async run({ paper: reference }, { engine }) {
    const papers = await engine.find(reference);
    const [paper] = papers;
    if (!paper) return noPaper(reference, await nearTitles(reference, engine));
    return papers.length > 1 ? choosePaper(reference, papers) : paperMessage(paper);
  },
});
