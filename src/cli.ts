import { once } from "node:events";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { CliCommand, CliContext, CliInput } from "./cli/cli-command.ts";
import { cliCommands } from "./cli/index.ts";
import { systemClock } from "./clock.ts";
import { nearest } from "./commands/nearest.ts";
import { type Config, readConfig } from "./config.ts";
import { describeError, UserError } from "./errors.ts";
import { createLog } from "./log.ts";

/** Exit status for words that are off; 1 is for work that failed. */
const wrongUsage = 2;
const usageCodes = new Set(["usage", "config", "query", "topic", "not-found"]);

const commonOptions = {
  json: { type: "boolean" },
  data: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

async function runCommandLine(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    await write(process.stdout, `${overview()}\n`);
    return name === undefined ? wrongUsage : 0;
  }
  const command = cliCommands.find((candidate) => candidate.name === name);
  if (!command) throw new UserError("usage", unknownCommand(name));
  const input = readInput(command, rest);
  if (input.values["help"] === true) {
    await write(process.stdout, `${helpOf(command)}\n`);
    return 0;
  }
  checkCount(command, input);
  return runCommand(command, input);
}

async function runCommand(command: CliCommand, input: CliInput): Promise<number> {
  const config = withData(readConfig(), input.values["data"]);
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  process.once("SIGTERM", () => interrupted.abort());
  const context: CliContext = {
    config,
    clock: systemClock,
    log: createLog(config.logLevel),
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interrupted.signal,
  };
  const { json, text, shortfall } = await command.run(input, context);
  await write(process.stdout, input.values["json"] === true ? `${JSON.stringify(json)}\n` : `${text}\n`);
  if (shortfall === undefined) return 0;
  await write(process.stderr, `paperboy: ${shortfall}\n`);
  return 1;
}

function readInput(command: CliCommand, words: readonly string[]): CliInput {
  try {
    const { values, positionals } = parseArgs({
      args: [...escapeExclusions(command, words)],
      options: { ...command.options, ...commonOptions },
      allowPositionals: true,
      strict: true,
    });
    return { values: values as CliInput["values"], positionals };
  } catch (error) {
    throw new UserError("usage", `${describeError(error).split(". ")[0]}. ${usageOf(command)}`);
  }
}

/** In a query a single dash excludes a word (`diffusion -video`); only words with two dashes are options there. */
function escapeExclusions(command: CliCommand, words: readonly string[]): readonly string[] {
  if (command.takes.max === 0) return words;
  const isExclusion = (word: string) => /^-[^-]/u.test(word) && word !== "-h";
  const options = words.flatMap((word, index) => {
    if (word === "-h") return [index];
    if (!word.startsWith("--") || word === "--") return [];
    const takesValue = { ...command.options, ...commonOptions }[word.slice(2)]?.type === "string";
    return takesValue ? [index, index + 1] : [index];
  });
  if (!words.some(isExclusion)) return words;
  const isOption = (_: string, index: number) => options.includes(index);
  return [...words.filter(isOption), "--", ...words.filter((word, index) => !isOption(word, index) && word !== "--")];
}

function checkCount(command: CliCommand, { positionals }: CliInput): void {
  if (positionals.length < command.takes.min) throw new UserError("usage", `Something is missing. ${usageOf(command)}`);
  if (positionals.length > command.takes.max) {
    throw new UserError("usage", `${command.name} takes no words, but got ${JSON.stringify(positionals.join(" "))}.`);
  }
}

function withData(config: Config, folder: string | boolean | undefined): Config {
  return typeof folder === "string" ? { ...config, dataFolder: resolve(config.callerFolder, folder) } : config;
}

function overview(): string {
  const width = Math.max(...cliCommands.map(({ name }) => name.length));
  return [
    "Usage: npm run -s paperboy -- COMMAND [--json] [--data DIR]",
    "",
    ...cliCommands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "COMMAND --help says more. --json prints one JSON document. --data DIR (or PAPERBOY_DATA) is the folder of the",
    "databases. `npm start` chats.",
  ].join("\n");
}

function usageOf(command: CliCommand): string {
  return `Usage: npm run -s paperboy -- ${command.name} ${command.usage}`;
}

function helpOf(command: CliCommand): string {
  const common = ["--json        one JSON document on stdout", "--data DIR    folder of the databases (PAPERBOY_DATA)"];
  const options = [...command.optionHelp, ...common].map((line) => `  ${line}`);
  return [`${command.name} ${command.summary}.`, usageOf(command), "", ...options].join("\n");
}

function unknownCommand(name: string): string {
  const meant = nearest(
    name,
    cliCommands.map((command) => command.name),
  );
  const hint = meant === undefined ? "--help lists the commands." : `Did you mean ${meant}?`;
  return `There is no command ${JSON.stringify(name)}. ${hint}`;
}

/** Waits until the text is out: a process that exits with a pipe half full would cut a document short. */
async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, "drain");
}

/** A reader that went away (`| head -1`) is no failure. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  process.exitCode = await runCommandLine(process.argv.slice(2));
} catch (error) {
  const oneLine = describeError(error).replace(/\s+/gu, " ");
  process.stderr.write(`paperboy: ${oneLine}\n`);
  process.exitCode = error instanceof UserError && usageCodes.has(error.code) ? wrongUsage : 1;
}
