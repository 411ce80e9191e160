import { paperMessage } from "../views/paper.ts";
import { defineCommand } from "./command.ts";
import { onePaper } from "./one-paper.ts";

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
    const found = await onePaper(reference, engine);
    return "message" in found ? found.message : paperMessage(found.paper);
  },
});
