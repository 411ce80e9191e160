import {
  type APIApplicationCommandAutocompleteInteraction,
  ApplicationCommandOptionType,
  type Client,
} from "discord.js";
import type { Bot, Completion } from "../../src/adapter.ts";
import type { Command } from "../../src/commands/command.ts";
import { formatLine } from "../../src/commands/usage.ts";
import { cutTo, plain } from "./markdown.ts";
import { argumentsOf, targetIn } from "./options.ts";
import { settingOf } from "./setting.ts";

/** Discord shows so many, of so many characters. */
const mostChoices = 25;
const longestChoice = 100;

interface Choice {
  readonly name: string;
  readonly value: string;
}

/** What an option that is being typed may become, best first. */
export function createChoices({
  client,
  bot,
  commands,
}: {
  readonly client: Client;
  readonly bot: Pick<Bot, "complete">;
  readonly commands: readonly Command[];
}): (interaction: APIApplicationCommandAutocompleteInteraction) => Promise<readonly Choice[]> {
  return async (interaction) => {
    const [subcommand] = interaction.data.options;
    const command = commands.find(({ name }) => name === subcommand?.name);
    if (subcommand?.type !== ApplicationCommandOptionType.Subcommand || !command) return [];
    const options = subcommand.options ?? [];
    const focused = options.find((option) => "focused" in option && option.focused);
    const spec = focused && command.args[focused.name];
    if (!focused || !spec || !("value" in focused)) return [];
    const before = options.filter(({ name }) => name !== focused.name && !command.args[name]?.option);
    const head = formatLine(command, argumentsOf(command, before));
    const line = `${head} ${spec.option ? `--${focused.name} ` : ""}${focused.value}`;
    const { channel, maySee } = settingOf(client, interaction, targetIn(options));
    const found = await bot.complete(line, mostChoices, maySee ? channel : undefined);
    const choices = found.flatMap(choiceOf);
    // Whoever takes the second of two with one name gets the first (https://github.com/discord/discord-api-docs/issues/8565).
    const distinct = choices.filter(({ name }, index) => choices.findIndex((each) => each.name === name) === index);
    return distinct.slice(0, mostChoices);
  };
}

/** What takes part in a command must fit into it whole; a label may be cut. */
function choiceOf({ label, value }: Completion): readonly Choice[] {
  const name = cutTo(plain(label).trim(), longestChoice);
  const typed = value.trim();
  return name === "" || typed === "" || typed.length > longestChoice ? [] : [{ name, value: typed }];
}
