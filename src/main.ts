import { connecting, loadAdapters } from "../adapters/index.ts";
import type { Adapter } from "./adapter.ts";
import { createBot } from "./bot.ts";
import { systemClock } from "./clock.ts";
import { commands } from "./commands/index.ts";
import { type Config, readConfig } from "./config.ts";
import { createDelivery } from "./delivery/index.ts";
import { describeError, UserError } from "./errors.ts";
import type { IntakeReport } from "./intake.ts";
import { watchForInterruption } from "./interruption.ts";
import { createLog } from "./log.ts";
import { openPaperboy } from "./open.ts";
import { serve } from "./serve.ts";
import { folderSource } from "./sources/folder.ts";
import { takenInMessage, welcomeMessage } from "./views/welcome.ts";

const exampleSearch = "search mixture of experts";

/** The composition root: opens the files, takes in the drop folder, and carries the bot to where people are. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const deps = { clock: systemClock, log };
  const paperboy = await openPaperboy(config, deps);
  let signal: AbortSignal | undefined;
  try {
    const report = await folderSource({ folder: config.digestsFolder, ...paperboy, ...deps }).takeIn();
    await paperboy.index.catchUp();
    const bot = createBot({ ...paperboy, ...deps, commands, prefix: config.prefix, timeZone: config.timeZone });

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

    signal = watchForInterruption().signal;
    const adapters = [terminal];
    // A pipe ends with its lines: whoever wrote them does not wait for the next morning.
    const posting = input === "keyboard" ? adapters : [];
    const delivery = posting.length > 0 && createDelivery({ ...paperboy, ...deps, adapters: posting });
    await serve({ adapters, bot, log, signal, ...(delivery && { delivery }) });
  } finally {
    await paperboy.close();
  }
  // All is saved and said: what a platform's SDK left open must not keep the process.
  if (signal?.aborted) process.exit();
}

type Input = "keyboard" | "lines" | "none";

/**
 * Who speaks to us: a person at a keyboard, a pipe or file with lines in it, or nobody (`< /dev/null`, no input). A pipe
 * that stays open is waited for, as every filter does: service managers give /dev/null to what they start.
 */
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
    // A terminal that doesn't know its size says 0.
    columns: () => stdout.columns || 100,
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
  process.exitCode = error instanceof UserError && error.code === "config" ? 2 : 1;
}
