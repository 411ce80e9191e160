import { type Json, messageFaults } from "./block-kit.ts";
import { fileMethods } from "./files-api.ts";
import { flag, listFrom, type Method, missing, objectFrom, refused, type SlackState } from "./method.ts";
import { viewMethods } from "./views-api.ts";
import { type Conversation, isOrganisation, type SlackMessage, type Workspace } from "./workspace.ts";

/** Answers a call the way Slack does: always a JSON object, `ok` false with an error's name where it refuses. */
export function callMethod(name: string, token: string | undefined, args: Json, state: SlackState): Json {
  if (name === "oauth.v2.access") return state.exchange(args);
  if (name === "apps.connections.open") {
    if (token === undefined) return refused("not_authed");
    return state.appTokens.has(token) ? { ok: true, url: state.socketUrl() } : refused("invalid_auth");
  }
  if (token === undefined) return refused("not_authed");
  const workspace = [...state.workspaces.values()].find(
    (candidate) => candidate.botToken === token || candidate.oldTokens.has(token),
  );
  if (!workspace) return refused("invalid_auth");
  if (workspace.isRevoked) return refused("token_revoked");
  const method = methods[name];
  return method ? method(workspace, args, state) : refused("unknown_method");
}

/** The message as it is kept, its faults noted. */
export function keepMessage(
  state: SlackState,
  message: Omit<SlackMessage, "ts" | "edits" | "text" | "blocks">,
  args: Json,
): SlackMessage | Json {
  const blocks = listFrom(args["blocks"]);
  const given = { ...args, blocks, unfurl_links: flag(args["unfurl_links"]), unfurl_media: flag(args["unfurl_media"]) };
  const faults = messageFaults(given);
  state.faults.push(...faults.map((fault) => `${message.via}: ${fault}`));
  if (JSON.stringify(blocks).length > 13_000) return refused("msg_blocks_too_long");
  if (blocks.length > 50 || faults.some((fault) => fault.includes("empty"))) return refused("invalid_blocks");
  const kept = { ...message, ts: state.nextTs(), text: String(args["text"] ?? ""), blocks, edits: 0 };
  state.messages.push(kept);
  return kept;
}

const methods: Readonly<Record<string, Method>> = {
  ...fileMethods,
  ...viewMethods,

  "auth.test": (workspace) => ({
    ok: true,
    url: "https://example.slack.com/",
    team: workspace.name,
    team_id: workspace.id,
    user: "paperboy",
    user_id: workspace.botUser,
    bot_id: workspace.botId,
    is_enterprise_install: isOrganisation(workspace),
  }),

  "chat.postMessage": (workspace, args, state) => {
    const conversation = conversationOf(workspace, args["channel"]);
    const problem = postProblem(workspace, conversation);
    if (!conversation || problem) return refused(problem ?? "channel_not_found");
    const kept = keepMessage(state, { ...placeOf(workspace, conversation, args), via: "chat.postMessage" }, args);
    return "ts" in kept ? { ok: true, channel: conversation.id, ts: kept.ts, message: { text: kept["text"] } } : kept;
  },

  "chat.postEphemeral": (workspace, args, state) => {
    const conversation = conversationOf(workspace, args["channel"]);
    const problem = postProblem(workspace, conversation);
    if (!conversation || problem) return refused(problem ?? "channel_not_found");
    // chat:write.public is for chat.postMessage only.
    if (!conversation.botIsMember) return refused("not_in_channel");
    const user = String(args["user"]);
    if (!workspace.users.has(user)) return refused("user_not_in_channel");
    const place = { ...placeOf(workspace, conversation, args), onlyFor: user, via: "chat.postEphemeral" };
    const kept = keepMessage(state, place, args);
    return "ts" in kept ? { ok: true, message_ts: kept.ts } : kept;
  },

  "chat.update": (workspace, args, state) => {
    const index = state.messages.findIndex(
      ({ team, channel, ts, onlyFor }) =>
        team === workspace.id && channel === args["channel"] && ts === args["ts"] && onlyFor === undefined,
    );
    const old = state.messages[index];
    if (!old) return refused("message_not_found");
    return replaceMessage(state, old, args) ?? { ok: true, channel: old.channel, ts: old.ts };
  },

  "conversations.info": (workspace, args) => {
    const conversation = conversationOf(workspace, args["channel"]);
    // What Slack says first of a conversation it hides is written nowhere; this tells the app least.
    if (!conversation || (conversation.kind === "private" && !conversation.botIsMember)) {
      return workspace.scopes.has("channels:read") ? refused("channel_not_found") : missing(workspace, "channels:read");
    }
    const needed = `${scopeWord[conversation.kind]}:read`;
    if (!workspace.scopes.has(needed)) return missing(workspace, needed);
    if (isHidden(conversation)) return refused("channel_not_found");
    return {
      ok: true,
      channel: {
        id: conversation.id,
        name: conversation.name,
        is_member: conversation.botIsMember,
        is_archived: conversation.isArchived === true,
        is_private: conversation.kind === "private",
        is_im: conversation.kind === "im",
        is_read_only: conversation.isReadOnly === true,
      },
    };
  },

  "conversations.history": (workspace, args, state) => {
    const conversation = conversationOf(workspace, args["channel"]);
    if (!conversation) return refused("channel_not_found");
    const needed = `${scopeWord[conversation.kind]}:history`;
    if (!workspace.scopes.has(needed)) return missing(workspace, needed);
    if (isHidden(conversation)) return refused("channel_not_found");
    if (!conversation.botIsMember) return refused("not_in_channel");
    const oldest = Number(args["oldest"] ?? 0);
    const all = state.messages
      .filter(({ team, channel, threadTs, onlyFor, ts }) => {
        const isHere = team === workspace.id && channel === conversation.id;
        return isHere && threadTs === undefined && onlyFor === undefined && Number(ts) >= oldest;
      })
      .reverse();
    return page(all, args, "messages", ({ ts, text, metadata }) => ({
      type: "message",
      ts,
      text,
      bot_id: workspace.botId,
      ...(flag(args["include_all_metadata"]) && metadata ? { metadata } : {}),
    }));
  },

  "users.conversations": (workspace, args) => {
    const types = String(args["types"] ?? "public_channel").split(",");
    const asked = {
      public: types.includes("public_channel"),
      private: types.includes("private_channel"),
      im: false,
      mpim: false,
    };
    for (const [needed, isAsked] of [
      ["channels:read", asked.public],
      ["groups:read", asked.private],
    ] as const) {
      if (isAsked && !workspace.scopes.has(needed)) return missing(workspace, needed);
    }
    const joined = [...workspace.conversations.values()].filter(
      ({ kind, botIsMember, isArchived }) => asked[kind] && botIsMember && isArchived !== true,
    );
    return page(joined, args, "channels", ({ id, name }) => ({ id, name }));
  },

  "users.info": (workspace, args) => {
    if (!workspace.scopes.has("users:read")) return missing(workspace, "users:read");
    const user = workspace.users.get(String(args["user"]));
    if (!user) return refused("user_not_found");
    return {
      ok: true,
      user: {
        id: user.id,
        ...(user.isStranger ? { is_stranger: true } : { team_id: user.homeTeam ?? workspace.id }),
        name: user.name,
        real_name: user.name,
        profile: { display_name: user.name },
        is_admin: user.isAdmin === true,
        is_owner: false,
        is_restricted: user.isGuest === true,
        is_ultra_restricted: false,
        ...(user.teams !== undefined && { enterprise_user: { teams: user.teams } }),
        ...(user.tz !== undefined && { tz: user.tz }),
      },
    };
  },
};

