import { randomUUID } from "node:crypto";
import type { Adapter } from "../adapter.ts";
import type { Store } from "../store/store.ts";
import { type ComposerDeps, createComposer } from "./compose.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createScheduler, type Scheduler, type SchedulerDeps } from "./scheduler.ts";
import { createManagerTeller } from "./tell-manager.ts";

export interface DeliveryDeps
  extends Pick<SchedulerDeps, "clock" | "log" | "metrics" | "notices" | "awaitsPapers" | "longestWait"> {
  readonly store: Store;
  readonly engine: ComposerDeps["engine"];
  /** Those that post; channels of other platforms are left to other processes. */
  readonly adapters: readonly Adapter[];
  /** Which channels this process sees to; all of its platforms where left out. */
  readonly serves?: SchedulerDeps["serves"];
  /** Looks over the outbox's shoulder, or takes its place. */
  readonly through?: (outbox: Outbox) => Outbox;
}

/** Everything between a schedule and a post, for one process. */
export function createDelivery({ engine, adapters, through = (outbox) => outbox, ...deps }: DeliveryDeps): Scheduler {
  const { store, clock, log } = deps;
  const adapterOf = (platform: string) => adapters.find((adapter) => adapter.platform === platform);
  const owner = randomUUID();
  const outbox = createOutbox({
    deliveries: store.deliveries,
    adapterOf,
    clock,
    log,
    owner,
    random: Math.random,
  });
  return createScheduler({
    filledDays: (from) => store.sources.filledDays(from),
    serves: ({ platform }) => adapterOf(platform) !== undefined,
    ...deps,
    outbox: through(outbox),
    compose: createComposer({ engine, store }),
    onGone: createManagerTeller({ schedules: store.schedules, adapterOf, log }),
  });
}
