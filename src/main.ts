import { connecting, loadAdapters, loadTerminal, loadWeb, readPlatforms, secretsIn } from "../adapters/index.ts";
import { type Adapter, checksPosts, type PostChecker } from "./adapter.ts";
import { createBot } from "./bot.ts";
import { type Clock, systemClock } from "./clock.ts";
import { commands } from "./commands/index.ts";
import { type Config, readConfig } from "./config.ts";
import { createDelivery } from "./delivery/index.ts";
import { describeError, UserError } from "./errors.ts";
import { type Http, openHttp } from "./http/index.ts";
import type { IntakeReport } from "./intake.ts";
import { watchForInterruption } from "./interruption.ts";
import { createLog, type Log } from "./log.ts";
import { standingOf } from "./metrics/standing.ts";
import { openPaperboy, type Paperboy } from "./open.ts";
import { createOperator, type Operator } from "./operator.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createReadiness } from "./readiness.ts";
import { createRequests } from "./requests.ts";
import { serve } from "./serve.ts";
import { folderSource } from "./sources/folder.ts";
import { createFeeds } from "./sources/index.ts";
import { createKeepFresh } from "./sources/keep-fresh.ts";
import { realWait } from "./sources/pace.ts";
import { createPoller } from "./sources/poll.ts";
import { userAgent } from "./sources/user-agent.ts";
import { sourceNotices } from "./views/sources.ts";
import { previewMessage, takenInMessage, welcomeMessage } from "./views/welcome.ts";

let hasServed = false;

const exampleSearch = "search mixture of experts";

/** The composition root: opens the files, takes in the drop folder, and carries the bot to where people are. */
async function main(): Promise<void> {
  const config = readConfig();
  const requests = createRequests();
  const log = createLog(config.logLevel, { requests, secrets: secretsIn(config) });
  const deps = { clock: systemClock, log, requests };
  const configured = readPlatforms(config.setting);
  const paperboy = await openPaperboy(config, deps);
  let http: Http | undefined;
  try {
    const { prefix, timeZone, dataFolder: folder } = config;
    const { lines } = paperboy.store;
    const tell = (sentence: string) => void process.stdout.write(`${sentence}\n`);
    const acked = (platform: string, seconds: number) => http?.metrics.ack(platform, seconds);
    const adapterDeps = { ...deps, folder, prefix, commands, lines, acked, tell };
    const platforms = await loadAdapters(configured, adapterDeps);
    const input = platforms.length > 0 ? undefined : await waitForInput();
    const { previewToken: token, preview = input === "keyboard" || input === "none" } = config.http;
    const web = preview ? [await loadWeb(token === undefined ? {} : { token }, adapterDeps)] : [];
    const served = [...platforms, ...web];
    const readiness = createReadiness({ ...paperboy, ...deps, adapters: served });
    const standing = standingOf({ ...paperboy, dataFolder: folder });
    http = await openHttp(config.http, { ...deps, adapters: served, hasPreview: preview, readiness, standing });
    // Before the papers are taken in, which may last: whoever watches the process sees that it lives.
    const port = await http?.start();
    const previewUrl = preview && port !== undefined ? addressOf(config.http, port) : undefined;
    const drops = folderSource({ folder: config.digestsFolder, ...paperboy, ...deps });
    const report = await drops.takeIn();
    await paperboy.index.catchUp();
    const canPostTo = postChecker(served);
    const counted = http && { metrics: http.metrics };
    // Who sits at this machine may ask as much as they like.
    const limit = platforms.length > 0 || token !== undefined ? { limit: createRateLimit(deps) } : {};
    const bot = createBot({ ...paperboy, ...deps, ...limit, ...counted, commands, prefix, timeZone, canPostTo });
    const run = (adapters: readonly Adapter[], posting: readonly Adapter[], sayStarted?: () => void) => {
      const { operatorChannel: channel } = config;
      const operator = channel && createOperator({ channel, adapters: posting, log });
      const poller = openPoller(config, { ...paperboy, ...deps, operator });
      const fresh = createKeepFresh({ folder: drops, poller, log, onPapers: () => paperboy.index.catchUp() });
      const sources = {
        notices: () => sourceNotices(poller.lacking()),
        awaitsPapers: () => poller.awaitsPapers(),
        longestWait: config.sources.longestWait,
      };
      const delivery =
        posting.length > 0 && createDelivery({ ...paperboy, ...deps, ...sources, ...counted, adapters: posting });
      const { signal } = watchForInterruption();
      signal.addEventListener("abort", () => readiness.is("stopping"));
      const onStarted = () => {
        readiness.is("serving");
        sayStarted?.();
        void operator?.check();
      };
      hasServed = true;
      return serve({
        adapters,
        bot,
        fresh,
        log,
        signal,
        onStarted,
        ...(delivery && { delivery }),
      });
    };

    if (input === undefined) {
      reportRejects(report);
      const names = platforms.map(({ platform }) => platform).join(" and ");
      const browser = previewUrl === undefined ? "" : ` Its preview is at ${previewUrl}`;
      await run(served, served, () => tell(`Paperboy serves ${names}. Ctrl-C ends it.${browser}`));
      return;
    }
    const terminal = await loadTerminal(terminalConfig(config, input));
    const say = (message: Parameters<Adapter["post"]>[0]["message"]) =>
      terminal.post({ deliveryId: "welcome", channel: { platform: "terminal", id: "terminal" }, message });

    if (input === "none") {
      const example = await bot.answer({
        line: exampleSearch,
        channel: { platform: "terminal", id: "terminal" },
        person: { id: "terminal", mayManage: false },
      });
      const { papers } = await paperboy.engine.status();
      await say(welcomeMessage({ report, papers, prefix, exampleSearch, example: example.message, connecting }));
      if (previewUrl === undefined) return;
      await run(served, served, () => tell(`\nIn a browser: ${previewUrl} (Ctrl-C ends it)`));
      return;
    }
    if (input === "keyboard") {
      await say(takenInMessage(report, (await paperboy.engine.status()).papers));
      if (previewUrl !== undefined) await say(previewMessage(previewUrl));
    } else reportRejects(report);
    // A pipe ends with its lines: whoever wrote them does not wait for the next morning.
    await run([terminal, ...served], input === "keyboard" ? [terminal, ...served] : served);
  } finally {
    await http?.stop();
    await paperboy.close();
  }
}

