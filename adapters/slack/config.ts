import { z } from "zod";
import { UserError } from "../../src/errors.ts";

/** How Paperboy takes part in Slack; read once, at start. */
export interface SlackConfig {
  /** Ends in a slash; another than slack.com's for GovSlack and tests. */
  readonly apiUrl: string;
  readonly connection: SocketConnection | HttpConnection;
  readonly installation: OneWorkspace | ManyWorkspaces;
  /** Who may change what a channel follows; guests never may. */
  readonly whoManages: "members" | "admins";
}

/** Slack is called, and calls back through that connection: nothing need be reachable from outside. */
export interface SocketConnection {
  readonly kind: "socket";
  readonly appToken: string;
}

/** Slack calls `/slack/events` of the program's HTTP server. */
export interface HttpConnection {
  readonly kind: "http";
  readonly signingSecret: string;
}

export interface OneWorkspace {
  readonly kind: "one";
  readonly botToken: string;
}

/** Every workspace installs the app at `/slack/install` and gets a token of its own. */
export interface ManyWorkspaces {
  readonly kind: "many";
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  /** How browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /** 32 bytes or more of text, from which the key for the tokens at rest is made. */
  readonly secretKey: string;
}

/** What README and docs say of them stands here. */
export const slackSchema = z.object({
  SLACK_BOT_TOKEN: token("xoxb-", "the Bot User OAuth Token of OAuth & Permissions").meta({
    what: "one workspace: the Bot User OAuth Token (`xoxb-…`)",
    secret: true,
    mistakenNames: [
      "SLACK_TOKEN",
      "SLACK_API_TOKEN",
      "SLACK_OAUTH_TOKEN",
      "SLACK_BOT_OAUTH_TOKEN",
      "SLACK_BOT_USER_TOKEN",
      "SLACK_BOT_USER_OAUTH_TOKEN",
    ],
  }),
  SLACK_APP_TOKEN: token("xapp-", "the App-Level Token of Basic Information").meta({
    what: "socket mode: the App-Level Token (`xapp-…`) with `connections:write`",
    secret: true,
    mistakenNames: ["SLACK_APP_LEVEL_TOKEN", "SLACK_SOCKET_TOKEN", "SLACK_SOCKET_MODE_TOKEN"],
  }),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(16, "takes the Signing Secret of Basic Information")
    .optional()
    .meta({
      what: "HTTP: the Signing Secret of Basic Information",
      secret: true,
      mistakenNames: ["SLACK_SECRET", "SLACK_SIGNING_KEY", "SLACK_SIGN_SECRET", "SLACK_APP_SIGNING_SECRET"],
    }),
  SLACK_CLIENT_ID: z.string().min(1).optional().meta({ what: "many workspaces (OAuth): of Basic Information" }),
  SLACK_CLIENT_SECRET: z
    .string()
    .min(1)
    .optional()
    .meta({ what: "many workspaces: of Basic Information", secret: true }),
  SLACK_STATE_SECRET: z.string().min(16, "takes any secret of 16 characters or more").optional().meta({
    what: "many workspaces: any secret of 16 characters or more; signs the installation's state",
    secret: true,
  }),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: "takes an address that begins with http:// or https://" })
    .default("https://slack.com/api/")
    .meta({ what: "another address for GovSlack: `https://slack-gov.com/api/`" }),
  SLACK_SUBSCRIBE: z
    .enum(["members", "admins"], { error: "takes members or admins" })
    .default("members")
    .meta({ what: "`members` or `admins`: who may change what a channel follows. Guests never may" }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "takes an address that begins with http:// or https://" })
    .optional()
    .meta({ what: "many workspaces: how browsers reach Paperboy, `https://your.host`" }),
  PAPERBOY_SECRET_KEY: z
    .string()
    .min(32, "takes a secret of 32 characters or more, such as `openssl rand -hex 32` makes")
    .optional()
    .meta({ what: "many workspaces: seals their tokens", secret: true }),
});

