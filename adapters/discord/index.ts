import {
  type APIInteraction,
  type APIUnavailableGuild,
  Client,
  type DMChannel,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type Guild,
  type GuildBasedChannel,
  type NonThreadGuildBasedChannel,
  RESTEvents,
  Status,
} from "discord.js";
import type { Bot, Channel, ConnectionTeller, EndingAdapter } from "../../src/adapter.ts";
import { describeError, UserError } from "../../src/errors.ts";
import type { DiscordConfig, DiscordDeps } from "./config.ts";
import { createDesk } from "./desk.ts";
import { waitOf } from "./failures.ts";
import { inviteLink } from "./invite.ts";
import { evenly } from "./pace.ts";
import { mayPostIn, postableTypes } from "./permissions.ts";
import { createPoster, type Poster } from "./posting.ts";
import { readTranslations, register, slashCommand } from "./registration.ts";
import { platform } from "./setting.ts";

/** Milliseconds answers under way get to finish when the program stops. */
const patience = 5_000;
/** Milliseconds a request may wait for a rate limit to pass before the caller hears of it. */
const longestWait = 10_000;

/** Milliseconds of waiting that an operator should hear of. */
const worthNoting = 3_000;

/** Gateway close codes after which nothing helps but a person. */
const fatalCloses: Readonly<Record<number, string>> = {
  4004: "Discord does not take the token any more: copy the current one from the Developer Portal, Bot, Reset Token.",
  4010: "Discord does not know this shard.",
  4011: "Discord asks for more shards: start Paperboy again.",
  4012: "Discord does not speak this version of the gateway any more: update Paperboy.",
  4013: "Discord does not know the intents Paperboy asks for: update Paperboy.",
  4014: "Discord refuses the intents Paperboy asks for.",
};

