import type { Adapter, Bot, EndingAdapter } from "./adapter.ts";
import type { Scheduler } from "./delivery/scheduler.ts";
import { aborted } from "./interruption.ts";
import type { Log } from "./log.ts";
import type { KeepFresh } from "./sources/keep-fresh.ts";
import { within } from "./within.ts";

export interface ServeDeps {
  readonly adapters: readonly Adapter[];
  readonly bot: Bot;
  /** Posts what is due; absent where no adapter can post. */
  readonly delivery?: Scheduler;
  /** Brings new papers. */
  readonly fresh?: KeepFresh;
  readonly log: Log;
  /** Aborted when the process is to end. */
  readonly signal: AbortSignal;
  /** This adapter has started: it may be posted through. */
  readonly onStarted?: (adapter: Adapter) => void;
  /** This adapter is out for good, while others go on. */
  readonly onLost?: (adapter: Adapter, reason: unknown) => void;
  /** Milliseconds between two looks at what is due. */
  readonly tickEvery?: number;
  /** Milliseconds that posts under way may take to end, and then adapters to stop. */
  readonly patience?: { readonly posts: number; readonly adapters: number };
}

/** Milliseconds between two looks for new papers: a file that is dropped is found within seconds. */
const lookEvery = 2_000;

/** Process managers kill after ten seconds: what takes longer in all is found again by the next start. */
const usualPatience = { posts: 6_000, adapters: 2_000 };

/**
 * Carries the bot to the adapters and what is due to the channels, until the signal or the end of a conversation. A
 * platform that is out of reach at the start is waited for while the others are served. Rejects when an adapter cannot
 * start, or when the last of those that end by themselves failed.
 */
export async function serve(deps: ServeDeps): Promise<void> {
  const { adapters, bot, delivery, fresh, log, signal, tickEvery = 10_000, patience = usualPatience } = deps;
  const ticking = delivery && keepTicking(delivery, log, tickEvery);
  const looking = fresh && setInterval(() => void fresh.tick(), lookEvery);
  void fresh?.tick();

  async function start(adapter: Adapter): Promise<void> {
    await adapter.start(bot);
    if (signal.aborted) return;
    deps.onStarted?.(adapter);
    ticking?.look();
  }

  function lose(adapter: Adapter, reason: unknown): void {
    deps.onLost?.(adapter, reason);
    void withinOrNot(patience.adapters, adapter.stop(), log);
  }

  try {
    const over = Promise.race([aborted(signal), endOf(adapters, lose)]);
    await Promise.race([over, Promise.all(adapters.map(start))]);
    await over;
  } finally {
    clearInterval(looking);
    if (fresh) await withinOrNot(patience.adapters, fresh.stop(), log);
    // Posts first: the adapters that carry them must still be there.
    await Promise.all([delivery?.stop(patience.posts), ticking && withinOrNot(patience.posts, ticking.end(), log)]);
    await Promise.all(adapters.map((adapter) => withinOrNot(patience.adapters, adapter.stop(), log)));
  }
}

/** Resolves at the end of a conversation; rejects with the reason of the last adapter that failed. */
async function endOf(adapters: readonly Adapter[], lose: (adapter: Adapter, reason: unknown) => void): Promise<void> {
  const left = new Set(adapters.filter(endsByItself));
  if (left.size === 0) return new Promise(() => undefined);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  for (const adapter of left) {
    adapter.ended.then(resolve, (reason: unknown) => {
      left.delete(adapter);
      if (left.size === 0) reject(reason);
      else lose(adapter, reason);
    });
  }
  return promise;
}

/** The one timer. Ticks may overlap: one slow workspace must not hold up the others' hour. */
function keepTicking(delivery: Scheduler, log: Log, every: number): { look(): void; end(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const look = () => {
    const ticking = delivery
      .tick()
      .then(({ outcomes }) => log.debug({ outcomes }, "looked at what is due"))
      .catch((error: unknown) =>
        log.error({ err: error }, "what is due could not be looked at; it is tried again soon"),
      )
      .finally(() => underWay.delete(ticking));
    underWay.add(ticking);
  };
  const timer = setInterval(look, every);
  look();
  return {
    look,
    async end() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

async function withinOrNot(milliseconds: number, work: Promise<void>, log: Log): Promise<void> {
  try {
    await within(milliseconds, work);
  } catch (error) {
    log.warn({ err: error }, "something did not stop cleanly");
  }
}

function endsByItself(adapter: Adapter): adapter is EndingAdapter {
  return "ended" in adapter;
}