/** What decides whether Slack is wanted at all; the rest has defaults or is shared with others. */
const deciding = [
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "SLACK_CLIENT_ID",
  "SLACK_CLIENT_SECRET",
  "SLACK_STATE_SECRET",
] as const;

/**
 * Reads what the environment says about Slack; undefined where it says nothing.
 *
 * @throws UserError `config` that names the variable that is wrong or missing, and for what
 */
export function readSlackConfig(setting: (name: string) => string | undefined): SlackConfig | undefined {
  const read = Object.fromEntries(Object.keys(slackSchema.shape).map((name) => [name, setting(name)]));
  if (deciding.every((name) => read[name] === undefined)) return undefined;
  const parsed = slackSchema.safeParse(read);
  if (!parsed.success) {
    throw wrong(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`).join(" "));
  }
  const values = parsed.data;
  const installation = installationFrom(values);
  return {
    apiUrl: values.SLACK_API_URL.replace(/\/?$/, "/"),
    connection: connectionFrom(values, installation),
    installation,
    whoManages: values.SLACK_SUBSCRIBE,
  };
}

type Values = z.infer<typeof slackSchema>;

function installationFrom(values: Values): OneWorkspace | ManyWorkspaces {
  const { SLACK_BOT_TOKEN: botToken, SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = values;
  const forMany = clientId ?? clientSecret ?? values.SLACK_STATE_SECRET;
  if (botToken !== undefined && forMany !== undefined) {
    throw wrong(
      "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_STATE_SECRET are for many: set one or the others.",
    );
  }
  if (botToken !== undefined) return { kind: "one", botToken };
  if (forMany === undefined) {
    throw wrong("SLACK_BOT_TOKEN is missing: it is the Bot User OAuth Token of OAuth & Permissions.");
  }
  const stateSecret = values.SLACK_STATE_SECRET;
  const publicUrl = values.PUBLIC_URL?.replace(/\/+$/, "");
  const secretKey = values.PAPERBOY_SECRET_KEY;
  if (!clientId || !clientSecret || !stateSecret || !publicUrl || !secretKey) {
    const needed = [
      "SLACK_CLIENT_ID",
      "SLACK_CLIENT_SECRET",
      "SLACK_STATE_SECRET",
      "PUBLIC_URL",
      "PAPERBOY_SECRET_KEY",
    ];
    const missing = needed.filter((name) => values[name as keyof Values] === undefined);
    throw wrong(`Serving many workspaces (OAuth) also needs ${missing.join(", ")}.`);
  }
  return { kind: "many", clientId, clientSecret, stateSecret, publicUrl, secretKey };
}

function connectionFrom(values: Values, { kind }: OneWorkspace | ManyWorkspaces): SlackConfig["connection"] {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  if (appToken !== undefined && signingSecret !== undefined) {
    throw wrong(
      "SLACK_APP_TOKEN (socket mode) and SLACK_SIGNING_SECRET (HTTP) are both set: keep the one that fits the app's settings.",
    );
  }
  if (kind === "many" && appToken !== undefined) {
    throw wrong("SLACK_APP_TOKEN (socket mode) serves one workspace; many need SLACK_SIGNING_SECRET (HTTP) instead.");
  }
  if (appToken !== undefined) return { kind: "socket", appToken };
  if (signingSecret !== undefined) return { kind: "http", signingSecret };
  throw wrong(
    kind === "many"
      ? "SLACK_SIGNING_SECRET is missing: many workspaces are served over HTTP."
      : "SLACK_APP_TOKEN (socket mode) or SLACK_SIGNING_SECRET (HTTP) is missing: one of them tells how Slack reaches Paperboy.",
  );
}

function token(prefix: string, what: string) {
  return (
    z
      .string()
      .startsWith(prefix, `takes a token that begins with ${prefix} (${what})`)
      // What no header can carry would be tried for ever, as if Slack were out of reach.
      .regex(/^[\x21-\x7e]*$/, `holds a character that is in no token: copy it again (${what})`)
      .optional()
  );
}

function wrong(sentence: string): UserError {
  return new UserError("config", sentence);
}
