import { UserError } from "../errors.ts";
import { sharedMessage } from "../views/shared.ts";
import { defineCommand } from "./command.ts";
import { parseLine } from "./parse.ts";

export const share = defineCommand({
  name: "share",
  summary: "Show an answer to the whole channel",
  examples: ["share search mixture of experts", "share show 2104.12255"],
  notes: ["Takes a command and posts its answer where everyone sees it."],
  args: { line: { kind: "line", summary: "the command whose answer is shown", completes: "command" } },
  answer: "public",
  isCostly: true,
  async run({ line }, context) {
    const { command, args } = parseLine(line, context.commands, context.prefix);
    if (!command.shareable) {
      const names = context.commands.filter(({ shareable }) => shareable).map(({ name }) => `\`${name}\``);
      throw new UserError("not-shareable", `Answers of ${names.join(", ")} can be shared, not of \`${command.name}\`.`);
    }
    return sharedMessage(await command.run(args, context), { line, person: context.person });
  },
});
