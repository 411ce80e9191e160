import { once } from "node:events";
import { resolve } from "node:path";
import type { Writable } from "node:stream";
import { loadAdapters, loadTerminal, platformChecks, readPlatforms, secretsIn, settings } from "../adapters/index.ts";
import type { Adapter } from "./adapter.ts";
import { checkCommand } from "./cli/check.ts";
import type { CliCommand, CliContext, CliInput, CliOptions } from "./cli/cli-command.ts";
import { configCommand } from "./cli/config.ts";
import { cliCommands } from "./cli/index.ts";
import { oneLine, printable } from "./cli/printable.ts";
import { readWords } from "./cli/read-words.ts";
import { systemClock } from "./clock.ts";
import { commands } from "./commands/index.ts";
import { nearest } from "./commands/nearest.ts";
import { type Config, readConfig } from "./config.ts";
import { describeError, UserError } from "./errors.ts";
import { createLog } from "./log.ts";
import { describeSlips } from "./slips.ts";

/** Exit status for words that are off; 1 is for work that failed. */
const wrongUsage = 2;
const usageCodes = new Set(["usage", "config", "query", "topic", "not-found"]);

const commonOptions: CliOptions = {
  json: { type: "boolean" },
  data: { type: "string" },
  help: { type: "boolean" },
};

const checks = Object.entries(platformChecks).map(([platform, check]) => checkCommand(platform, check));
const allCommands: readonly CliCommand[] = [...cliCommands, configCommand(settings, readPlatforms), ...checks];

async function runCommandLine(words: readonly string[]): Promise<number> {
  const at = words.findIndex((word, index) => !word.startsWith("-") && words[index - 1] !== "--data");
  const name = words[at];
  if (name === undefined || name === "help") {
    const { values } = readWords(name === undefined ? words : words.toSpliced(at, 2), commonOptions);
    const asked = name === undefined ? undefined : words[at + 1];
    const text = asked === undefined ? overview() : helpOf(commandNamed(asked));
    await write(process.stdout, `${text}\n`);
    return name === undefined && values["help"] !== true ? wrongUsage : 0;
  }
  const command = commandNamed(name);
  const input = readWords(words.toSpliced(at, 1), { ...command.options, ...commonOptions });
  if (input.values["help"] === true) {
    await write(process.stdout, `${helpOf(command)}\n`);
    return 0;
  }
  checkCount(command, input);
  return runCommand(command, input);
}

async function runCommand(command: CliCommand, input: CliInput): Promise<number> {
  const config = withData(readConfig(), input.values["data"]);
  const { stdout, stderr } = process;
  const { dataFolder: folder, prefix } = config;
  const slips = command.tellsSlips === true ? describeSlips(config.variables, settings) : [];
  for (const slip of slips) stderr.write(`paperboy: ${slip}\n`);
  const deps = { clock: systemClock, log: createLog(config.logLevel, { secrets: secretsIn(config) }) };
  const context: CliContext = {
    config,
    ...deps,
    stdout,
    stderr,
    platforms: ({ store: { lines } }) => {
      const tell = (sentence: string) => void stderr.write(`${printable(sentence)}\n`);
      return loadAdapters(readPlatforms(config.setting), { ...deps, folder, prefix, commands, lines, tell });
    },
    terminal: (output) => terminalFor(output, config),
  };
  const { json, text, shortfall, status } = await command.run(input, context);
  await write(process.stdout, input.values["json"] === true ? `${JSON.stringify(json)}\n` : `${printable(text)}\n`);
  if (shortfall !== undefined) await write(process.stderr, `paperboy: ${oneLine(shortfall)}\n`);
  return status ?? (shortfall === undefined ? 0 : 1);
}

function terminalFor(output: Writable, { terminal: { color, hyperlinks } }: Config): Promise<Adapter> {
  const { stdin, stdout } = process;
  return loadTerminal({
    input: stdin,
    output,
    interactive: false,
    columns: () => stdout.columns || 100,
    color: color && stdout.isTTY === true,
    hyperlinks: hyperlinks && stdout.isTTY === true,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
}

function commandNamed(name: string): CliCommand {
  const command = allCommands.find((candidate) => candidate.name === name);
  if (!command) throw new UserError("usage", unknownCommand(name));
  return command;
}

function checkCount(command: CliCommand, { positionals }: CliInput): void {
  const [first] = command.usage.split(/\W/u);
  if (positionals.length < command.takes.min) {
    throw new UserError("usage", `${first} is missing. ${usageOf(command)}`);
  }
  if (positionals.length > command.takes.max) {
    const most =
      command.takes.max === 0 ? "no words" : command.takes.max === 1 ? "one word" : `${command.takes.max} words`;
    throw new UserError("usage", `${command.name} takes ${most}, but got ${JSON.stringify(positionals.join(" "))}.`);
  }
}

function withData(config: Config, folder: string | boolean | undefined): Config {
  return typeof folder === "string" ? { ...config, dataFolder: resolve(config.callerFolder, folder) } : config;
}

function overview(): string {
  const width = Math.max(...allCommands.map(({ name }) => name.length));
  return [
    "Usage: npm run -s paperboy -- COMMAND [--json] [--data DIR]",
    "",
    ...allCommands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
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
    allCommands.map((command) => command.name),
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
  process.stderr.write(`paperboy: ${oneLine(describeError(error))}\n`);
  process.exitCode = error instanceof UserError && usageCodes.has(error.code) ? wrongUsage : 1;
}
