import type { Server } from "node:http";
import { constants, createDeflate, type Deflate } from "node:zlib";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { type LocalChannel, type LocalGuild, managerRole, permission, type World } from "./world.ts";

interface Session {
  readonly id: string;
  readonly shard: readonly [number, number];
  /** Dispatches by sequence number, the first is 1. */
  readonly sent: { t: string; d: unknown }[];
  connection?: Connection;
}

interface Connection {
  readonly socket: WebSocket;
  send(packet: object): void;
  session?: Session;
}

export interface LocalGateway {
  /** Intents of the last identify. */
  readonly intents: number | undefined;
  readonly identifies: number;
  readonly resumes: number;
  readonly connections: number;
  /** To the sessions that serve the guild, to the first shard where there is none. */
  dispatch(t: string, d: unknown, guild?: string): void;
  /** Op 7: reconnect and resume. */
  askToReconnect(): void;
  /** Op 9. */
  invalidate(resumable: boolean): void;
  close(code: number): void;
  /** Heartbeats are heard and not answered any more. */
  goSilent(): void;
  goOn(): void;
  /** Identifies are closed with this code: 4004, 4014. */
  refuseIdentify(code: number | undefined): void;
  /** A resume is answered with op 9 false. */
  forgetSessions(): void;
  stop(): void;
}

const packetShape = z.object({ op: z.int(), d: z.unknown() });
const identifyShape = z.object({
  token: z.string(),
  intents: z.int(),
  shard: z.tuple([z.int(), z.int()]).default([0, 1]),
  properties: z.looseObject({}),
});
const resumeShape = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });

/** Discord's gateway, version 10, JSON with or without zlib-stream. */
export function createGateway(
  server: Server,
  deps: { world: World; token: string; heartbeat: number; resumeUrl: () => string; application: () => object },
): LocalGateway {
  const { world, token, heartbeat } = deps;
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const live = new Set<Connection>();
  let silent = false;
  let refusal: number | undefined;
  let intents: number | undefined;
  let identifies = 0;
  let resumes = 0;

  const dispatchTo = (session: Session, t: string, d: unknown): void => {
    session.sent.push({ t, d });
    session.connection?.send({ op: 0, t, d, s: session.sent.length });
  };

  const identify = (connection: Connection, d: unknown): void => {
    const asked = identifyShape.parse(d);
    identifies++;
    intents = asked.intents;
    const refused = asked.token === token ? refusal : 4004;
    if (refused !== undefined) {
      connection.socket.close(refused);
      return;
    }
    const session: Session = { id: world.snowflake(), shard: asked.shard, sent: [], connection };
    sessions.set(session.id, session);
    connection.session = session;
    const guilds = [...world.guilds.values()].filter(({ id, joined }) => joined && serves(session, id));
    dispatchTo(session, "READY", {
      v: 10,
      user: world.bot,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: deps.resumeUrl(),
      shard: asked.shard,
      application: deps.application(),
    });
    for (const guild of guilds) {
      if (!guild.unavailable) dispatchTo(session, "GUILD_CREATE", showGuild(world, guild.id));
    }
  };

  const resume = (connection: Connection, d: unknown): void => {
    const asked = resumeShape.parse(d);
    const session = sessions.get(asked.session_id);
    if (!session || asked.token !== token) {
      connection.send({ op: 9, d: false });
      return;
    }
    resumes++;
    session.connection = connection;
    connection.session = session;
    for (let seq = asked.seq; seq < session.sent.length; seq++) {
      connection.send({ op: 0, ...session.sent[seq], s: seq + 1 });
    }
    dispatchTo(session, "RESUMED", {});
  };

  sockets.on("connection", (socket, request) => {
    const connection: Connection = { socket, send: sender(socket, request.url?.includes("zlib-stream") === true) };
    live.add(connection);
    socket.on("close", () => {
      live.delete(connection);
      if (connection.session?.connection === connection) delete connection.session.connection;
    });
    socket.on("error", () => undefined);
    socket.on("message", (data) => {
      const { op, d } = packetShape.parse(JSON.parse(String(data)));
      if (op === 1 && !silent) connection.send({ op: 11 });
      if (op === 2) identify(connection, d);
      if (op === 6) resume(connection, d);
    });
    connection.send({ op: 10, d: { heartbeat_interval: heartbeat } });
  });

  return {
    get intents() {
      return intents;
    },
    get identifies() {
      return identifies;
    },
    get resumes() {
      return resumes;
    },
    get connections() {
      return live.size;
    },
    dispatch(t, d, guild) {
      for (const session of sessions.values()) {
        const isMeant = guild === undefined ? session.shard[0] === 0 : serves(session, guild);
        if (isMeant) dispatchTo(session, t, d);
      }
    },
    askToReconnect() {
      for (const connection of live) connection.send({ op: 7, d: null });
    },
    invalidate(resumable) {
      if (!resumable) sessions.clear();
      for (const connection of live) connection.send({ op: 9, d: resumable });
    },
    close(code) {
      for (const { socket } of live) socket.close(code);
    },
    goSilent() {
      silent = true;
    },
    goOn() {
      silent = false;
    },
    refuseIdentify(code) {
      refusal = code;
    },
    forgetSessions: () => sessions.clear(),
    stop() {
      for (const { socket } of live) socket.terminate();
      sockets.close();
    },
  };
}

