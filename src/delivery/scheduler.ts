import { type Clock, isTimeZone } from "../clock.ts";
import { describeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Message } from "../message.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day } from "../papers/paper.ts";
import type { ChannelId, ChannelSchedule, Delivery, FilledDay, NewDelivery, Store } from "../store/store.ts";
import { within } from "../within.ts";
import { firstDayOf, isCatchUp, type Look, lookAt, mostDays } from "./catch-up.ts";
import { deliveryId } from "./delivery-id.ts";
import { createDueRows } from "./due-rows.ts";
import { createLanes } from "./lanes.ts";
import type { Outbox, OutboxOptions, Outcome } from "./outbox.ts";
import { lastDueDay, nextRunBehind } from "./schedule.ts";
import { createTurns } from "./turns.ts";
import { whyUnwanted } from "./why-unwanted.ts";

/**
 * Finds what is due and hands it to the outbox. It never sleeps: whoever owns a timer calls `tick`, and every wait is an
 * instant in the store. A tick too many, too late, or in two processes at once does no harm.
 */
export interface Scheduler {
  /**
   * Delivers what is due now; resolves when all of that is settled. May be called while another tick is under way. Rejects
   * where the store cannot be read; the next tick goes on.
   */
  tick(): Promise<TickReport>;
  /**
   * No new claims from here on; what is under way may end within the given milliseconds. What does not is found again by
   * the next start.
   */
  stop(patience: number): Promise<void>;
}

export interface TickReport {
  readonly outcomes: Readonly<Partial<Record<TickOutcome, number>>>;
}

/** `awaits`: due, but its papers are late and may still come. */
export type TickOutcome = Outcome | "awaits" | "failed";

/** One channel's digest, asked for when it is due. */
export interface DueDigest {
  readonly channel: ChannelId;
  /** The channel's local day. */
  readonly day: Day;
  /** Papers listed on this day or later. */
  readonly since: Day;
  /** Runs were missed: it holds the best of what they would have brought. */
  readonly isCatchUp: boolean;
  /** Says so where there is nothing new. */
  readonly saysNothingNew: boolean;
  readonly restInChannel: boolean;
  /** Lines about the sources that the channel was not told yet. */
  readonly notices: readonly Notice[];
}

/** Something about a source, told to each channel once. `id` changes with each outage. */
export interface Notice {
  readonly id: string;
  readonly text: string;
}

/** What is to be posted; without a message there is nothing new. */
export interface Composed extends Pick<NewDelivery, "papers" | "alike"> {
  readonly message?: Message;
}

export interface SchedulerDeps {
  readonly store: Pick<Store, "schedules" | "deliveries">;
  readonly outbox: Outbox;
  readonly compose: (request: DueDigest) => Promise<Composed>;
  /** What there is to say about the sources now. */
  readonly notices?: () => readonly Notice[];
  /** Whether papers of the day are late, but may still come. */
  readonly awaitsPapers?: () => boolean;
  /** Days since `from` that the sources were asked for after their time: their papers are new to channels. */
  readonly filledDays?: (from: Day) => Promise<readonly FilledDay[]>;
  /** Milliseconds a post waits for them, then it goes out with what there is. */
  readonly longestWait?: number;
  /** Whether this process posts to the channel's platform. */
  readonly serves: (channel: ChannelId) => boolean;
  /** The platform takes no posts for this channel any more; its schedule was paused. */
  readonly onGone?: (channel: ChannelId) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Pick<Metrics, "delivery" | "looked">;
}

interface Due {
  readonly due: Day;
  /** When the tick began. */
  readonly now: Date;
  /** The schedule is not worth a look before. */
  readonly next: Date;
  /** Asked for once a tick, where something is due. */
  readonly filled: () => Promise<readonly FilledDay[]>;
}

