import { type APIApplicationCommandInteractionDataBasicOption, ApplicationCommandOptionType } from "discord.js";
import type { AnyArgs, Command } from "../../src/commands/command.ts";
import { channelOption } from "./registration.ts";

type Options = readonly APIApplicationCommandInteractionDataBasicOption[];

/** What was filled in, as the command declares it. */
export function argumentsOf(command: Command, options: Options): AnyArgs {
  return Object.fromEntries(
    options.flatMap((option) => {
      if (!Object.hasOwn(command.args, option.name)) return [];
      const { value } = option;
      // A flag that is switched off is not written at all.
      return value === false ? [] : [[option.name, value]];
    }),
  );
}

/** The other channel that is named. */
export function targetIn(options: Options): string | undefined {
  const target = options.find(
    ({ name, type }) => name === channelOption && type === ApplicationCommandOptionType.Channel,
  );
  return target && "value" in target ? String(target.value) : undefined;
}
