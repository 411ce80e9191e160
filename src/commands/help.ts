import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { helpCommand, helpOverview } from "../views/help.ts";
import { defineCommand } from "./command.ts";
import { inCode } from "./tokens.ts";
import { describeCommand } from "./usage.ts";

export const help = defineCommand({
  name: "help",
  summary: "Show what can be asked for",
  examples: ["help", "help search"],
  args: {
    command: { kind: "word", optional: true, summary: "the command to explain", completes: "command" },
  },
  answer: "private",
  async run({ command: name }, { commands, prefix }) {
    if (name === undefined) {
      const described = commands.map((command) => describeCommand(command, prefix));
      return helpOverview(described, prefix);
    }
    const command = commands.find((candidate) => candidate.name === name.toLowerCase());
    if (command) return helpCommand(describeCommand(command, prefix));
    const meant = nearest(
      name,
      commands.map((candidate) => candidate.name),
    );
    const hint = meant ? `did you mean \`${prefix} help ${meant}\`?` : "`help` lists what is understood.";
    throw new UserError("unknown-command", `There is no command ${inCode(name)}: ${hint}`);
  },
});
