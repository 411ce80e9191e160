import { setTimeout as wait } from "node:timers/promises";
import {
  type APIInteraction,
  Client,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  RESTEvents,
  Routes,
  Status,
} from "discord.js";
import type { Bot, ConnectionTeller, EndingAdapter } from "../../src/adapter.ts";
import { describeError, UserError } from "../../src/errors.ts";
import type { DiscordConfig, DiscordDeps } from "./config.ts";
import { createDesk } from "./desk.ts";
import { isUnauthorised, patiently, waitOf } from "./failures.ts";
import { watchGuilds } from "./guilds.ts";
import { inviteLink } from "./invite.ts";
import { outliveOddPackets } from "./odd-packets.ts";
import { evenly } from "./pace.ts";
import { platform } from "./places.ts";
import { createPoster, type Poster } from "./posting.ts";
import { readTranslations, register, slashCommand } from "./registration.ts";

/** Milliseconds answers under way get to finish when the program stops. */
const patience = 5_000;
/** Milliseconds between two attempts to reach a Discord that is down. */
const longestPause = 60_000;
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
  const ending = new AbortController();
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

    watchGuilds(client, bot, track);
  }

  function watch(): void {
    outliveOddPackets(client, log);
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

  /** Waits for a Discord that is down or out of reach; a token it does not know is for people to mend. */
  async function reachable(): Promise<void> {
    for (let failures = 1; !isStopping(); failures++) {
      try {
        await patiently(() => client.rest.get(Routes.gatewayBot()));
        return;
      } catch (error) {
        if (isUnauthorised(error)) throw explainLogin(error);
        log.warn({ err: error }, "Discord cannot be reached; it is tried again");
        await wait(Math.min(longestPause, 1_000 * 2 ** failures), undefined, { signal: ending.signal }).catch(() => {});
      }
    }
  }

  async function connect(): Promise<void> {
    await reachable();
    if (isStopping()) return;
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
    try {
      const changed = await register(client.rest, id, command, config.developmentGuild);
      log.info({ changed, commands: deps.commands.length }, "the slash command is registered");
    } catch (error) {
      // Buttons and digests need none, and the one of before is still there.
      log.error({ err: error }, "the slash command could not be registered: the one of before stays");
    }
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
      ending.abort();
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

/** A token begins with the bot's id. */
function applicationOf(token: string): string {
  return Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString();
}

function explainLogin(error: unknown): UserError {
  const words = describeError(error);
  if (isUnauthorised(error) || /token/i.test(words)) {
    const fix = "Copy it anew from the Developer Portal, your application, Bot, Reset Token.";
    // Another start would ask Discord with the same token again.
    return new UserError("config", `Discord does not know the token in DISCORD_TOKEN. ${fix}`, { cause: error });
  }
  return new UserError("discord", `Discord cannot be reached: ${words}.`, { cause: error });
}
