import type { Asked } from "./interactions.ts";
import type { ApplicationCommand, Button, CommandOption } from "./limits.ts";
import type { LocalDiscord } from "./local-discord.ts";
import { type LocalChannel, type LocalMessage, type LocalUser, managerRole, permission } from "./world.ts";

export interface Place {
  readonly channel: LocalChannel;
  /** Installed by the person alone: the bot is not in the server. */
  readonly userInstalled?: boolean;
}

/** Somebody with Discord open, who can only do what Discord would let them do. */
export interface LocalPerson {
  readonly user: LocalUser;
  /** Runs `/papers NAME` with options as the registered command takes them. */
  run(name: string, options: Readonly<Record<string, string | number | boolean>>, place: Place): Asked;
  /** Types into an option that completes. */
  type(
    name: string,
    option: string,
    typed: string,
    place: Place,
    before?: Readonly<Record<string, string>>,
    channel?: LocalChannel,
  ): Asked;
  press(message: LocalMessage, label: string, place: Place): Asked;
}

const manages = permission.manageChannels;

export function createPerson(
  discord: LocalDiscord,
  name: string,
  rights: { manages?: boolean; managesServer?: boolean } = {},
): LocalPerson {
  const { world, gateway, interactions, rest } = discord;
  const user = world.user(name);
  const held =
    permission.viewChannel |
    permission.sendMessages |
    (rights.manages ? manages : 0n) |
    (rights.managesServer ? permission.manageGuild : 0n);
  const rightsIn = ({ deniedToManagers = 0n }: Pick<LocalChannel, "deniedToManagers">) =>
    String(rights.manages ? held & ~deniedToManagers : held);

  function send(place: Place, type: number, data: unknown, source?: LocalMessage): Asked {
    const { channel } = place;
    const asked = interactions.add({
      user,
      channel: channel.id,
      ...(source && { source }),
      byPersonAlone: place.userInstalled === true,
    });
    const isDirect = channel.recipient !== undefined;
    const member = {
      user,
      roles: rights.manages && channel.guild ? [managerRole(channel.guild.id)] : [],
      permissions: rightsIn(channel),
      joined_at: "2026-01-01T00:00:00.000Z",
      flags: 0,
    };
    gateway.dispatch(
      "INTERACTION_CREATE",
      {
        id: asked.id,
        application_id: world.bot.id,
        type,
        data,
        token: asked.token,
        version: 1,
        ...(channel.guild
          ? { guild_id: channel.guild.id, guild: { id: channel.guild.id, locale: "en-US", features: [] }, member }
          : { user }),
        channel_id: channel.id,
        channel: world.show(channel),
        locale: "en-US",
        context: isDirect ? 1 : 0,
        app_permissions: String(place.userInstalled ? 0n : world.botRights(channel)),
        authorizing_integration_owners: place.userInstalled ? { 1: user.id } : { 0: channel.guild?.id ?? "0" },
        entitlements: [],
        ...(source && {
          message: {
            id: source.id,
            channel_id: source.channel,
            author: world.bot,
            flags: source.flags,
            components: source.components,
            content: source.content,
            embeds: [],
            attachments: [],
            mentions: [],
            type: 0,
            timestamp: new Date().toISOString(),
          },
        }),
      },
      place.userInstalled ? undefined : channel.guild?.id,
    );
    return asked;
  }

  function commandIn({ channel, userInstalled }: Place): ApplicationCommand {
    const found = [...(rest.commands.get(channel.guild?.id ?? "") ?? []), ...(rest.commands.get("") ?? [])][0];
    if (!found) throw new Error("there is no command here");
    const context = channel.recipient ? 1 : 0;
    if (found.contexts && !found.contexts.includes(context)) throw new Error(`not offered in context ${context}`);
    if (userInstalled && !found.integration_types?.includes(1)) throw new Error("cannot be installed by a user");
    return found;
  }

  function subcommandOf(command: ApplicationCommand, wanted: string) {
    const found = command.options.find((each) => each.name === wanted);
    if (!found) throw new Error(`there is no subcommand ${wanted}`);
    return found;
  }

  function checked(option: CommandOption, value: string | number | boolean): string | number | boolean {
    const fits =
      (option.type === 3 && typeof value === "string" && value.length <= (option.max_length ?? 6_000)) ||
      (option.type === 4 &&
        typeof value === "number" &&
        value >= (option.min_value ?? 0) &&
        value <= (option.max_value ?? 2 ** 53)) ||
      (option.type === 5 && typeof value === "boolean") ||
      (option.type === 7 && typeof value === "string");
    if (!fits) throw new Error(`${option.name} does not take ${value}`);
    if (option.choices && !option.choices.some((choice) => choice.value === value)) throw new Error("no such choice");
    if (option.type === 7) {
      const target = world.channels.get(String(value));
      if (!target || !option.channel_types?.includes(target.type)) throw new Error("that channel is not offered");
    }
    return value;
  }

  return {
    user,
    run(wanted, given, place) {
      const command = commandIn(place);
      const subcommand = subcommandOf(command, wanted);
      const options = (subcommand.options ?? []).flatMap((option) => {
        const value = given[option.name];
        if (value === undefined && option.required) throw new Error(`${option.name} is required`);
        return value === undefined ? [] : [{ name: option.name, type: option.type, value: checked(option, value) }];
      });
      const unknown = Object.keys(given).filter((each) => !options.some((option) => option.name === each));
      if (unknown.length > 0) throw new Error(`there is no option ${unknown}`);
      const channels = options.flatMap((option) =>
        option.type === 7 ? [world.channels.get(String(option.value))] : [],
      );
      const resolved = channels.map((each) => [
        each?.id,
        { ...(each && partOf(world.show(each))), permissions: rightsIn(each ?? {}) },
      ]);
      return send(place, 2, {
        id: "1300000000000000001",
        name: command.name,
        type: 1,
        options: [{ name: wanted, type: 1, options }],
        ...(resolved.length > 0 && { resolved: { channels: Object.fromEntries(resolved) } }),
      });
    },
    type(wanted, focused, typed, place, before = {}, named) {
      const command = commandIn(place);
      const option = subcommandOf(command, wanted).options?.find((each) => each.name === focused);
      if (!option?.autocomplete) throw new Error(`${focused} does not complete`);
      const options = [
        ...Object.entries(before).map(([name, value]) => ({ name, type: 3, value })),
        ...(named ? [{ name: "channel", type: 7, value: named.id }] : []),
        { name: focused, type: option.type, value: typed, focused: true },
      ];
      const data = { id: "1", name: command.name, type: 1, options: [{ name: wanted, type: 1, options }] };
      return send(place, 4, data);
    },
    press(message, label, place) {
      const button = buttonsOf(message).find((each) => each.label === label);
      if (!button?.custom_id)
        throw new Error(`there is no button ${label}: ${buttonsOf(message).map((each) => each.label)}`);
      return send(place, 3, { component_type: 2, custom_id: button.custom_id }, message);
    },
  };
}

/** What an interaction tells of a channel that is named in it: no rights but the person's. */
function partOf({ permission_overwrites, available_tags, ...shown }: Record<string, unknown>): object {
  return shown;
}

export function buttonsOf({ components }: Pick<LocalMessage, "components">): readonly Button[] {
  return components.flatMap((each) => (each.type === 1 ? each.components : []));
}

/** All words of a message. */
export function textOf({ components, content }: Pick<LocalMessage, "components" | "content">): string {
  return [content, ...components.flatMap((each) => (each.type === 10 ? [each.content] : []))].join("\n");
}