/** Paperboy on Discord: slash commands, buttons, digests. It asks for the Guilds intent alone. */
export function createDiscordAdapter(
  config: DiscordConfig,
  deps: DiscordDeps,
): EndingAdapter & ConnectionTeller & Poster {
  const { log } = deps;
  const client = createClient(config);
  const ended = Promise.withResolvers<void>();
  // Whoever awaits it later still gets the reason; until then it is not unhandled.
  ended.promise.catch(() => undefined);
  const underWay = new Set<Promise<void>>();
  const poster = createPoster({
    ...deps,
    ...config,
    client,
    invite: () => inviteLink(client.user?.id ?? applicationOf(config.token)),
  });
  let stopping: Promise<void> | undefined;
  let isConnected = false;
  const isStopping = (): boolean => stopping !== undefined;

  const fail = (reason: string): void => {
    log.error({ reason }, "Discord is out of reach for good");
    ended.reject(new UserError("discord", reason));
  };

  function listen(bot: Bot): void {
    const desk = createDesk({ ...deps, client, bot });
    const track = (work: Promise<void>): void => {
      const done = work
        .catch((error: unknown) => log.error({ err: error }, "an event could not be dealt with"))
        .finally(() => underWay.delete(done));
      underWay.add(done);
    };
    // As it comes from the gateway: discord.js holds back interactions until every guild has arrived, while their three
    // seconds run.
    client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => track(desk(interaction)));

    client.on(Events.GuildAvailable, (guild) => track(bot.channelsBack(reachable(client, guild))));
    client.on(Events.GuildCreate, (guild) => track(bot.channelsBack(reachable(client, guild))));
    client.on(Events.ClientReady, () => {
      for (const guild of client.guilds.cache.values()) {
        if (guild.available) track(bot.channelsBack(reachable(client, guild)));
      }
    });
    // Only when the bot was sent away: a guild that is down announces itself by another event, and is left alone.
    // Before discord.js forgets the channels. A guild that is down is announced the same way, and is left alone.
    client.ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }: APIUnavailableGuild) => {
      const guild = unavailable ? undefined : client.guilds.cache.get(id);
      const channels = [...(guild?.channels.cache.values() ?? [])].map(channelOf);
      track(
        bot.channelsLost(
          channels,
          "Paperboy was removed from this server: its digests go on when it is invited again.",
        ),
      );
    });
    const deleted = (channel: NonThreadGuildBasedChannel | GuildBasedChannel | DMChannel): void => {
      if (!channel.isDMBased()) track(bot.channelsLost([channelOf(channel)], "This channel was deleted on Discord."));
    };
    client.on(Events.ChannelDelete, deleted);
    client.on(Events.ThreadDelete, deleted);
    client.on(Events.ChannelUpdate, (_before, channel) => {
      if (!channel.isDMBased() && mayPostIn(client, channel)) track(bot.channelsBack([channelOf(channel)]));
    });
  }

  function watch(): void {
    client.on(Events.Error, (error) => log.error({ err: error }, "the Discord client reports an error"));
    client.on(Events.Warn, (warning) => log.warn({ warning }, "the Discord client warns"));
    client.on(Events.ShardError, (error, shard) => log.warn({ err: error, shard }, "the gateway connection broke"));
    client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, "reconnecting to the gateway"));
    client.on(Events.ShardDisconnect, ({ code }) =>
      fail(fatalCloses[code] ?? `Discord closed the connection: ${code}.`),
    );
    client.rest.on(RESTEvents.RateLimited, (limit) => {
      const { method, route, scope } = limit;
      const level = waitOf(limit) > worthNoting ? "warn" : "info";
      log[level]({ method, route, scope, wait: waitOf(limit) }, "waiting for a rate limit of Discord");
    });
    client.rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
      log.error({ count, remainingTime }, "many refused requests: Discord bans an address at 10,000 in ten minutes"),
    );
    client.rest.on(RESTEvents.Response, ({ data }, { status }) => {
      if (isConnected && status === 401 && data.auth !== false) fail(fatalCloses[4004] ?? "");
    });
  }

  async function connect(): Promise<void> {
    const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
    const login = client.login(config.token).catch((error: unknown) => {
      if (!isStopping()) throw explainLogin(error);
    });
    // A refused connection ends by an event alone: the login would wait for ever.
    await Promise.race([login.then(() => ready), ended.promise]);
    isConnected = true;
  }

  async function announce(): Promise<void> {
    const id = client.application?.id;
    if (id === undefined) return;
    const translations = readTranslations(config.localesFolder);
    const command = slashCommand(deps.prefix.replace(/^\//u, ""), deps.commands, translations);
    const changed = await register(client.rest, id, command, config.developmentGuild);
    log.info({ changed, commands: deps.commands.length }, "the slash command is registered");
    deps.tell(`Discord: connected as ${client.user?.username}. Invite it to a server: ${inviteLink(id)}`);
  }

  return {
    platform,
    ended: ended.promise,
    ...poster,
    isConnected: () => client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready),

    async start(bot) {
      watch();
      listen(bot);
      await connect();
      if (!isStopping()) await announce();
    },

    async stop() {
      stopping ??= (async () => {
        const finished = Promise.allSettled(underWay);
        await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
        await client.destroy();
        ended.resolve();
      })();
      await stopping;
    },
  };
}

function createClient({ apiUrl, token }: DiscordConfig): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    // Without it there is one shard, whatever Discord recommends.
    shards: "auto",
    allowedMentions: { parse: [] },
    // Guilds that are down at the start are not waited for.
    waitGuildTimeout: 2_000,
    rest: {
      api: apiUrl,
      // discord.js would repeat any request, posts included: `patiently` repeats those that bear it.
      retries: 0,
      makeRequest: evenly(),
      invalidRequestWarningInterval: 500,
      rejectOnRateLimit: (limit) => waitOf(limit) > longestWait,
    },
  });
  // Posts go out before the adapter is started, and without it.
  client.rest.setToken(token);
  return client;
}

/** Channels of a guild that take digests. */
function reachable(client: Client, guild: Guild): readonly Channel[] {
  return [...guild.channels.cache.values()]
    .filter((channel) => postableTypes.includes(channel.type) && mayPostIn(client, channel))
    .map(channelOf);
}

function channelOf({ id, name }: GuildBasedChannel): Channel {
  return { platform, id, name: `#${name}` };
}

/** A token begins with the bot's id. */
function applicationOf(token: string): string {
  return Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString();
}

function explainLogin(error: unknown): UserError {
  const words = describeError(error);
  if (/token/i.test(words)) {
    const fix = "Copy it anew from the Developer Portal, your application, Bot, Reset Token.";
    return new UserError("discord", `Discord does not know the token in DISCORD_TOKEN. ${fix}`, { cause: error });
  }
  return new UserError("discord", `Discord cannot be reached: ${words}.`, { cause: error });
}
