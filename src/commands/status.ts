import { statusMessage } from "../views/status.ts";
import { defineCommand } from "./command.ts";

export const status = defineCommand({
  name: "status",
  summary: "Show how many papers there are and how fresh they are",
  examples: ["status"],
  args: {},
  answer: "private",
  async run(_args, { engine }) {
    return statusMessage(await engine.status());
  },
});
