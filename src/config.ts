import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { describeError, UserError } from "./errors.ts";
import type { LogLevel } from "./log.ts";

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
}

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
}

export interface TerminalConfig {
  readonly color: boolean;
  readonly hyperlinks: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const projectFolder = resolve(import.meta.dirname, "..");

/** `cs.CL`, `hep-th`, `cond-mat.mtrl-sci`, or a whole archive such as `cs`. */
const ARXIV_CATEGORY = /^[a-z]{2,10}(?:-[a-z]{2,5})?(?:\.[A-Za-z-]{2,20})?$/;

const schema = z.object({
  PAPERBOY_DATA: z.string().min(1).default(join(projectFolder, "data")),
  PAPERBOY_DIGESTS: z
    .string()
    .min(1)
    .default(join(projectFolder, "data", "digests")),
  PAPERBOY_COMMAND: z
    .string()
    .regex(/^\/?[a-z0-9_-]{1,32}$/u, "takes a name of lower-case letters, digits, - and _, such as papers")
    .default("papers"),
  PAPERBOY_SOURCES: z.string().default("folder").transform(readSources),
  HF_API_URL: webAddress().default("https://huggingface.co"),
  ARXIV_API_URL: webAddress().optional(),
  PAPERBOY_OPERATOR_CHANNEL: z
    .string()
    .regex(/^[a-z]+:\S{1,200}$/, "takes a platform and its channel, as in PLATFORM:CHANNEL")
    .transform((text) => ({ platform: text.slice(0, text.indexOf(":")), id: text.slice(text.indexOf(":") + 1) }))
    .optional(),
  PAPERBOY_WAIT_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/, "takes a number of minutes up to 999")
    .default("120"),
  PAPERBOY_TIME_ZONE: z
    .string()
    .refine(isTimeZone, "takes the name of a time zone, such as Europe/Berlin or America/New_York")
    .default("UTC"),
  PAPERBOY_SECRET_KEY: z
    .string()
    .min(32, "takes a secret of 32 characters or more, such as `openssl rand -hex 32` makes")
    .optional(),
  PORT: z
    .string()
    .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, "takes a port, a number up to 65535")
    .transform(Number)
    .optional(),
  HOST: z
    .string()
    .refine(
      (host) => host === "localhost" || isIP(host) > 0,
      "takes an address of this machine, such as 127.0.0.1 or 0.0.0.0",
    )
    .optional(),
  PAPERBOY_PREVIEW: z.enum(["on", "off"], "takes on or off").optional(),
  PAPERBOY_PREVIEW_TOKEN: z.string().min(16, "takes a secret of 16 characters or more").optional(),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], "takes debug, info, warn, error or silent")
    .default("warn"),
});

/** Never shown, not even where they are refused. */
const secrets: ReadonlySet<string> = new Set(["PAPERBOY_SECRET_KEY", "PAPERBOY_PREVIEW_TOKEN"]);

function webAddress() {
  return z.string().regex(/^https?:\/\/[^\s/]+/i, "takes an address that begins with http:// or https://");
}

/** `hf-daily,arxiv:cs.CL+cs.LG`; the folder is always on, and may be named. */
export function readSources(
  list: string,
  context?: z.RefinementCtx,
): Pick<SourcesConfig, "hfDaily" | "arxivCategories"> {
  const categories = new Set<string>();
  let hfDaily = false;
  for (const name of list.split(",").map((part) => part.trim())) {
    const [, terms] = /^arxiv:(.+)$/i.exec(name) ?? [];
    const named = terms?.split("+").map((term) => term.trim()) ?? [];
    if (name === "hf-daily") hfDaily = true;
    else if (named.length > 0 && named.every((term) => ARXIV_CATEGORY.test(term))) {
      for (const term of named) categories.add(term);
    } else if (name !== "folder" && name !== "") {
      const message = `knows no source ${JSON.stringify(name)}; name hf-daily, or arXiv categories as in arxiv:cs.CL+cs.LG`;
      if (!context) throw new UserError("usage", `Paperboy ${message}.`);
      context.addIssue({ code: "custom", message });
    }
  }
  return { hfDaily, arxivCategories: [...categories] };
}

/** Reads the configuration; throws a UserError that names the variable and what it may hold. */
export function readConfig(environment: Environment = process.env): Config {
  const given = withFiles(environment, Object.keys(schema.shape));
  const parsed = schema.safeParse(given);
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
  };
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
    throw new UserError("config", `${name}_FILE names ${file}, which cannot be read: ${describeError(error)}`);
  }
}

function explain({ path, message }: z.core.$ZodIssue, given: Environment): string {
  const name = path.join(".");
  return secrets.has(name) ? `${name} ${message}.` : `${name} ${message}, not ${JSON.stringify(given[name])}.`;
}

/** Names only: a fixed offset such as +02:00 would be wrong for half of the year. */
function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/iu.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
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
