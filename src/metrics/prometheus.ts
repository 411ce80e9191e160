import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Freshness } from "../store/store.ts";
import { deliveryOutcomes, type Metrics } from "./metrics.ts";

/** What is counted only when somebody asks. */
export interface Standing {
  readonly papers: number;
  readonly indexed: number;
  /** Deliveries that are claimed, or tried or looked up again later. */
  readonly waiting: number;
  readonly sources: readonly { readonly feed: string; readonly freshness: Freshness; readonly askedAt: Date }[];
  /** By platform. */
  readonly connected: Readonly<Record<string, boolean>>;
  /** Bytes of each file. */
  readonly files: Readonly<Record<string, number>>;
}

const freshnesses: readonly Freshness[] = ["new", "quiet", "stale", "failed"];

export interface MetricsDeps {
  /** Rejects where the store does not answer; the rest is exposed all the same. */
  readonly standing: () => Promise<Standing>;
  /** Those that are posted to. */
  readonly platforms: readonly string[];
}

export function createMetrics({ standing, platforms }: MetricsDeps): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });

  const commands = new Histogram({
    name: "paperboy_command_seconds",
    help: "Commands by name and outcome (done, refused, failed, late), and how long they took",
    labelNames: ["command", "outcome"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const acks = new Histogram({
    name: "paperboy_ack_seconds",
    help: "How long a platform waited until it was told that something arrived; platforms give up after 3 seconds",
    labelNames: ["platform"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  const deliveries = new Counter({
    name: "paperboy_deliveries_total",
    help: "Attempts to deliver by platform and outcome, since the start",
    labelNames: ["platform", "outcome"],
    registers,
  });
  // From zero on: Prometheus sees no increase in a series that begins with its first event.
  for (const platform of platforms) for (const outcome of deliveryOutcomes) deliveries.inc({ platform, outcome }, 0);
  const looked = gauge("paperboy_last_look_timestamp_seconds", "When what is due was last looked at to the end");
  const papers = gauge("paperboy_papers", "Papers in the store");
  const indexed = gauge("paperboy_index_papers", "Papers the search index knows");
  const waiting = gauge("paperboy_deliveries_waiting", "Deliveries under way, or to be tried or looked up again");
  const connected = gauge("paperboy_platform_connected", "1 where a platform and we reach each other", ["platform"]);
  const files = gauge("paperboy_file_bytes", "Size of the files in the data folder", ["file"]);
  const freshness = gauge("paperboy_source_freshness", "1 for the state a source is in", ["feed", "state"]);
  const asked = gauge("paperboy_source_asked_timestamp_seconds", "When a source was last asked", ["feed"]);
  const answers = gauge("paperboy_store_answers", "1 where the store answered when these figures were asked for");

  function gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    return new Gauge({ name, help, labelNames: [...labelNames], registers });
  }

  async function look(): Promise<void> {
    const now = await standing().catch(() => undefined);
    answers.set(now ? 1 : 0);
    if (!now) return;
    papers.set(now.papers);
    indexed.set(now.indexed);
    waiting.set(now.waiting);
    for (const [platform, isSo] of Object.entries(now.connected)) connected.set({ platform }, isSo ? 1 : 0);
    for (const [file, bytes] of Object.entries(now.files)) files.set({ file }, bytes);
    freshness.reset();
    for (const source of now.sources) {
      for (const state of freshnesses) freshness.set({ feed: source.feed, state }, source.freshness === state ? 1 : 0);
      asked.set({ feed: source.feed }, source.askedAt.getTime() / 1_000);
    }
  }

  return {
    command: (command, outcome, seconds) => commands.observe({ command, outcome }, seconds),
    ack: (platform, seconds) => acks.observe({ platform }, seconds),
    delivery: (platform, outcome) => deliveries.inc({ platform, outcome }),
    looked: (at) => looked.set(at.getTime() / 1_000),
    async expose() {
      await look();
      return { type: register.contentType, text: await register.metrics() };
    },
  };
}
