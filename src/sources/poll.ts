import type { Clock } from "../clock.ts";
import { describeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { SourceBatch, SourceState, Store } from "../store/store.ts";
import { isOut, type JudgeContext, type Judgement, judge, nextPollAt } from "./freshness.ts";
import { SourceError } from "./http.ts";
import { takeInMissed } from "./missed.ts";
import { awaitedFeeds, lackingFeeds, type Outlook } from "./outlook.ts";
import type { Feed, FetchedBatch, Polled } from "./source.ts";
import { takeInEntries } from "./take-in-entries.ts";

/**
 * Asks the network sources when their time has come. It never sleeps between polls: whoever owns a timer calls `tick`, and
 * every wait is an instant in the store.
 */
export interface Poller {
  /** Polls what is due; resolves when all of it is taken in. While one tick is under way, another does nothing. */
  tick(options?: TickOptions): Promise<PollReport>;
  /** The feeds of this configuration as they stood at the last tick, in its order; those never asked are left out. */
  known(): readonly SourceState[];
  /** Those in an outage that keeps the batch from us that is due by now. */
  lacking(): readonly SourceState[];
  /** Whether papers that should be here by now are still to come. */
  awaitsPapers(): boolean;
}

export interface TickOptions {
  readonly signal?: AbortSignal;
  /** A feed's papers are taken in; the others may take their time. */
  readonly onPapers?: () => Promise<unknown>;
}

export interface PollReport {
  readonly polled: number;
  /** Papers seen for the first time. */
  readonly new: number;
}

export interface PollerDeps {
  readonly store: Pick<Store, "papers" | "sources">;
  readonly feeds: readonly Feed[];
  readonly clock: Clock;
  readonly log: Log;
  /** 0 to 1, for the jitter of the plan. */
  readonly random: () => number;
  /** Told once of each outage that lasts; one that can't be told now is told with the next poll. */
  readonly tellOperator?: (state: SourceState) => Promise<void>;
}

/** An outage is told when it was seen this often: one bad answer is none. */
const provenBy = 3;
/** Milliseconds: a source is not asked every two seconds because our disk is full. */
const restFor = 60_000;
/** Batches a new one is compared with. */
const compared = 10;

export function createPoller({ store, feeds, clock, log, random, tellOperator }: PollerDeps): Poller {
  const states = new Map<string, SourceState>();
  const outlook = (): Outlook => ({ feeds, states: [...states.values()], now: clock.now() });
  /** Until when feeds are left alone whose answer could not be kept. */
  const resting = new Map<string, Date>();
  let underWay = false;

  async function poll(feed: Feed, { signal, onPapers }: TickOptions): Promise<number> {
    const now = clock.now();
    const before = await store.sources.state(feed.name);
    const earlier = await store.sources.batches(feed.name, compared);
    const outcome = await ask(feed, { now, before, earlier, signal });
    // Before the state says that the batch is here: posts wait for what was missed, too.
    const missed = isOut(outcome) ? 0 : await missedOf(feed, earlier, signal);
    const { freshness, detail, retryAt, batch = before?.batch } = outcome;
    const failures = freshness === "failed" ? (before?.failures ?? 0) + 1 : 0;
    const lasts = before !== undefined && (before.freshness === freshness || (isOut(before) && isOut({ freshness })));
    const state: SourceState = {
      feed: feed.name,
      freshness,
      since: lasts ? before.since : now,
      askedAt: now,
      nextPollAt: nextPollAt({ freshness, failures, ...(retryAt && { retryAt }) }, { ...feed, now, random }),
      failures,
      ...(batch && { batch }),
      ...(detail !== undefined && { detail }),
      ...(lasts && before.operatorToldAt && { operatorToldAt: before.operatorToldAt }),
    };
    const final = await told(state, now);
    await store.sources.saveState(final);
    states.set(feed.name, final);
    const added = outcome.added + missed;
    log.info({ feed: feed.name, freshness, new: added, detail }, "polled a source");
    await onPapers?.();
    return added;
  }

  async function missedOf(feed: Feed, earlier: readonly SourceBatch[], signal?: AbortSignal): Promise<number> {
    const missed = await takeInMissed(feed, earlier, { store, clock, ...(signal && { signal }) });
    for (const problem of missed.problems)
      log.warn({ feed: feed.name, problem }, "a day that was missed could not be had");
    return missed.new;
  }

  async function ask(feed: Feed, { now, before, earlier, signal }: Asking): Promise<Outcome> {
    let polled: Polled;
    try {
      const recall = (url: string) => store.sources.validators(url);
      polled = await feed.poll(now, { recall, ...(signal && { signal }) });
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof SourceError)) log.error({ err: error, feed: feed.name }, "a source could not be read");
      const retryAt = error instanceof SourceError ? error.retryAt : undefined;
      return { freshness: "failed", detail: describeError(error), added: 0, ...(retryAt && { retryAt }) };
    }
    for (const problem of polled.problems ?? [])
      log.warn({ feed: feed.name, problem }, "a source gave less than asked");
    const added = await takeIn(feed, polled, now);
    const judgement = judgeAnswer(polled, earlier, { ...feed, now });
    const { date } = polled.batch ?? {};
    const ids = polled.batch ? idsOf(polled.batch) : [];
    const isWhole = !isOut(judgement) && date !== undefined && ids.length > 0;
    if (isWhole) await store.sources.saveBatch({ feed: feed.name, date, papers: ids.length, ids, askedAt: now });
    // Only now: an answer counts as known when its papers are kept.
    for (const validators of polled.validators) await store.sources.saveValidators(validators, now);
    const isLatest = isWhole && date >= (before?.batch?.date ?? "");
    return { ...judgement, added, ...(isLatest && { batch: { date, papers: ids.length } }) };
  }

  async function takeIn(feed: Feed, { batch, others = [] }: Polled, now: Date): Promise<number> {
    let added = 0;
    for (const { entries, rejects = [] } of [...others, ...(batch ? [batch] : [])]) {
      const [first] = rejects;
      if (first) log.warn({ feed: feed.name, rejects: rejects.length, first: first.reason }, "entries can't be read");
      added += (await takeInEntries(entries, { source: feed.source, askedAt: now, store })).new;
    }
    return added;
  }

  /** Once per outage; telling that fails is tried again with the next poll. */
  async function told(state: SourceState, now: Date): Promise<SourceState> {
    if (!tellOperator || !isOut(state) || state.operatorToldAt) return state;
    const lasts = now.getTime() - state.since.getTime() >= 3_600_000;
    if (state.failures < provenBy && !lasts) return state;
    try {
      await tellOperator(state);
      return { ...state, operatorToldAt: now };
    } catch (error) {
      log.warn({ err: error, feed: state.feed }, "the operator could not be told of an outage");
      return state;
    }
  }

  return {
    async tick(options = {}) {
      if (underWay) return { polled: 0, new: 0 };
      underWay = true;
      try {
        const now = clock.now();
        for (const state of await store.sources.states()) states.set(state.feed, state);
        const due = feeds.filter(({ name }) => isDue(states.get(name), now) && !isResting(resting.get(name), now));
        const polls = await Promise.allSettled(due.map((feed) => poll(feed, options)));
        for (const [at, { name }] of due.entries()) {
          if (polls[at]?.status === "rejected") resting.set(name, new Date(now.getTime() + restFor));
        }
        let added = 0;
        for (const one of polls) {
          if (one.status === "rejected") throw one.reason;
          added += one.value;
        }
        return { polled: due.length, new: added };
      } finally {
        underWay = false;
      }
    },

    known: () => feeds.flatMap(({ name }) => states.get(name) ?? []),

    lacking: () => lackingFeeds(outlook()),

    awaitsPapers: () => awaitedFeeds(outlook()).length > 0,
  };
}

