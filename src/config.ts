import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import { nearest } from "./commands/nearest.ts";
import { configSchema } from "./config-schema.ts";
import { describeError, UserError } from "./errors.ts";
import type { LogLevel } from "./log.ts";
import { describeSettings } from "./settings.ts";

/** Everything the environment decides. Read once, at start. */
export interface Config {
  /** Folder of `paperboy.db` and `index.db`. */
  readonly dataFolder: string;
  /** The drop folder: digests put here are taken in at start. */
  readonly digestsFolder: string;
  readonly logLevel: LogLevel;
  /** Where relative paths of the command line start: the folder the person was in when npm was called. */
  readonly callerFolder: string;
  /** What ids of people are hashed with; the store makes one of its own where absent. */
  readonly secretKey?: string;
  /** What people type before a command. */
  readonly prefix: string;
  /** IANA zone of people whose platform does not tell theirs. */
  readonly timeZone: string;
  readonly terminal: TerminalConfig;
  readonly http: HttpConfig;
  readonly sources: SourcesConfig;
  /** Where the operator is told of outages. */
  readonly operatorChannel?: { readonly platform: string; readonly id: string };
  /** A platform's own variable, or what the file of `NAME_FILE` holds; each adapter's config.ts knows its names. */
  readonly setting: (name: string) => string | undefined;
  /** Where a variable's value comes from. */
  readonly originOf: (name: string) => Origin;
  /** Every variable that is set, whoever it is for. */
  readonly variables: readonly string[];
}

/** `file` is the one that `NAME_FILE` names. */
export type Origin = { readonly from: "environment" | "default" } | { readonly from: "file"; readonly file: string };

/** Which network sources are on, and where they are. */
export interface SourcesConfig {
  readonly hfDaily: boolean;
  readonly arxivCategories: readonly string[];
  readonly hfUrl: string;
  readonly arxivApiUrl: string;
  readonly arxivNewsUrl: string;
  /** Milliseconds a post waits for papers of the day that are late. */
  readonly longestWait: number;
}

/** What the environment says of the one HTTP server; `listeningFor` decides with what there is to serve. */
export interface HttpConfig {
  readonly port?: number;
  /** An address of this machine; what is served decides where absent. */
  readonly host?: string;
  /** Whether the preview in the browser is served; only where no platform is configured, when left out. */
  readonly preview?: boolean;
  /** What a browser must show before it sees the preview. */
  readonly previewToken?: string;
  /** What must be shown for /metrics, which only this machine is shown where it is absent. */
  readonly metricsToken?: string;
}

export interface TerminalConfig {
  readonly color: boolean;
  readonly hyperlinks: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration; throws a UserError that names the variable and what it may hold. */
export function readConfig(environment: Environment = process.env): Config {
  const names = Object.keys(configSchema.shape);
  refuseMisspelt(environment, names);
  const given = withFiles(environment, names);
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    throw new UserError("config", parsed.error.issues.map((issue) => explain(issue, given)).join(" "));
  }
  const values = parsed.data;
  const callerFolder = callerFolderOf(environment);
  return {
    dataFolder: resolve(callerFolder, values.PAPERBOY_DATA),
    digestsFolder: resolve(callerFolder, values.PAPERBOY_DIGESTS),
    timeZone: values.PAPERBOY_TIME_ZONE,
    logLevel: values.LOG_LEVEL,
    callerFolder,
    ...(values.PAPERBOY_SECRET_KEY !== undefined && { secretKey: values.PAPERBOY_SECRET_KEY }),
    prefix: `/${values.PAPERBOY_COMMAND.replace(/^\//u, "")}`,
    http: {
      ...(values.PORT !== undefined && { port: values.PORT }),
      ...(values.HOST !== undefined && { host: values.HOST }),
      ...(values.PAPERBOY_PREVIEW !== undefined && { preview: values.PAPERBOY_PREVIEW === "on" }),
      ...(values.PAPERBOY_PREVIEW_TOKEN !== undefined && { previewToken: values.PAPERBOY_PREVIEW_TOKEN }),
      ...(values.PAPERBOY_METRICS_TOKEN !== undefined && { metricsToken: values.PAPERBOY_METRICS_TOKEN }),
    },
    sources: {
      ...values.PAPERBOY_SOURCES,
      hfUrl: values.HF_API_URL,
      arxivApiUrl: values.ARXIV_API_URL ?? "https://export.arxiv.org",
      // A mirror has the news feeds beside the API.
      longestWait: Number(values.PAPERBOY_WAIT_MINUTES) * 60_000,
      arxivNewsUrl: values.ARXIV_API_URL ?? "https://rss.arxiv.org",
    },
    ...(values.PAPERBOY_OPERATOR_CHANNEL && { operatorChannel: values.PAPERBOY_OPERATOR_CHANNEL }),
    terminal: {
      color: !environment["NO_COLOR"] && environment["TERM"] !== "dumb",
      hyperlinks: showsLinks(environment),
    },
    setting: (name) => settingOf(environment, name),
    originOf: (name) => originOf(environment, name),
    variables: Object.keys(environment).filter((name) => environment[name]),
  };
}

