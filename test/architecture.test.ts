import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, test } from "vitest";

/**
 * The import rules of docs/architecture.md ("Who may know whom"), asserted on the sources themselves. Both static and
 * dynamic imports count, and types count too: a room that names another's types knows it.
 */
const root = join(import.meta.dirname, "..");

interface Import {
  readonly from: string;
  readonly to: string;
}

const sources = ["src", "adapters"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => normalize(join(folder, name))),
);

const textOf = (file: string) => readFileSync(join(root, file), "utf8");

const imports: readonly Import[] = sources.flatMap((from) =>
  [...textOf(from).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, specifier = ""]) => ({
    from,
    to: specifier.startsWith(".") ? relative(root, join(root, dirname(from), specifier)) : specifier,
  })),
);

/** The rooms of src/ and whom each may know. A file directly in src/ is a room of its own. */
const mayKnow: Readonly<Record<string, readonly string[]>> = {
  papers: ["papers"],
  digests: ["digests", "papers", "errors"],
  store: ["store", "papers", "search/topic-identity", "errors", "clock"],
  intake: ["intake", "digests", "papers", "store", "errors", "clock"],
  sources: ["sources", "intake", "digests", "papers", "store", "errors", "clock", "log"],
  search: ["search", "papers", "store", "errors"],
  recommend: ["recommend", "papers", "search", "store", "errors", "clock"],
  engine: ["engine", "search", "recommend", "papers", "store", "clock"],
  views: ["views", "message", "papers", "engine", "search", "store"],
  commands: [
    "commands",
    "engine",
    "delivery",
    "views",
    "store",
    "message",
    "adapter",
    "papers",
    "errors",
    "clock",
    "nearest",
    "search",
  ],
  delivery: [
    "delivery",
    "nearest",
    "engine",
    "views",
    "store",
    "adapter",
    "message",
    "papers",
    "errors",
    "clock",
    "log",
    "metrics",
    "rate-limit",
    "within",
  ],
  http: ["http", "adapter", "config", "errors", "log", "metrics", "readiness", "requests", "within"],
  metrics: ["metrics", "adapter", "search", "store", "within"],
  operator: ["adapter", "log", "store", "views"],
  readiness: ["adapter", "errors", "log", "search", "store", "within"],
  requests: [],
  "rate-limit": ["clock"],
  log: ["requests"],
  bot: [
    "bot",
    "commands",
    "delivery",
    "views",
    "engine",
    "store",
    "adapter",
    "message",
    "errors",
    "clock",
    "log",
    "metrics",
    "rate-limit",
    "requests",
    "within",
  ],
  within: [],
  "long-line": [],
  nearest: [],
  adapter: ["message"],
  config: ["config-schema", "errors", "log", "nearest", "settings"],
  "config-schema": ["clock", "config", "errors", "papers/arxiv-category"],
  settings: [],
  slips: ["nearest", "settings"],
};

const leaves = [
  "src/papers/paper.ts",
  "src/message.ts",
  "src/errors.ts",
  "src/clock.ts",
  "src/long-line.ts",
  "src/nearest.ts",
  "src/within.ts",
];

