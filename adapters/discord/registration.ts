import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type APIApplication,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from "discord.js";
import { z } from "zod";
import type { ArgSpec, Command } from "../../src/commands/command.ts";
import { describeError, UserError } from "../../src/errors.ts";
import { patiently } from "./failures.ts";
import { cutTo } from "./markdown.ts";
import { postableTypes } from "./permissions.ts";

/** The option that names another channel than the one a command is run in. */
export const channelOption = "channel";

/** Discord's limits. */
const most = { subcommands: 25, choices: 25, description: 100, value: 2_000 } as const;

const description = z.string().trim().min(1).max(most.description);
const translation = z.strictObject({
  description: description.optional(),
  commands: z
    .record(
      z.string(),
      z.strictObject({ description: description.optional(), options: z.record(z.string(), description).optional() }),
    )
    .default({}),
});
export type Translations = Readonly<Record<string, z.infer<typeof translation>>>;

/** The translations of a folder, a file a language: `de.json`, `pt-BR.json`. */
export function readTranslations(folder: string): Translations {
  const known: readonly string[] = Object.values(Locale);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.map((file) => {
      const locale = file.slice(0, -".json".length);
      if (!known.includes(locale)) {
        throw new UserError("config", `${join(folder, file)}: Discord knows no language ${locale}.`);
      }
      try {
        return [locale, translation.parse(JSON.parse(readFileSync(join(folder, file), "utf8")))];
      } catch (error) {
        const why = error instanceof z.ZodError ? z.prettifyError(error) : describeError(error);
        throw new UserError("config", `${join(folder, file)}: ${why}`);
      }
    }),
  );
}

/**
 * One slash command with a subcommand for each of ours that is listed, made from their declarations. Anyone may use it: who may change
 * what a channel follows is decided when it is run, because administrators can override Discord's default permissions and
 * those of a subcommand cannot be told apart.
 */
export function slashCommand(
  name: string,
  all: readonly Command[],
  translations: Translations = {},
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const commands = all.filter(({ unlisted }) => unlisted !== true);
  if (commands.length > most.subcommands) throw new Error(`Discord takes ${most.subcommands} subcommands at most`);
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...described("Research papers: search, follow topics, read one digest a day", (texts) => texts.description),
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
    options: commands.map((command) => ({
      type: ApplicationCommandOptionType.Subcommand,
      name: command.name,
      ...described(command.summary, (texts) => texts.commands[command.name]?.description),
      options: optionsOf(command),
    })),
  };

  function optionsOf(command: Command) {
    const texts = (option: string) => (its: Translations[string]) => its.commands[command.name]?.options?.[option];
    const specs = Object.entries(command.args).map(([argument, spec]) => ({
      name: argument,
      ...described(sentenceStart(spec.summary), texts(argument)),
      required: !spec.optional && !spec.option && spec.kind !== "flag",
      ...typed(spec),
    }));
    const channel = {
      type: ApplicationCommandOptionType.Channel as const,
      name: channelOption,
      ...described("Another channel than this one", texts(channelOption)),
      required: false,
      channel_types: postableTypes.toSorted((a, b) => a - b) as number[],
    };
    const all = takesChannel(command) ? [...specs, channel] : specs;
    return all.toSorted((a, b) => Number(b.required) - Number(a.required)) as never[];
  }

  function described(summary: string, translated: (texts: Translations[string]) => string | undefined) {
    const localised = Object.entries(translations).flatMap(([locale, texts]) => {
      const text = translated(texts);
      return text === undefined ? [] : [[locale, text]];
    });
    return {
      description: cutTo(summary, most.description),
      ...(localised.length > 0 && { description_localizations: Object.fromEntries(localised) }),
    };
  }
}

/** What it says or does depends on the channel. */
function takesChannel(command: Command): boolean {
  const isFree = !Object.hasOwn(command.args, channelOption);
  return isFree && (command.needs === "manage-channel" || command.about === "channel");
}

function typed({ kind, choices, completes, min = 0, max }: ArgSpec) {
  switch (kind) {
    case "integer":
      return {
        type: ApplicationCommandOptionType.Integer,
        min_value: min,
        ...(max !== undefined && { max_value: max }),
      };
    case "flag":
      return { type: ApplicationCommandOptionType.Boolean };
    case "word":
    case "rest":
    case "line": {
      const type = ApplicationCommandOptionType.String;
      if (choices && choices.length <= most.choices) {
        return { type, choices: choices.map((choice) => ({ name: choice, value: choice })) };
      }
      return { type, max_length: most.value, ...(completes && { autocomplete: true }) };
    }
    default:
      return kind satisfies never;
  }
}

/**
 * Overwrites Discord's commands with ours where they differ. Resolves with whether they did.
 * A command for all servers is offered only in the ways the application may be installed, which are ticked in the
 * Developer Portal: Discord takes none that goes beyond.
 */
export async function register(
  rest: REST,
  application: string,
  command: RESTPostAPIChatInputApplicationCommandsJSONBody,
  guild?: string,
): Promise<boolean> {
  const route =
    guild === undefined ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild);
  // Where a command is offered is settled by the guild it belongs to.
  const { contexts, integration_types, ...inGuild } = command;
  const wanted = guild === undefined ? { ...inGuild, ...(await offered(rest, command)) } : inGuild;
  const query = new URLSearchParams({ with_localizations: "true" });
  const there = await patiently(() => rest.get(route, { query }));
  if (essence(there) === essence([wanted])) return false;
  await patiently(() => rest.put(route, { body: [wanted] }));
  return true;
}

type Offered = Pick<RESTPostAPIChatInputApplicationCommandsJSONBody, "contexts" | "integration_types">;

async function offered(rest: REST, { contexts = [], integration_types: types = [] }: Offered): Promise<Offered> {
  const application = (await patiently(() => rest.get(Routes.currentApplication()))) as APIApplication;
  const ticked = application.integration_types_config ?? { [ApplicationIntegrationType.GuildInstall]: {} };
  const supported = types.filter((type) => Object.hasOwn(ticked, type));
  // Other people's conversations are reached by who installed it for themselves, and by nobody else.
  const isPersonal = supported.includes(ApplicationIntegrationType.UserInstall);
  return {
    integration_types: supported,
    contexts: contexts.filter((context) => isPersonal || context !== InteractionContextType.PrivateChannel),
  };
}

const compared = [
  "name",
  "description",
  "description_localizations",
  "default_member_permissions",
  "contexts",
  "integration_types",
  "options",
  "required",
  "type",
  "choices",
  "value",
  "autocomplete",
  "min_value",
  "max_value",
  "max_length",
  "channel_types",
];

/** What we say of a command, in one order and without what Discord adds: absent, null, false and empty are the same. */
function essence(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => {
    if (each === null || each === false || (Array.isArray(each) && each.length === 0)) return undefined;
    if (typeof each !== "object" || Array.isArray(each)) return each;
    const entries = Object.entries(each as object);
    const known = key === "description_localizations" ? entries : entries.filter(([name]) => compared.includes(name));
    return Object.fromEntries(known.toSorted(([a], [b]) => a.localeCompare(b)));
  });
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
