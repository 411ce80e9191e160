import {
  connecting,
  loadAdapters,
  loadTerminal,
  loadWeb,
  readPlatforms,
  secretsIn,
  settings,
} from "../adapters/index.ts";
import { watchForAccidents } from "./accident.ts";
import { type Adapter, type Channel, canPostThrough, postHabitOf } from "./adapter.ts";
import { createBot } from "./bot.ts";
import { systemClock } from "./clock.ts";
import { commands } from "./commands/index.ts";
import { readConfig } from "./config.ts";
import { createDelivery } from "./delivery/index.ts";
import { createTestPost } from "./delivery/test-post.ts";
import { describeError, UserError } from "./errors.ts";
import { type Http, openHttp } from "./http/index.ts";
import { watchForInterruption } from "./interruption.ts";
import { createLog } from "./log.ts";
import { type Audience, terminalConfig, waitForInput } from "./main/audience.ts";
import { type Opening, openTo } from "./main/opening.ts";
import { addressOf, wantsPreview } from "./main/preview.ts";
import { openSources } from "./main/sources.ts";
import { standingOf } from "./metrics/standing.ts";
import { openPaperboy } from "./open.ts";
import { createOperator } from "./operator.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createReadiness } from "./readiness.ts";
import { createRequests } from "./requests.ts";
import { serve } from "./serve.ts";
import { describeSlips } from "./slips.ts";
import type { ChannelId } from "./store/store.ts";

/** They may be given up, after a leak: no reason not to start. */
const peopleOfAnotherKey =
  "Votes and reading lists here stand under another key than now: nobody finds theirs, and `forget me` does not reach them. PAPERBOY_SECRET_KEY was set, changed or taken away: give it the value of before, unless they are given up.";

let hasServed = false;

/** The composition root: opens the files, takes in the drop folder, and carries the bot to where people are. */
async function main(): Promise<void> {
  const config = readConfig();
  const { prefix, timeZone, dataFolder } = config;
  for (const slip of describeSlips(config.variables, settings)) process.stderr.write(`paperboy: ${slip}\n`);
  const requests = createRequests();
  const log = createLog(config.logLevel, { requests, secrets: secretsIn(config) });
  const configured = readPlatforms(config.setting);
  const deps = { clock: systemClock, log, requests };
  const paperboy = await openPaperboy(config, deps);
  const core = { ...paperboy, ...deps };
  let http: Http | undefined;
  try {
    const tell = (sentence: string) => void process.stdout.write(`${sentence}\n`);
    const acked = (platform: string, seconds: number) => http?.metrics.ack(platform, seconds);
    const { lines } = paperboy.store;
    const adapterDeps = { ...deps, folder: dataFolder, prefix, commands, lines, acked, tell };
    const platforms = await loadAdapters(configured, adapterDeps);
    const audience: Audience = platforms.length > 0 ? "platforms" : await waitForInput();
    const hasPreview = wantsPreview(config.http, audience);
    const { previewToken: token } = config.http;
    const web = hasPreview ? [await loadWeb(token === undefined ? {} : { token }, adapterDeps)] : [];
    const served = [...platforms, ...web];

    const readiness = createReadiness({ ...core, adapters: served });
    const standing = standingOf({ ...paperboy, dataFolder, adapters: served });
    http = await openHttp(config.http, { ...deps, adapters: served, hasPreview, readiness, standing });
    // Before the papers are taken in, which may last: whoever watches the process sees that it lives.
    const port = await http?.start();
    const previewUrl = hasPreview && port !== undefined ? addressOf(config.http, port) : undefined;

    if (await paperboy.store.team.isUnderAnotherKey()) process.stderr.write(`paperboy: ${peopleOfAnotherKey}\n`);
    const sources = openSources(config, core);
    if (sources.lack !== undefined) process.stderr.write(`paperboy: ${sources.lack}\n`);
    const report = await sources.takeIn();

    const counted = http && { metrics: http.metrics };
    // Who sits at this machine may ask as much as they like.
    const limit = platforms.length > 0 || token !== undefined ? { limit: createRateLimit(deps) } : {};
    const canPostTo = canPostThrough(served);
    let opening: Opening | undefined;
    const adapterOf = (platform: string) => opening?.posting.find((adapter) => adapter.platform === platform);
    const testPost = createTestPost({ ...deps, adapterOf });
    const habitOf = (channel: Channel) => opening && postHabitOf(opening.adapters, channel);
    const posts = { canPostTo, testPost, postHabitOf: habitOf };
    const bot = createBot({ ...core, ...limit, ...counted, ...posts, commands, prefix, timeZone });

    opening = await openTo(audience, {
      ...{ bot, engine: paperboy.engine, prefix, report, platforms, served, previewUrl, connecting },
      ...(sources.advice !== undefined && { advice: sources.advice }),
      loadTerminal: () => loadTerminal(terminalConfig(config, audience)),
    });
    if (opening === undefined) return;
    const { adapters, posting, started } = opening;

    const { operatorChannel: channel } = config;
    const operator = channel && createOperator({ channel, adapters: posting, log });
    const { fresh, outlook } = sources.follow(operator);
    // Posts of a platform that is not there wait for it, and a refused token pauses no channel.
    const there = new Set<Adapter>();
    const serves = ({ platform }: ChannelId) => posting.some((each) => each.platform === platform && there.has(each));
    const delivery =
      posting.length > 0 && createDelivery({ ...core, ...outlook, ...counted, adapters: posting, serves });
    const accident = watchForAccidents(log);
    const signal = AbortSignal.any([watchForInterruption().signal, accident]);
    signal.addEventListener("abort", () => readiness.is("stopping"));
    const onStarted = (adapter: Adapter) => {
      there.add(adapter);
      readiness.is("serving");
      if (there.size < adapters.length) return;
      if (started !== undefined) tell(started);
      void operator?.check();
    };
    const onLost = (adapter: Adapter, reason: unknown) => {
      there.delete(adapter);
      const { platform } = adapter;
      log.error(
        { platform, reason: describeError(reason) },
        "a platform is lost until the next start; the others go on",
      );
    };
    hasServed = true;
    await serve({ adapters, bot, fresh, log, signal, onStarted, onLost, ...(delivery && { delivery }) });
    accident.throwIfAborted();
  } finally {
    await http?.stop();
    await paperboy.close();
  }
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