function room(file: string): string {
  return file.replace(/^src\//, "").replace(/\/.*$|\.ts$/, "");
}

function violations(rule: (edge: Import) => boolean): string[] {
  return imports.filter(rule).map(({ from, to }) => `${from} -> ${to}`);
}

test("the scan sees the imports it judges", () => {
  expect(imports.length).toBeGreaterThan(50);
  expect(imports).toContainEqual({ from: "src/engine.ts", to: "src/clock.ts" });
});

test("the leaves import nothing of ours", () => {
  expect(violations(({ from, to }) => leaves.includes(from) && to.startsWith("src/"))).toEqual([]);
});

test("each room of src/ knows only the rooms it may know", () => {
  const strangers = violations(({ from, to }) => {
    const known = mayKnow[room(from)];
    if (!known || !to.startsWith("src/")) return false;
    return !known.some((name) => room(to) === name || to === `src/${name}.ts`);
  });
  expect(strangers).toEqual([]);
});

test("every room of src/ has its rule", () => {
  const roots = ["main", "serve", "interruption", "accident", "open", "cli", "errors", "clock", "log", "message"];
  const rooms = new Set(sources.filter((file) => file.startsWith("src/")).map(room));
  expect([...rooms].filter((name) => !roots.includes(name) && !mayKnow[name] && !name.startsWith("cli"))).toEqual([]);
});

test("src/ knows no adapter, except where main and the command line compose, and no platform SDK", () => {
  const composing = ["src/main.ts", "src/cli.ts"];
  expect(
    violations(({ from, to }) => from.startsWith("src/") && !composing.includes(from) && to.startsWith("adapters/")),
  ).toEqual([]);
  expect(violations(({ from, to }) => from.startsWith("src/") && /^(@slack\/|discord\.js)/.test(to))).toEqual([]);
});

test("an adapter knows neither another adapter nor the engine nor the store", () => {
  const allowed = [
    "src/adapter.ts",
    "src/message.ts",
    "src/errors.ts",
    "src/clock.ts",
    "src/log.ts",
    "src/commands/command.ts",
    "src/commands/usage.ts",
    "src/long-line.ts",
  ];
  const strangers = violations(({ from, to }) => {
    if (!from.startsWith("adapters/") || ["adapters/index.ts", "adapters/looks.ts"].includes(from)) return false;
    if (to.startsWith("adapters/")) return to.split("/")[1] !== from.split("/")[1];
    return to.startsWith("src/") && !allowed.includes(to);
  });
  expect(strangers).toEqual([]);
});

test("a platform's SDK is imported in its own adapter only", () => {
  expect(violations(({ from, to }) => to.startsWith("@slack/") && !from.startsWith("adapters/slack/"))).toEqual([]);
  expect(violations(({ from, to }) => to === "discord.js" && !from.startsWith("adapters/discord/"))).toEqual([]);
});

test("the platforms' looks load no SDK", () => {
  const loaded = new Set(["adapters/looks.ts"]);
  for (const file of loaded) {
    if (!file.endsWith(".ts")) continue;
    const values = /^(?:import|export)\s+(?!type\b)[^"]*?from\s+"([^"]+)"/gm;
    for (const [, specifier = ""] of textOf(file).matchAll(values)) {
      if (specifier.startsWith(".")) loaded.add(normalize(join(dirname(file), specifier)));
      else if (!specifier.startsWith("node:")) loaded.add(specifier);
    }
  }
  expect([...loaded].filter((name) => !name.endsWith(".ts"))).toEqual(["discord-api-types/v10"]);
});

test("platform words do not occur in the code of src/", () => {
  // The words of a web page's navigation are data there, not platforms.
  const exempt = ["src/digests/page-navigation.ts"];
  const named = sources.filter((file) => file.startsWith("src/") && !exempt.includes(file));
  expect(named.filter((file) => /\b(slack|discord|mrkdwn)/i.test(withoutComments(textOf(file))))).toEqual([]);
});

test("SQL is written in store/ and search/ only", () => {
  const sql = /\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|CREATE\s+(TABLE|VIRTUAL|INDEX)|UPDATE\s+\w+\s+SET)\b/i;
  const elsewhere = sources.filter((file) => !/^src\/(store|search)\//.test(file));
  expect(elsewhere.filter((file) => sql.test(withoutComments(textOf(file))))).toEqual([]);
});

test("the environment is read in config.ts only", () => {
  expect(sources.filter((file) => file !== "src/config.ts" && textOf(file).includes("process.env"))).toEqual([]);
});

test("timers run in serve.ts and in adapters only", () => {
  const timers = /\bset(Timeout|Interval)\s*\(/;
  const elsewhere = sources.filter((file) => file !== "src/serve.ts" && !file.startsWith("adapters/"));
  expect(elsewhere.filter((file) => timers.test(withoutComments(textOf(file))))).toEqual([]);
});

test("docs/architecture.md names every room, and no file that is not there", () => {
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const rooms = new Set(sources.map((file) => /^(?:src|adapters)\/[^/]+/.exec(file)?.[0] ?? file));
  const isNamed = (name: string) => page.includes(`\`${name}\``) || page.includes(`\`${name}/\``);
  expect([...rooms].filter((name) => !isNamed(name))).toEqual([]);
  const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" }).map((name) =>
    join("test", name),
  );
  const files = [...sources, ...tests].map((file) => `/${file}`);
  const named = [...page.matchAll(/`([\w/-]+\.ts)`/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
});

test("no leftovers: no to-do notes, no focused tests, no debugger", () => {
  const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && name !== "architecture.test.ts")
    .map((name) => join("test", name));
  const leftover = /\b(TODO|FIXME|XXX|HACK)\b|\bdebugger;|\b(test|it|describe)\.(only|skip)\(/;
  expect([...sources, ...tests].filter((file) => leftover.test(textOf(file)))).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
