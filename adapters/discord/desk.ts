import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type Client,
  InteractionContextType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  Routes,
} from "discord.js";
import type { Answer, Bot, Invocation } from "../../src/adapter.ts";
import { formatLine } from "../../src/commands/usage.ts";
import { type Message, sentence } from "../../src/message.ts";
import { requestOf } from "./attachment.ts";
import { readButton } from "./button-line.ts";
import { createChoices } from "./choices.ts";
import type { DiscordDeps } from "./config.ts";
import { code, isCode, isTooLate, patiently } from "./failures.ts";
import { createFirstAnswers } from "./first-answers.ts";
import { takenFollowUps } from "./follow-ups.ts";
import { argumentsOf, targetIn } from "./options.ts";
import { platform } from "./places.ts";
import { type Payload, renderDiscord } from "./render.ts";
import { type Asked, type Setting, settingOf } from "./setting.ts";
import { withShare } from "./share.ts";

export interface DeskDeps extends Pick<DiscordDeps, "acked" | "clock" | "commands" | "lines" | "log"> {
  readonly client: Client;
  readonly bot: Bot;
}

const remembered = 2_000;

/** How an answer stands to what was asked. */
interface Manner {
  readonly isPrivate: boolean;
  /** It takes the place of the message whose button was pressed. */
  readonly replaces: boolean;
  readonly about?: string;
}

const beside: Manner = { isPrivate: true, replaces: false };

/**
 * Where interactions are answered: each is deferred at once, privately or publicly as its command says, and then edited.
 * They are taken as they come from the gateway, because discord.js holds them back until every guild has arrived.
 * Never rejects.
 */
