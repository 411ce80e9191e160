import { paperMessage } from "../views/paper.ts";
import { defineCommand } from "./command.ts";
import { onePaper, paperArgument } from "./one-paper.ts";

export const show = defineCommand({
  name: "show",
  summary: "Show a paper with its abstract and links",
  examples: ["show 2104.12255", "show https://arxiv.org/abs/2104.12255", "show attention is all you need"],
  args: {
    paper: paperArgument,
  },
  answer: "private",
  shareable: true,
  async run({ paper: reference }, { engine }) {
    const found = await onePaper(reference, engine);
    return "message" in found ? found.message : paperMessage(found.paper);
  },
});