/** Discord's rule: (guild_id >> 22) % shards. */
function serves({ shard: [id, count] }: Session, guild: string): boolean {
  return Number((BigInt(guild) >> 22n) % BigInt(count)) === id;
}

/** The role that came with the bot. */
function botRoleOf(guild: string): string {
  return String(BigInt(guild) + 1n);
}

function showRole(id: string, name: string, permissions: bigint): Record<string, unknown> {
  return {
    id,
    name,
    permissions: String(permissions),
    position: 0,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

/** GUILD_ROLE_UPDATE of the bot's own role, as it is now. */
export function botRoleUpdate({ id, botRole }: LocalGuild): Record<string, unknown> {
  return { guild_id: id, role: showRole(botRoleOf(id), "Paperboy", botRole) };
}

/** GUILD_MEMBER_UPDATE of the bot: with its role or without. Discord sends it without the intent for members. */
export function botMemberUpdate(world: World, { id, timedOutUntil }: LocalGuild, hasRole: boolean): object {
  return { guild_id: id, ...showBotMember(world, hasRole ? [botRoleOf(id)] : [], timedOutUntil) };
}

/** THREAD_MEMBERS_UPDATE: somebody mentioned the bot in a private thread. */
export function botAdded({ bot }: World, { id, guild }: LocalChannel): object {
  const member = { id, user_id: bot.id, join_timestamp: new Date().toISOString(), flags: 0 };
  return { id, guild_id: guild?.id, member_count: 2, added_members: [member] };
}

/** THREAD_LIST_SYNC: the threads of a channel that the bot may view now. */
export function threadsSync(world: World, { id, guild }: LocalChannel): object {
  const threads = [...world.channels.values()].filter(({ parent, archived }) => parent?.id === id && !archived);
  return { guild_id: guild?.id, channel_ids: [id], threads: threads.map((each) => world.show(each)), members: [] };
}

function showBotMember({ bot }: World, roles: readonly string[], timedOutUntil?: Date): object {
  return {
    user: bot,
    roles,
    joined_at: "2026-01-01T00:00:00.000Z",
    deaf: false,
    mute: false,
    flags: 0,
    communication_disabled_until: timedOutUntil?.toISOString() ?? null,
  };
}

export function showGuild(world: World, id: string): Record<string, unknown> {
  const guild = world.guilds.get(id);
  if (!guild) throw new Error(`no guild ${id}`);
  const botRole = botRoleOf(id);
  const all = [...world.channels.values()].filter((channel) => channel.guild?.id === id);
  return {
    id,
    name: guild.name,
    owner_id: "1",
    roles: [
      showRole(id, "@everyone", guild.everyone),
      showRole(botRole, "Paperboy", guild.botRole),
      showRole(managerRole(id), "Managers", permission.manageChannels),
    ],
    emojis: [],
    stickers: [],
    features: [],
    member_count: 2,
    large: false,
    joined_at: "2026-01-01T00:00:00.000Z",
    members: [showBotMember(world, [botRole], guild.timedOutUntil)],
    channels: all.filter(({ owner }) => owner === undefined).map((channel) => world.showAtGateway(channel)),
    threads: all
      .filter(({ owner, archived }) => owner !== undefined && archived !== true)
      .filter((thread) => (world.botRights(thread) & permission.viewChannel) !== 0n)
      .map((channel) => world.show(channel)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    preferred_locale: "en-US",
    premium_tier: 0,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    system_channel_flags: 0,
    premium_progress_bar_enabled: false,
    unavailable: false,
  };
}

/** One packet after the other; with zlib-stream through one deflate a connection, flushed after each. */
function sender(socket: WebSocket, compressed: boolean): (packet: object) => void {
  if (!compressed) return (packet) => socket.send(JSON.stringify(packet));
  const deflate: Deflate = createDeflate();
  let chunks: Buffer[] = [];
  let turn: Promise<void> = Promise.resolve();
  deflate.on("data", (chunk: Buffer) => chunks.push(chunk));
  return (packet) => {
    turn = turn.then(
      () =>
        new Promise((resolve) => {
          deflate.write(JSON.stringify(packet));
          deflate.flush(constants.Z_SYNC_FLUSH, () => {
            if (socket.readyState === socket.OPEN) socket.send(Buffer.concat(chunks));
            chunks = [];
            resolve();
          });
        }),
    );
  };
}
