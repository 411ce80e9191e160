import type {
  APIApplicationCommandAutocompleteInteraction,
  APIChatInputApplicationCommandInteraction,
  APIInteractionDataResolvedChannel,
  APIMessageComponentInteraction,
  Client,
} from "discord.js";
import type { Invocation } from "../../src/adapter.ts";
import { mayManage, mayManageServer, maySee, nameShown, rightsOf } from "./permissions.ts";
import { channelFrom, channelsOf } from "./places.ts";

/** What is answered with a message. */
export type Asked = APIChatInputApplicationCommandInteraction | APIMessageComponentInteraction;

/** Who asks, about which channel, and what they may do there. */
export interface Setting extends Pick<Invocation, "channel" | "person" | "group"> {
  /** Discord's id of the channel, where it is another one than the one it is asked in. */
  readonly about?: string;
  readonly maySee: boolean;
}

type Placed = Asked | APIApplicationCommandAutocompleteInteraction;

/** `target` is the channel that was named, if one was. */
export function settingOf(client: Client, interaction: Placed, target: string | undefined): Setting {
  const user = interaction.member?.user ?? interaction.user;
  const here = interaction.channel?.id ?? "";
  const elsewhere = target !== undefined && target !== here;
  const permissions = elsewhere ? permissionsIn(client, interaction, target) : interaction.member?.permissions;
  const guild = interaction.guild_id;
  const isOwn = interaction.member === undefined && !elsewhere;
  const name = elsewhere ? nameOf(client, interaction, target) : interaction.channel?.name;
  return {
    channel: channelFrom(guild, elsewhere ? target : here, name ?? undefined),
    ...(guild !== undefined && { group: channelsOf(guild) }),
    person: {
      id: user?.id ?? "",
      ...(user && { name: user.global_name ?? user.username }),
      mayManage: isOwn || mayManage(permissions),
      mayManageAll: mayManageServer(interaction.member?.permissions),
    },
    ...(elsewhere && { about: target }),
    // Channels belong to servers: from direct messages nobody can tell who may do what there.
    maySee: !elsewhere || (guild !== undefined && maySee(permissions)),
  };
}

/** As Discord says for channels the command names; worked out for those a button remembers. */
function permissionsIn(client: Client, interaction: Placed, target: string): string {
  const resolved = resolvedChannel(interaction, target);
  if (resolved && "permissions" in resolved) return resolved.permissions ?? "0";
  const guild = client.guilds.cache.get(interaction.guild_id ?? "");
  return guild && interaction.member ? rightsOf(interaction.member, guild, target) : "0";
}

function nameOf(client: Client, interaction: Placed, target: string): string | undefined {
  const resolved = resolvedChannel(interaction, target);
  if (resolved && "name" in resolved) return resolved.name ?? undefined;
  const known = client.channels.cache.get(target);
  return known && !known.isDMBased() ? nameShown(known) : undefined;
}

/** A channel the command names, as Discord describes it to us. */
function resolvedChannel({ data }: Placed, id: string): APIInteractionDataResolvedChannel | undefined {
  const resolved = "resolved" in data ? data.resolved : undefined;
  return resolved && "channels" in resolved ? resolved.channels?.[id] : undefined;
}