/** Deliveries at a time: of one group, so that a slow workspace holds up nobody else, and over all. */
const underWayAtOnce = { perGroup: 4, total: 64 };
/** Milliseconds after which a schedule that cannot be read is looked at again. */
const unreadableFor = 60 * 60 * 1_000;
/** Milliseconds of work at a stretch. */
const longestTurn = 15;

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const {
    store,
    outbox,
    compose,
    notices = () => [],
    awaitsPapers = () => false,
    filledDays = async () => [],
    longestWait = 0,
    serves,
    onGone,
    clock,
    log,
    metrics,
  } = deps;
  const lanes = createLanes(underWayAtOnce);
  const rows = createDueRows({ store, serves });
  const stopping = new AbortController();
  /** Ids of deliveries queued or under way in any tick. */
  const underWay = new Map<string, Promise<void>>();
  /** One digest is composed at a time. */
  const { inTurn, giveWay } = createTurns(longestTurn);

  async function tick(): Promise<TickReport> {
    const outcomes: Partial<Record<TickOutcome, number>> = {};
    const mine: Promise<void>[] = [];
    const begin = (channel: ChannelId, id: string, work: () => Promise<TickOutcome>): void => {
      if (stopping.signal.aborted || underWay.has(id)) return;
      const done = lanes
        .run(workspaceOf(channel), async () => {
          const outcome = await settled(id, work);
          metrics?.delivery(channel.platform, outcome);
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        })
        .finally(() => underWay.delete(id));
      underWay.set(id, done);
      mine.push(done);
    };

    const now = clock.now();
    let asked: Promise<readonly FilledDay[]> | undefined;
    const filled = () => {
      asked ??= filledDays(daysAfter(dayOf(now), -mostDays - 1));
      return asked;
    };
    /** By channel: what is under way of its earlier days. */
    const earlier = new Map<string, (Promise<void> | undefined)[]>();
    for await (const delivery of rows.waiting(now)) {
      const { id, channel } = delivery;
      begin(channel, id, () => goOn(delivery, now));
      earlier.set(nameOf(channel), [...(earlier.get(nameOf(channel)) ?? []), underWay.get(id)]);
    }
    for await (const schedule of rows.toCheck(now)) {
      await giveWay();
      const { channel } = schedule;
      const { due, next } = lookAtOrLater(schedule, now);
      if (due === undefined) mine.push(checked(schedule, now, next));
      else
        begin(channel, deliveryId(channel, due), async () => {
          // What an earlier day gives up is new again, and this one's to carry.
          await Promise.all(earlier.get(nameOf(channel)) ?? []);
          return deliver(schedule, { due, now, next, filled });
        });
    }
    await Promise.all(mine);
    metrics?.looked(clock.now());
    return { outcomes };
  }

  /** A schedule that cannot be read, its zone unknown to this machine, say, holds up no other. */
  function lookAtOrLater(schedule: ChannelSchedule, now: Date): Look {
    try {
      return lookAt(schedule, now);
    } catch (error) {
      const { channel } = schedule;
      log.error({ err: error, channel }, `a schedule cannot be read: ${describeError(error)}`);
      return { next: new Date(now.getTime() + unreadableFor) };
    }
  }

  /** Without it the schedule is looked at once more, which is all the harm a failure does. */
  async function checked(schedule: ChannelSchedule, now: Date, next: Date): Promise<void> {
    try {
      await store.schedules.checked(schedule, now, next);
    } catch (error) {
      log.error({ err: error }, `a schedule could not be updated: ${describeError(error)}`);
    }
  }

  async function settled(id: string, work: () => Promise<TickOutcome>): Promise<TickOutcome> {
    try {
      return await work();
    } catch (error) {
      log.error({ err: error, delivery: id }, `a delivery failed: ${describeError(error)}`);
      return "failed";
    }
  }

  async function goOn({ id, channel, day }: Delivery, now: Date): Promise<Outcome> {
    const schedule = await store.schedules.get(channel);
    const unwanted = await whyUnwanted(schedule, day, { now, deliveries: store.deliveries });
    const readable = schedule && isTimeZone(schedule.timeZone) ? schedule : undefined;
    const options = { ...before(readable, day, now), ...(unwanted !== undefined && { unwanted }) };
    const outcome = await outbox.goOn(id, options);
    if (outcome === "gone") await onGone?.(channel);
    return outcome;
  }

  function before(schedule: ChannelSchedule | undefined, day: Day, now: Date): OutboxOptions {
    const nextRun = schedule && nextRunBehind(day, schedule, now);
    return { signal: stopping.signal, ...(nextRun && { nextRun }) };
  }

  async function deliver(schedule: ChannelSchedule, { due, now, next, filled }: Due): Promise<TickOutcome> {
    const { channel, timeZone, saysNothingNew, restInChannel } = schedule;
    if (stopping.signal.aborted) return "released";
    // While the wait is not over, the same run was not due when it began.
    const began = new Date(now.getTime() - longestWait);
    if (awaitsPapers() && lastDueDay(schedule, began) !== due) return "awaits";
    if (await store.deliveries.get(channel, due)) {
      await checked(schedule, now, next);
      return "taken";
    }
    const lastCovered = await store.deliveries.lastCovered(channel, due);
    const untold = await untoldNotices(channel);
    const request = {
      channel,
      day: due,
      since: firstDayOf(schedule, due, lastCovered, await filled()),
      isCatchUp: isCatchUp(schedule, due, lastCovered?.day),
      saysNothingNew,
      restInChannel,
      notices: untold,
    };
    const composed = await inTurn(async () => ((await isAsItWas(schedule)) ? compose(request) : undefined));
    if (composed === undefined) return "released";
    const id = deliveryId(channel, due);
    const told = composed.message ? untold.map((notice) => notice.id) : [];
    const outgoing = { ...composed, id, channel, day: due, timeZone, notices: told };
    const outcome = await outbox.deliver(outgoing, before(schedule, due, now));
    if (outcome !== "released") await checked(schedule, now, next);
    if (outcome === "gone") await onGone?.(channel);
    return outcome;
  }

  /** Its turn may come long after the look at it: what a person did meanwhile counts, and the next tick looks anew. */
  async function isAsItWas({ channel, version }: ChannelSchedule): Promise<boolean> {
    return (await store.schedules.get(channel))?.version === version;
  }

  async function untoldNotices(channel: ChannelId): Promise<readonly Notice[]> {
    const current = notices();
    if (current.length === 0) return [];
    const untold = await store.deliveries.untold(
      channel,
      current.map((notice) => notice.id),
    );
    return current.filter((notice) => untold.includes(notice.id));
  }

  return {
    async tick() {
      return stopping.signal.aborted ? { outcomes: {} } : tick();
    },

    async stop(patience) {
      stopping.abort();
      lanes.drop();
      try {
        await within(patience, Promise.all(underWay.values()));
      } catch {
        log.warn(
          { deliveries: underWay.size },
          "stopped while deliveries were under way; the next start looks them up",
        );
      }
    },
  };
}

function nameOf({ platform, id }: ChannelId): string {
  return JSON.stringify([platform, id]);
}

/** Channels that share a platform's patience. Where their ids name a workspace, it stands before the first colon or slash. */
function workspaceOf({ platform, id }: ChannelId): string {
  return `${platform} ${id.split(/[:/]/u, 1)[0]}`;
}