interface Asking {
  readonly now: Date;
  readonly before: SourceState | undefined;
  readonly earlier: readonly SourceBatch[];
  readonly signal: AbortSignal | undefined;
}

interface Outcome extends Judgement {
  readonly added: number;
  readonly retryAt?: Date;
  /** The batch, where it is the latest yet. */
  readonly batch?: NonNullable<SourceState["batch"]>;
}

/** An answer that did not change is the last batch again. */
function judgeAnswer(polled: Polled, earlier: readonly SourceBatch[], context: JudgeContext): Judgement {
  const { batch, shortfall } = polled;
  const [last] = earlier;
  if (shortfall !== undefined) return { freshness: "stale", detail: shortfall };
  if (!batch) return last ? judge(last, earlier, context) : { freshness: "quiet" };
  return judge({ ids: idsOf(batch), ...(batch.date !== undefined && { date: batch.date }) }, earlier, context);
}

/** A clock that was set back makes a poll due rather than late. */
function isDue(state: SourceState | undefined, now: Date): boolean {
  return state === undefined || state.nextPollAt <= now || state.askedAt > now;
}

function isResting(until: Date | undefined, now: Date): boolean {
  return until !== undefined && until > now && until.getTime() - now.getTime() <= restFor;
}

/** New versions of old papers make no batch. */
function idsOf({ entries }: FetchedBatch): readonly string[] {
  return [...new Set(entries.filter((entry) => !entry.replacement).map((entry) => entry.arxivId ?? entry.title))];
}
