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
  /** Every adapter has started. */
  readonly onStarted?: () => void;
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
 * Carries the bot to the adapters and what is due to the channels, until the signal or the end of a conversation. Rejects
 * when an adapter cannot start, or a conversation failed.
 */
export async function serve(deps: ServeDeps): Promise<void> {
  const { adapters, bot, delivery, fresh, log, signal, tickEvery = 10_000, patience = usualPatience } = deps;
  let endTicking = async () => {};
  let looking: NodeJS.Timeout | undefined;
  try {
    await Promise.race([aborted(signal), Promise.all(adapters.map((adapter) => adapter.start(bot)))]);
    if (signal.aborted) return;
    deps.onStarted?.();
    if (fresh) looking = setInterval(() => void fresh.tick(), lookEvery);
    void fresh?.tick();
    if (delivery) endTicking = keepTicking(delivery, log, tickEvery);
    await Promise.race([aborted(signal), ...adapters.filter(endsByItself).map((adapter) => adapter.ended)]);
  } finally {
    clearInterval(looking);
    if (fresh) await withinOrNot(patience.adapters, fresh.stop(), log);
    // Posts first: the adapters that carry them must still be there.
    await Promise.all([delivery?.stop(patience.posts), withinOrNot(patience.posts, endTicking(), log)]);
    await Promise.all(adapters.map((adapter) => withinOrNot(patience.adapters, adapter.stop(), log)));
  }
}

/** The one timer. Ticks may overlap: one slow workspace must not hold up the others' hour. */
function keepTicking(delivery: Scheduler, log: Log, every: number): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  const tick = () => {
    const ticking = delivery
      .tick()
      .then(({ outcomes }) => log.debug({ outcomes }, "looked at what is due"))
      .catch((error: unknown) =>
        log.error({ err: error }, "what is due could not be looked at; it is tried again soon"),
      )
      .finally(() => underWay.delete(ticking));
    underWay.add(ticking);
  };
  const timer = setInterval(tick, every);
  tick();
  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
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
