import { type Adapter, findsPosts, type Posted } from "../adapter.ts";
import { type Clock, isTimeZone } from "../clock.ts";
import { DeliveryError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Message } from "../message.ts";
import type { Delivery, DeliveryStore, Lease, NewDelivery, Settlement } from "../store/store.ts";
import { TooSlow, within } from "../within.ts";
import { backOff } from "./back-off.ts";
import { localDay } from "./schedule.ts";

/**
 * Where posts are handed to the platforms, each at most once: claim, then `posting`, then post, then settle, every step
 * on disk before the next. Whatever instant the process dies at, the row says how far it may have come.
 */
export interface Outbox {
  /** Claims a channel's day and posts it; `nothing-new` where it has no message. */
  deliver(delivery: Outgoing, options?: OutboxOptions): Promise<Outcome>;
  /**
   * Goes on with one that was refused for now, that is to be looked up, or whose process died. With `unwanted`, the reason
   * in words, it is looked up but not posted any more.
   */
  goOn(id: string, options?: OutboxOptions & { readonly unwanted?: string }): Promise<Outcome>;
}

export interface OutboxOptions {
  readonly signal?: AbortSignal;
  /** When the channel's next digest is due: what was not posted by then gives its papers to that one. */
  readonly nextRun?: Date;
}

export interface Outgoing extends Omit<NewDelivery, "content"> {
  readonly message?: Message;
}

/**
 * `taken`: in another's hand or done before. `released`: stopped before the platform was asked. `waiting`: tried or
 * looked up again later.
 */
export type Outcome = "posted" | "nothing-new" | "waiting" | "refused" | "unknown" | "gone" | "taken" | "released";

export interface OutboxDeps {
  readonly deliveries: DeliveryStore;
  readonly adapterOf: (platform: string) => Adapter | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process among those that share the store, and among its own former lives. */
  readonly owner: string;
  /** In [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Milliseconds a platform may take to answer. */
  readonly postWithin?: number;
  /** Milliseconds after which a delivery may be taken from a process that is not heard of; well above `postWithin`. */
  readonly leaseFor?: number;
}

/** Posts what surely was not posted, unless it is too late for that. `reason`: why it was not, in words. */
type PostAgain = (reason: string) => Promise<Outcome>;

interface Held
  extends Pick<Delivery, "id" | "channel" | "timeZone" | "claimedAt" | "attempts">,
    Pick<OutboxOptions, "nextRun"> {
  readonly content: string;
}