/** A slip in a name would be a setting that does nothing, and nobody would be told. */
function refuseMisspelt(environment: Environment, names: readonly string[]): void {
  for (const given of Object.keys(environment).filter((name) => name.startsWith("PAPERBOY_"))) {
    const name = given.replace(/_FILE$/u, "");
    const meant = names.includes(name) ? undefined : nearest(name, names);
    if (meant) throw new UserError("config", `${given} is no setting of Paperboy's: ${meant} is meant, it seems.`);
  }
}

/** An empty variable counts as unset; `NAME_FILE` names a file that holds the value, as container secrets do. */
function withFiles(environment: Environment, names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, settingOf(environment, name)]));
}

function settingOf(environment: Environment, name: string): string | undefined {
  const file = environment[`${name}_FILE`];
  if (!file) return environment[name] || undefined;
  if (environment[name]) throw new UserError("config", `${name} and ${name}_FILE are both set: keep one of them.`);
  try {
    return readFileSync(file, "utf8").trim() || undefined;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const reason = isMissing ? "is not there" : `cannot be read: ${describeError(error)}`;
    throw new UserError("config", `${name}_FILE names ${file}, which ${reason}.`);
  }
}

function originOf(environment: Environment, name: string): Origin {
  if (settingOf(environment, name) === undefined) return { from: "default" };
  const file = environment[`${name}_FILE`];
  return file ? { from: "file", file } : { from: "environment" };
}

function explain({ path, message }: z.core.$ZodIssue, given: Environment): string {
  const name = path.join(".");
  const isSecret = describeSettings(configSchema).some((setting) => setting.name === name && setting.isSecret);
  return isSecret ? `${name} ${message}.` : `${name} ${message}, not ${JSON.stringify(given[name])}.`;
}

/** npm runs scripts in the project's folder and remembers in INIT_CWD where the person was. */
function callerFolderOf(environment: Environment): string {
  const script = environment["npm_lifecycle_event"];
  const calledByNpm = script === "paperboy" || script === "start" || script === "bench";
  return (calledByNpm && environment["INIT_CWD"]) || process.cwd();
}

/** Terminals known to show OSC 8 links; others would print the address twice or litter. */
function showsLinks(environment: Environment): boolean {
  if (environment["FORCE_HYPERLINK"] !== undefined) return environment["FORCE_HYPERLINK"] !== "0";
  if (environment["TERM"] === "dumb" || environment["CI"]) return false;
  const known = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"];
  return (
    known.includes(environment["TERM_PROGRAM"] ?? "") ||
    Number(environment["VTE_VERSION"] ?? 0) >= 5000 ||
    ["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].some((name) => environment[name] !== undefined)
  );
}
