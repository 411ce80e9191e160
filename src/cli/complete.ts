import type { CliCommand } from "./cli-command.ts";
import { withPaperboy } from "./with-paperboy.ts";

export const completeCommand: CliCommand = {
  name: "complete",
  summary: "offers titles for what was typed so far",
  usage: "PREFIX [--json]",
  options: {},
  optionHelp: [],
  takes: { min: 1, max: Number.POSITIVE_INFINITY },
  run: ({ positionals }, context) =>
    withPaperboy(context, async ({ engine }) => {
      const prefix = positionals.join(" ");
      const titles = (await engine.complete(prefix, 10)).map(({ title }) => title);
      return { json: { prefix, titles }, text: titles.length > 0 ? titles.join("\n") : "No title fits." };
    }),
};
