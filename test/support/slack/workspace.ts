import type { Json } from "./block-kit.ts";

export interface User {
  readonly id: string;
  readonly name: string;
  readonly tz?: string;
  /** Of another workspace, in a channel shared with it. */
  readonly homeTeam?: string;
  /** Of another workspace that Slack does not name. */
  readonly isStranger?: boolean;
  /** Of an organisation: all workspaces they are in. */
  readonly teams?: readonly string[];
  readonly isGuest?: boolean;
  readonly isAdmin?: boolean;
}

export interface Conversation {
  readonly id: string;
  readonly name: string;
  /** A group's direct message is an `mpim`. */
  readonly kind: "public" | "private" | "im" | "mpim";
  botIsMember: boolean;
  isArchived?: boolean;
  isReadOnly?: boolean;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  botToken: string;
  /** Renewed, and not expired yet. */
  readonly oldTokens: Set<string>;
  /** Present where tokens rotate. */
  refreshToken?: string;
  /** Seconds the next token lasts. */
  expiresIn: number;
  /** The token was taken back: every call says so. */
  isRevoked: boolean;
  readonly botUser: string;
  readonly botId: string;
  readonly scopes: Set<string>;
  readonly users: Map<string, User>;
  readonly conversations: Map<string, Conversation>;
}

/** The app was installed for all workspaces of an organisation at once. */
export function isOrganisation({ id }: Pick<Workspace, "id">): boolean {
  return id.startsWith("E");
}

export interface SlackMessage {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** An ephemeral message: the one user who sees it. */
  readonly onlyFor?: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly metadata?: Json;
  /** How it came: a method's name or `response_url`. */
  readonly via: string;
  /** How often it was replaced. */
  readonly edits: number;
}

export interface SharedFile {
  readonly team: string;
  readonly channel: string;
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

export interface ShownView {
  readonly team: string;
  readonly user: string;
  readonly kind: "modal" | "home";
  readonly id: string;
  readonly view: Json;
}

export const leastScopes = ["commands", "chat:write", "app_mentions:read", "users:read"];
export const optionalScopes = ["channels:read", "groups:read", "im:history", "chat:write.public", "files:write"];

/** A workspace with a member, an admin, a guest, channels, and direct messages: D1 with the bot, D2 and G2 between people. */
export function exampleWorkspace(id: string, scopes: readonly string[]): Workspace {
  const users: readonly User[] = [
    { id: "U1", name: "ada", tz: "Europe/Zurich" },
    { id: "U2", name: "bo" },
    { id: "UADMIN", name: "chief", tz: "Asia/Kathmandu", isAdmin: true },
    { id: "UGUEST", name: "visitor", isGuest: true },
  ];
  const conversations: readonly Conversation[] = [
    { id: "C1", name: "papers", kind: "public", botIsMember: true },
    { id: "C2", name: "elsewhere", kind: "public", botIsMember: false },
    { id: "C3", name: "old", kind: "public", botIsMember: true, isArchived: true },
    { id: "C4", name: "news", kind: "public", botIsMember: true, isReadOnly: true },
    { id: "G1", name: "secret", kind: "private", botIsMember: false },
    { id: "D1", name: "directmessage", kind: "im", botIsMember: true },
    { id: "D2", name: "directmessage", kind: "im", botIsMember: false },
    { id: "G2", name: "mpdm-ada--bo-1", kind: "mpim", botIsMember: false },
  ];
  return {
    id,
    name: `Workspace ${id}`,
    botToken: `xoxb-${id}-secret-of-the-bot`,
    oldTokens: new Set(),
    expiresIn: 43_200,
    isRevoked: false,
    botUser: `UBOT${id}`,
    botId: `B${id}`,
    scopes: new Set(scopes),
    users: new Map(users.map((user) => [user.id, user])),
    conversations: new Map(conversations.map((conversation) => [conversation.id, conversation])),
  };
}