export function createDesk({
  client,
  bot,
  clock,
  commands,
  lines,
  log,
  acked,
}: DeskDeps): (interaction: APIInteraction) => Promise<void> {
  const { rest } = client;
  const firstAnswers = createFirstAnswers();
  const choicesOf = createChoices({ client, bot, commands });
  /** Events are replayed when a connection is resumed. */
  const seen = new Set<string>();

  async function handle(interaction: APIInteraction): Promise<void> {
    if (seen.has(interaction.id)) return;
    seen.add(interaction.id);
    for (const oldest of seen) {
      if (seen.size <= remembered) break;
      seen.delete(oldest);
    }
    try {
      if (interaction.type === InteractionType.ApplicationCommandAutocomplete) await complete(interaction);
      else if (interaction.type === InteractionType.MessageComponent) await press(interaction);
      else if (isSlashCommand(interaction)) await run(interaction);
    } catch (error) {
      if (isTooLate(error)) log.info({ err: error }, "an interaction was over before it was answered");
      else log.error({ err: error }, "an interaction could not be answered");
    }
  }

  async function run(interaction: APIChatInputApplicationCommandInteraction): Promise<void> {
    const [subcommand] = interaction.data.options ?? [];
    const command = commands.find(({ name }) => name === subcommand?.name);
    if (subcommand?.type !== ApplicationCommandOptionType.Subcommand || !command) {
      await deferReply(interaction, true);
      return send(
        interaction,
        sentence("That command is not known any more: restart Discord to see the current ones."),
        beside,
      );
    }
    const options = subcommand.options ?? [];
    const setting = settingOf(client, interaction, targetIn(options));
    const line = formatLine(command, argumentsOf(command, options));
    const isPrivate = isAnsweredPrivately(line, setting);
    await deferReply(interaction, isPrivate);
    await answer(interaction, setting, { line }, isPrivate);
  }

  async function press(interaction: APIMessageComponentInteraction): Promise<void> {
    const button = await readButton(interaction.data.custom_id, lines);
    if (!button) {
      await deferReply(interaction, true);
      return send(interaction, sentence("This button is too old to be remembered: run its command again."), beside);
    }
    const setting = settingOf(client, interaction, button.channel);
    if (button.replaces) {
      await call(interaction, { type: InteractionResponseType.DeferredMessageUpdate });
      return answer(interaction, setting, button, isPrivateMessage(interaction));
    }
    const isPrivate = isAnsweredPrivately(button.line, setting);
    await deferReply(interaction, isPrivate);
    await answer(interaction, setting, button, isPrivate);
  }

  /** Edits what was deferred into the answer. */
  async function answer(
    interaction: Asked,
    setting: Setting,
    { line, replaces = false }: Pick<Invocation, "line" | "replaces">,
    isPrivate: boolean,
  ): Promise<void> {
    const { maySee, about, ...who } = setting;
    await firstAnswers.turn();
    const given: Answer = maySee
      ? await bot.answer({ line, replaces, ...who })
      : { message: sentence("You cannot see that channel."), visibility: "private", replaces: false };
    const message = isPrivate && channelIsShared(interaction) ? withShare(given) : given.message;
    if (replaces && !given.replaces) return followUp(interaction, renderAll(message, about), true);
    const isWronglyPublic = given.visibility === "private" && !isPrivate && !replaces;
    if (isWronglyPublic) {
      // A deferred answer stays as public as it was deferred, and so would the first follow-up to it.
      const original = Routes.webhookMessage(interaction.application_id, interaction.token);
      await patiently(() => rest.delete(original, { auth: false })).catch((error: unknown) => {
        // It is gone: that was the aim.
        if (!isCode(error, code.unknownMessage)) throw error;
      });
      return followUp(interaction, renderAll(message, about), true);
    }
    await send(interaction, message, { isPrivate, replaces, ...(about !== undefined && { about }) });
  }

  async function send(interaction: Asked, message: Message, { isPrivate, replaces, about }: Manner): Promise<void> {
    const { payloads, longLines } = renderAll(message, about);
    const [first, ...others] = payloads;
    try {
      await lines.keep(longLines, clock.now());
      if (first) await edit(interaction, first);
    } catch (error) {
      if (!isTooLate(error)) await apologise(interaction, replaces).catch(() => undefined);
      throw error;
    }
    await followUp(interaction, { payloads: others, longLines: [] }, isPrivate);
  }

  async function edit(interaction: Asked, payload: Payload): Promise<void> {
    const route = Routes.webhookMessage(interaction.application_id, interaction.token);
    await patiently(() => rest.patch(route, { ...requestOf(payload), auth: false }));
  }

  /** Without it the person would read that Paperboy is thinking, for a quarter of an hour. */
  async function apologise(interaction: Asked, replaces: boolean): Promise<void> {
    const apology = renderAll(sentence("This answer could not be shown. Try again in a while."));
    const [first] = apology.payloads;
    if (replaces) await followUp(interaction, apology, true);
    else if (first) await edit(interaction, first);
  }

  async function followUp(
    interaction: Asked,
    rendered: ReturnType<typeof renderAll>,
    isPrivate: boolean,
  ): Promise<void> {
    await lines.keep(rendered.longLines, clock.now());
    const route = Routes.webhook(interaction.application_id, interaction.token);
    for (const payload of takenFollowUps(rendered.payloads, interaction, moreInServers())) {
      const { body, ...files } = requestOf(payload);
      const flags = isPrivate ? body.flags | MessageFlags.Ephemeral : body.flags;
      const post = () => rest.post(route, { ...files, body: { ...body, flags }, auth: false });
      // Alone with it, the person may rather see it twice than not at all.
      await (isPrivate ? patiently(post) : post());
    }
  }

  async function complete(interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
    const choices = await choicesOf(interaction).catch((error: unknown) => {
      log.error({ err: error }, "a completion failed");
      return [];
    });
    await call(interaction, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  }

  function isAnsweredPrivately(line: string, { person, maySee }: Setting): boolean {
    return !maySee || bot.visibility(line, person) === "private";
  }

  /** First answer to an interaction: it has three seconds. */
  async function call(interaction: APIInteraction, body: object): Promise<void> {
    const route = Routes.interactionCallback(interaction.id, interaction.token);
    const began = performance.now();
    let isRepeated = false;
    const attempt = async (): Promise<void> => {
      try {
        await rest.post(route, { body, auth: false });
      } catch (error) {
        // Discord took the attempt before, although it could not say so.
        if (!(isRepeated && isCode(error, code.alreadyAcknowledged))) throw error;
      } finally {
        isRepeated = true;
      }
    };
    await firstAnswers.before(() => patiently(attempt));
    acked?.(platform, (performance.now() - began) / 1_000);
  }

  function deferReply(interaction: Asked, isPrivate: boolean): Promise<void> {
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    return call(interaction, isPrivate ? { type, data: { flags: MessageFlags.Ephemeral } } : { type });
  }

  return handle;
}

function isSlashCommand(interaction: APIInteraction): interaction is APIChatInputApplicationCommandInteraction {
  return (
    interaction.type === InteractionType.ApplicationCommand &&
    interaction.data.type === ApplicationCommandType.ChatInput
  );
}

function isPrivateMessage({ message }: APIMessageComponentInteraction): boolean {
  return ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

function channelIsShared({ context }: Asked): boolean {
  return context !== InteractionContextType.BotDM;
}

/** Answers have no thread: what belongs there follows. */
function renderAll(
  message: Message,
  about?: string,
): { payloads: readonly Payload[]; longLines: ReturnType<typeof renderDiscord>["longLines"] } {
  const { payloads, more, longLines } = renderDiscord(message, about);
  return { payloads: [...payloads, ...more], longLines };
}

function moreInServers(): readonly Payload[] {
  const words =
    "There is more, and Discord takes no further messages here. Ask where Paperboy is a member of the server.";
  return renderAll(sentence(words)).payloads;
}
