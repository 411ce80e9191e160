import { randomBytes } from "node:crypto";
import type { Adapter, Channel } from "../adapter.ts";
import type { Clock } from "../clock.ts";
import { DeliveryError, UserError } from "../errors.ts";
import type { Message } from "../message.ts";
import { createRateLimit } from "../rate-limit.ts";
import { TooSlow, within } from "../within.ts";

/**
 * Posts by the way that digests take, so that what would keep them from a channel is seen at once. No digest depends on it:
 * it is no delivery, and is never repeated.
 *
 * @throws UserError that says why it did not arrive, or may not have, and what to do
 */
export type TestPost = (channel: Channel, message: Message) => Promise<void>;

export interface TestPostDeps {
  /** Undefined where nothing posts to the platform. */
  readonly adapterOf: (platform: string) => Adapter | undefined;
  readonly clock: Clock;
  /** Milliseconds a platform may take; less than a command may. */
  readonly postWithin?: number;
}

/** Two at once and one more a minute, in one channel. */
const limits = { atOnce: 2, every: 60_000 };

export function createTestPost({ adapterOf, clock, postWithin = 8_000 }: TestPostDeps): TestPost {
  const limit = createRateLimit({ clock, ...limits });
  return async (channel, message) => {
    const { platform, id } = channel;
    const adapter = adapterOf(platform);
    if (!adapter) throw new UserError("cannot-post", "Nothing is posted to this conversation, digests neither.");
    const wait = Math.ceil(limit.take(JSON.stringify([platform, id])) / 1_000);
    if (wait > 0) throw new UserError("too-much", `This channel had tests just now: try again in ${wait} seconds.`);
    const deliveryId = randomBytes(18).toString("base64url");
    try {
      await within(postWithin, adapter.post({ deliveryId, channel, message, isTest: true }));
    } catch (failure) {
      throw explained(failure, postWithin);
    }
  };
}

function explained(failure: unknown, waited: number): unknown {
  const options = { cause: failure };
  if (failure instanceof TooSlow) {
    const what = `The platform did not say within ${waited / 1_000} seconds whether the test arrived`;
    return new UserError("not-posted", `${what}: look for it in the channel.`, options);
  }
  if (!(failure instanceof DeliveryError)) return failure;
  const { kind, message } = failure;
  switch (kind) {
    case "unknown":
      return new UserError("not-posted", `The test may have arrived: look for it in the channel. ${message}`, options);
    case "retry":
      return new UserError("not-posted", `The test did not arrive. ${message} Digests wait and try again.`, options);
    case "gone":
    case "forbidden":
      return new UserError("not-posted", `The test did not arrive. ${message}`, options);
    default:
      return kind satisfies never;
  }
}