/** Undefined when all went well. */
export function replaceMessage(state: SlackState, old: SlackMessage, args: Json): Json | undefined {
  const index = state.messages.indexOf(old);
  const blocks = listFrom(args["blocks"]);
  const faults = messageFaults({ ...args, blocks, unfurl_links: false, unfurl_media: false });
  state.faults.push(...faults.map((fault) => `replaced: ${fault}`));
  if (blocks.length > 50) return refused("invalid_blocks");
  state.messages[index] = { ...old, text: String(args["text"] ?? ""), blocks, edits: old.edits + 1 };
  return undefined;
}

function placeOf(workspace: Workspace, conversation: Conversation, args: Json) {
  const metadata = objectFrom(args["metadata"]);
  return {
    team: workspace.id,
    channel: conversation.id,
    ...(args["thread_ts"] === undefined ? {} : { threadTs: String(args["thread_ts"]) }),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

function postProblem(workspace: Workspace, conversation: Conversation | undefined): string | undefined {
  if (!conversation || isHidden(conversation)) return "channel_not_found";
  if (conversation.isArchived) return "is_archived";
  if (conversation.isReadOnly) return "restricted_action_read_only_channel";
  if (!conversation.botIsMember && !workspace.scopes.has("chat:write.public")) return "not_in_channel";
  return undefined;
}

/** As scopes call the kinds of conversations. */
const scopeWord = { public: "channels", private: "groups", im: "im", mpim: "mpim" } as const;

/** All but public channels are there for their members only. */
function isHidden({ kind, botIsMember }: Conversation): boolean {
  return kind !== "public" && !botIsMember;
}

function conversationOf(workspace: Workspace, id: unknown): Conversation | undefined {
  // A person's id stands for their direct message with the bot.
  return workspace.conversations.get(workspace.users.has(String(id)) ? "D1" : String(id));
}

/** Pages of at most three, so that whoever does not follow the cursor is found out. */
function page<T>(all: readonly T[], args: Json, name: string, show: (item: T) => Json): Json {
  const from = Number(args["cursor"] ?? 0);
  const to = from + Math.min(Number(args["limit"] ?? 100), 3);
  return {
    ok: true,
    [name]: all.slice(from, to).map(show),
    has_more: to < all.length,
    response_metadata: { next_cursor: to < all.length ? String(to) : "" },
  };
}
