import { connecting, loadAdapters } from "../adapters/index.ts";
import type { Adapter, EndingAdapter } from "./adapter.ts";
import { createBot } from "./bot.ts";
import { type Clock, systemClock } from "./clock.ts";
import { commands } from "./commands/index.ts";
import { type Config, readConfig } from "./config.ts";
import { describeError } from "./errors.ts";
import type { IntakeReport } from "./intake.ts";
import { createLog, type Log } from "./log.ts";
import { openPaperboy, type Paperboy } from "./open.ts";
import { type FolderSource, folderSource } from "./sources/folder.ts";
import { createFeeds } from "./sources/index.ts";
import { createKeepFresh } from "./sources/keep-fresh.ts";
import { realWait } from "./sources/pace.ts";
import { createPoller } from "./sources/poll.ts";
import { userAgent } from "./sources/user-agent.ts";
import { takenInMessage, welcomeMessage } from "./views/welcome.ts";

const exampleSearch = "search mixture of experts";

/** The composition root: opens the files, takes in the drop folder, and carries the bot to where people are. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const deps = { clock: systemClock, log };
  const paperboy = await openPaperboy(config, deps);
  try {
    const folder = folderSource({ folder: config.digestsFolder, ...paperboy, ...deps });
    const report = await folder.takeIn();
    await paperboy.index.catchUp();
    const bot = createBot({ ...paperboy, ...deps, commands, prefix: config.prefix });

    const input = await waitForInput();
    const [terminal] = await loadAdapters({ terminal: terminalConfig(config, input) });
    if (!terminal) throw new Error("there is no terminal adapter");
    const say = (message: Parameters<Adapter["post"]>[0]["message"]) =>
      terminal.post({ deliveryId: "welcome", channel: { platform: "terminal", id: "terminal" }, message });

    if (input === "none") {
      const example = await bot.answer({
        line: exampleSearch,
        channel: { platform: "terminal", id: "terminal" },
        person: { id: "terminal", mayManage: false },
      });
      const { papers } = await paperboy.engine.status();
      const { prefix } = config;
      await say(welcomeMessage({ report, papers, prefix, exampleSearch, example: example.message, connecting }));
      return;
    }
    if (input === "keyboard") await say(takenInMessage(report, (await paperboy.engine.status()).papers));
    else reportRejects(report);
    const stopFreshening = keepFresh(config, { ...paperboy, ...deps, folder });
    try {
      await converse(terminal, bot);
    } finally {
      await stopFreshening();
    }
  } finally {
    await paperboy.close();
  }
}

/** How often the drop folder is looked at, and the sources' plan. */
const tickEvery = 2_000;

/** New papers come in while the program runs; the returned function ends that. */
function keepFresh(config: Config, deps: Paperboy & { clock: Clock; log: Log; folder: FolderSource }) {
  const { index, clock, log } = deps;
  const feeds = createFeeds(config.sources, { clock, wait: realWait, random: Math.random, userAgent });
  const poller = createPoller({ ...deps, feeds, random: Math.random });
  const fresh = createKeepFresh({ folder: deps.folder, poller, log, onPapers: () => index.catchUp() });
  const timer = setInterval(() => void fresh.tick(), tickEvery);
  return async () => {
    clearInterval(timer);
    await fresh.stop();
  };
}

async function converse(terminal: Adapter, bot: ReturnType<typeof createBot>): Promise<void> {
  const stop = () => void terminal.stop();
  process.once("SIGTERM", stop);
  await terminal.start(bot);
  if (endsByItself(terminal)) await terminal.ended;
}

function endsByItself(adapter: Adapter): adapter is EndingAdapter {
  return "ended" in adapter;
}

type Input = "keyboard" | "lines" | "none";

/** Who speaks to us: a person at a keyboard, a pipe or file with lines in it, or nobody (`< /dev/null`, no input). */
async function waitForInput(): Promise<Input> {
  if (process.stdin.isTTY) return "keyboard";
  const { promise, resolve } = Promise.withResolvers<Input>();
  const { stdin } = process;
  const onReadable = () => resolve(stdin.readableLength > 0 ? "lines" : "none");
  const onEnd = () => resolve("none");
  stdin.once("readable", onReadable).once("end", onEnd).once("error", onEnd);
  const input = await promise;
  stdin.off("readable", onReadable).off("end", onEnd).off("error", onEnd);
  return input;
}

function terminalConfig(config: Config, input: Input) {
  const { stdin, stdout } = process;
  return {
    input: stdin,
    output: stdout,
    interactive: input === "keyboard" && stdout.isTTY === true,
    columns: () => stdout.columns ?? 100,
    color: config.terminal.color && stdout.isTTY === true,
    hyperlinks: config.terminal.hyperlinks && stdout.isTTY === true,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Answers go to stdout; what could not be read is told beside them. */
function reportRejects({ rejected }: IntakeReport): void {
  for (const { file, line, reason } of rejected) process.stderr.write(`${file}:${line}: ${reason}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`paperboy: ${describeError(error)}\n`);
  process.exitCode = 1;
}
