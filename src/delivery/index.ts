import { randomUUID } from "node:crypto";
import type { Adapter } from "../adapter.ts";
import type { Clock } from "../clock.ts";
import type { Engine } from "../engine.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { createComposer } from "./compose.ts";
import { createOutbox } from "./outbox.ts";
import { createScheduler, type Scheduler, type SchedulerDeps } from "./scheduler.ts";

export interface DeliveryDeps extends Pick<SchedulerDeps, "notices"> {
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** Those that post; channels of other platforms are left to other processes. */
  readonly adapters: readonly Adapter[];
}

/** Everything between a schedule and a post, for one process. */
export function createDelivery({ store, engine, clock, log, adapters, ...rest }: DeliveryDeps): Scheduler {
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
    ...rest,
  });
}
