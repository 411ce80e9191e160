import type { Adapter } from "../adapter.ts";
import { createDelivery } from "../delivery/index.ts";
import { UserError } from "../errors.ts";
import { watchForInterruption } from "../interruption.ts";
import type { ChannelId } from "../store/store.ts";
import { channelNamed } from "./channel-named.ts";
import type { CliCommand, CliResult } from "./cli-command.ts";
import { type Attempt, attemptJson, attemptText, isShort } from "./deliver-attempt.ts";
import { lookAtSources } from "./deliver-sources.ts";
import { watchDeliveries } from "./deliver-watch.ts";
import { withPaperboy } from "./with-paperboy.ts";

/** Milliseconds that posts under way may take to end after Ctrl-C or SIGTERM. */
const patience = 8_000;

export const deliverCommand: CliCommand = {
  name: "deliver",
  summary: "posts the digests that are due now",
  usage: "[--channel CHANNEL] [--dry-run] [--json]",
  options: { channel: { type: "string" }, "dry-run": { type: "boolean" } },
  optionHelp: [
    "--channel C   one channel only: PLATFORM:ID, or its ID alone; terminal is this terminal",
    "--dry-run     shows what would be posted and changes nothing",
  ],
  takes: { min: 0, max: 0 },
  tellsSlips: true,
  run: ({ values }, context) =>
    withPaperboy(context, async (paperboy) => {
      const named = typeof values["channel"] === "string" ? values["channel"] : undefined;
      const only = named === undefined ? undefined : await channelNamed(named, paperboy);
      // With --json stdout is for the document alone.
      const screen = withoutActions(await context.terminal(values["json"] === true ? context.stderr : context.stdout));
      const isDry = values["dry-run"] === true;
      const adapters = isDry ? [] : await adaptersFor(only, screen, () => context.platforms(paperboy));
      const { notices, awaited } = await lookAtSources(paperboy, context);
      const { attempts, ...watched } = watchDeliveries(paperboy.store, isDry);
      const delivery = createDelivery({
        clock: context.clock,
        log: context.log,
        engine: paperboy.engine,
        notices: () => notices,
        awaitsPapers: () => awaited.length > 0,
        longestWait: context.config.sources.longestWait,
        ...watched,
        adapters,
        serves: (channel) =>
          (only === undefined || isSame(channel, only)) &&
          (isDry || adapters.some(({ platform }) => platform === channel.platform)),
      });
      const interruption = watchForInterruption();
      interruption.signal.addEventListener("abort", () => void delivery.stop(patience), { once: true });
      try {
        const { outcomes } = await delivery.tick();
        if (isDry && values["json"] !== true) await show(attempts, screen);
        return resultOf(attempts, { isDry, failed: outcomes.failed ?? 0, waiting: outcomes.awaits ?? 0, awaited });
      } finally {
        interruption.end();
        await Promise.all(adapters.map((adapter) => adapter.stop()));
      }
    }),
};

async function adaptersFor(
  only: ChannelId | undefined,
  screen: Adapter,
  platforms: () => Promise<readonly Adapter[]>,
): Promise<readonly Adapter[]> {
  if (only?.platform === screen.platform) return [screen];
  const adapters = await platforms();
  if (adapters.length === 0) {
    throw new UserError(
      "config",
      "No platform is configured, so nothing can be posted: --dry-run shows what is due, --channel terminal posts here.",
    );
  }
  if (only && !adapters.some(({ platform }) => platform === only.platform)) {
    throw new UserError("config", `${only.platform} is not configured, so nothing can be posted there.`);
  }
  return adapters;
}

function isSame(a: ChannelId, b: ChannelId): boolean {
  return a.platform === b.platform && a.id === b.id;
}

/** Here nobody can press a button. */
function withoutActions(adapter: Adapter): Adapter {
  return {
    ...adapter,
    post: (post) => {
      const bare = (blocks: typeof post.message.blocks) =>
        blocks
          .filter((block) => block.type !== "actions")
          .map((block) => (block.type === "paper" ? { ...block, actions: [] } : block));
      const { message } = post;
      const shown = { ...message, blocks: bare(message.blocks), ...(message.more && { more: bare(message.more) }) };
      return adapter.post({ ...post, message: shown });
    },
  };
}

async function show(attempts: readonly Attempt[], screen: Adapter): Promise<void> {
  for (const { id, channel, message } of attempts) {
    if (!message) continue;
    const heading = { type: "heading", text: `To ${channel.platform}:${channel.id}` } as const;
    await screen.post({ deliveryId: id, channel, message: { ...message, blocks: [heading, ...message.blocks] } });
  }
}

interface Rest {
  readonly isDry: boolean;
  readonly failed: number;
  /** Channels whose papers are late, and the feeds these come from. */
  readonly waiting: number;
  readonly awaited: readonly string[];
}

function resultOf(attempts: readonly Attempt[], { isDry, failed, waiting, awaited }: Rest): CliResult {
  const short = attempts.filter(isShort).length + failed;
  const lines = attempts.map(attemptText);
  if (waiting > 0) {
    const channels = waiting === 1 ? "1 channel waits" : `${waiting} channels wait`;
    lines.push(
      `${channels} for papers of ${awaited.join(", ")}, which are late. PAPERBOY_WAIT_MINUTES=0 posts what is there.`,
    );
  }
  return {
    json: { dryRun: isDry, deliveries: attempts.map(attemptJson), failed, waiting },
    text: lines.length > 0 ? lines.join("\n") : "Nothing is due now.",
    ...(short > 0 && { shortfall: `${short} of ${attempts.length + failed} did not go out; see status and the log.` }),
  };
}
