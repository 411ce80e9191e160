import { randomUUID } from "node:crypto";
import type { Adapter } from "../adapter.ts";
import type { Clock } from "../clock.ts";
import type { Engine } from "../engine.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { createComposer } from "./compose.ts";
import { createOutbox } from "./outbox.ts";
import { createScheduler, type Notice, type Scheduler } from "./scheduler.ts";

export interface DeliveryDeps {
  readonly store: Store;
  readonly engine: Engine;
  /** One a platform; channels of other platforms are left to processes that have theirs. */
  readonly adapters: readonly Adapter[];
  readonly clock: Clock;
  readonly log: Log;
  readonly notices?: () => readonly Notice[];
}

/** Delivery with its parts put together: call `tick` every half minute, and `stop` before the adapters are stopped. */
export function createDelivery({ store, engine, adapters, clock, log, notices }: DeliveryDeps): Scheduler {
  const adapterOf = (platform: string) => adapters.find((adapter) => adapter.platform === platform);
  const owner = randomUUID();
  const { deliveries } = store;
  return createScheduler({
    store,
    outbox: createOutbox({ deliveries, adapterOf, clock, log, owner, random: Math.random }),
    compose: createComposer({ engine, store }),
    serves: ({ platform }) => adapterOf(platform) !== undefined,
    clock,
    log,
    ...(notices && { notices }),
  });
}