/** Milliseconds for which a refused post is tried again at the least, also where its local day ends before. */
const shortestTrial = 6 * 60 * 60 * 1_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { deliveries, adapterOf, clock, log, owner, random, postWithin = 30_000, leaseFor = 120_000 } = deps;
  /** In this process's hands now: a clock set forward must not make it take them from itself. */
  const inHand = new Set<string>();

  /** How attempts ended that could not be written down (a full disk): known here, and written when it is taken up. */
  const outcomes = new Map<string, Settlement>();

  const lease = (): Lease => {
    const now = clock.now();
    return { owner, now, until: new Date(now.getTime() + leaseFor) };
  };

  /** Retries end with the local day on which the delivery was claimed, or some hours later, and before the next run. */
  const retryAt = ({ claimedAt, timeZone, nextRun }: Held, delay: number): Date | undefined => {
    const at = new Date(clock.now().getTime() + delay);
    if (nextRun && at >= nextRun) return undefined;
    const isSoon = at.getTime() - claimedAt.getTime() < shortestTrial;
    if (isSoon) return at;
    return isTimeZone(timeZone) && localDay(at, timeZone) <= localDay(claimedAt, timeZone) ? at : undefined;
  };

  const settle = async (held: Held, settlement: Settlement): Promise<Outcome> => {
    outcomes.set(held.id, settlement);
    await deliveries.settle(held.id, owner, settlement, clock.now());
    outcomes.delete(held.id);
    const isOver = !("retryAt" in settlement) || settlement.retryAt === undefined;
    const details = { delivery: held.id, platform: held.channel.platform, ...settlement };
    if (settlement.state === "posted") log.debug(details, "delivered");
    else if (isOver) log.warn(details, "not delivered");
    else log.info(details, "to be tried again");
    return isOver ? settlement.state : "waiting";
  };

  const again = (held: Held, state: "refused" | "unknown", error: string, delay: number): Promise<Outcome> => {
    const at = retryAt(held, delay);
    return settle(held, { state, error, ...(at && { retryAt: at }) });
  };

  const settleFailure = (held: Held, adapter: Adapter, failure: unknown): Promise<Outcome> => {
    const { kind, message, retryAfter } = failure instanceof DeliveryError ? failure : unexplained(failure, held);
    switch (kind) {
      case "retry":
        return again(held, "refused", message, backOff(held.attempts + 1, random, retryAfter));
      case "gone":
      case "forbidden":
        return settle(held, { state: "gone", reason: kind, error: message });
      case "unknown":
        // By the end of the lease what was under way has arrived or never will.
        if (findsPosts(adapter)) return again(held, "unknown", message, leaseFor);
        return settle(held, { state: "unknown", error: message });
      default:
        return kind satisfies never;
    }
  };

  /** What the adapter did not explain may have happened after the post. */
  const unexplained = (failure: unknown, { id, channel }: Held): DeliveryError => {
    if (failure instanceof TooSlow) {
      return new DeliveryError("unknown", `The platform did not answer within ${postWithin / 1_000} seconds.`);
    }
    log.error({ err: failure, delivery: id, platform: channel.platform }, "a post failed unexpectedly");
    return new DeliveryError("unknown", `Posting failed in an unexpected way; the log tells more of ${id}.`);
  };

  const post = async (held: Held, adapter: Adapter, signal: AbortSignal | undefined): Promise<Outcome> => {
    if (signal?.aborted) {
      await deliveries.release(held.id, owner, clock.now());
      return "released";
    }
    const message: Message = JSON.parse(held.content);
    if (!(await deliveries.beginPosting(held.id, lease()))) return "taken";
    let posted: Posted;
    try {
      posted = await within(postWithin, adapter.post({ deliveryId: held.id, channel: held.channel, message }));
    } catch (failure) {
      return settleFailure(held, adapter, failure);
    }
    return settle(held, { state: "posted", postId: posted.id });
  };

  /** It may have been posted: only the platform knows. */
  const lookUp = async (delivery: Held & Delivery, adapter: Adapter, postAgain: PostAgain): Promise<Outcome> => {
    const doubt =
      delivery.lastError ?? "Paperboy was stopped while it posted, and does not know whether it came through.";
    if (!findsPosts(adapter)) return settle(delivery, { state: "unknown", error: doubt });
    let found: Posted | undefined;
    try {
      const sought = { deliveryId: delivery.id, channel: delivery.channel, since: delivery.claimedAt };
      found = await within(postWithin, adapter.findPost(sought));
    } catch (failure) {
      const isPassing = !(failure instanceof DeliveryError) || failure.kind === "retry" || failure.kind === "unknown";
      log.info({ err: failure, delivery: delivery.id }, "it could not be looked up");
      if (!isPassing) return settle(delivery, { state: "unknown", error: doubt });
      return again(delivery, "unknown", doubt, backOff(delivery.attempts, random));
    }
    if (found) return settle(delivery, { state: "posted", postId: found.id });
    return postAgain(doubt);
  };

  const holding = async (id: string, work: () => Promise<Outcome>): Promise<Outcome> => {
    if (inHand.has(id)) return "taken";
    inHand.add(id);
    try {
      return await work();
    } finally {
      inHand.delete(id);
    }
  };

  return {
    deliver: ({ message, ...delivery }, { signal, nextRun } = {}) =>
      holding(delivery.id, async () => {
        if (signal?.aborted) return "released";
        const adapter = adapterFor(delivery.channel.platform);
        const claimedAt = lease();
        const content = message && JSON.stringify(message);
        const claimed = await deliveries.claim({ ...delivery, ...(content && { content }) }, claimedAt);
        if (!claimed) return "taken";
        if (content === undefined) return "nothing-new";
        const held = { ...delivery, content, attempts: 0, claimedAt: claimedAt.now, ...(nextRun && { nextRun }) };
        return post(held, adapter, signal);
      }),

    goOn: (id, { signal, unwanted, nextRun } = {}) =>
      holding(id, async () => {
        if (signal?.aborted) return "released";
        const found = await deliveries.takeUp(id, lease());
        if (!found) return "taken";
        const delivery = { ...found, ...(nextRun && { nextRun }) };
        const known = outcomes.get(id);
        if (known) return settle(delivery, known);
        const adapter = adapterFor(delivery.channel.platform);
        const postAgain: PostAgain = (reason) => {
          const isOver = unwanted !== undefined || retryAt(delivery, 0) === undefined;
          if (isOver) return settle(delivery, { state: "refused", error: unwanted ?? reason });
          return post(delivery, adapter, signal);
        };
        if (delivery.state === "posting" || delivery.state === "unknown") return lookUp(delivery, adapter, postAgain);
        return postAgain(delivery.lastError ?? "Paperboy was stopped before it could post.");
      }),
  };

  function adapterFor(platform: string): Adapter {
    const adapter = adapterOf(platform);
    if (!adapter) throw new Error(`there is no adapter for ${platform}`);
    return adapter;
  }
}