/** Where a browser on this machine finds the preview. */
function addressOf({ host = "127.0.0.1" }: Config["http"], port: number): string {
  const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}

/** Asks the platform a channel is on. */
function postChecker(adapters: readonly Adapter[]): PostChecker["canPostTo"] {
  return async (channel) => {
    const adapter = adapters.find(({ platform }) => platform === channel.platform);
    return adapter && checksPosts(adapter) ? adapter.canPostTo(channel) : { allowed: true };
  };
}

interface PollerParts extends Pick<Paperboy, "store"> {
  readonly clock: Clock;
  readonly log: Log;
  readonly operator: Operator | undefined;
}

function openPoller({ sources }: Config, { operator, ...deps }: PollerParts) {
  const random = Math.random;
  const { clock, store } = deps;
  const feeds = createFeeds(sources, { clock, turns: store.sources, wait: realWait, random, userAgent });
  return createPoller({ ...deps, feeds, random, ...(operator && { tellOperator: operator.tell }) });
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
    folder: config.callerFolder,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Answers go to stdout; what could not be read is told beside them. */
function reportRejects({ rejected }: IntakeReport): void {
  for (const { file, line, reason } of rejected) process.stderr.write(`${file}:${line}: ${reason}\n`);
}

try {
  await main();
  // Platforms leave connections behind that would keep the process.
  if (hasServed) process.exit();
} catch (error) {
  process.stderr.write(`paperboy: ${describeError(error)}\n`);
  process.exitCode = error instanceof UserError && error.code === "config" ? 2 : 1;
  if (hasServed) process.exit();
}
