import type { Outbox } from "../delivery/outbox.ts";
import type { Delivery, Store } from "../store/store.ts";
import type { Attempt } from "./deliver-attempt.ts";

/** A look over the shoulder of a delivery run. */
export interface DeliveryWatch {
  /** What the run works with. */
  readonly store: Store;
  readonly through: (outbox: Outbox) => Outbox;
  /** What came of each channel so far, or would. */
  readonly attempts: readonly Attempt[];
}

/** Lets the run do its work and takes notes; with `isDry` it takes the outbox's place, and nothing is written. */
export function watchDeliveries(store: Store, isDry: boolean): DeliveryWatch {
  const attempts: Attempt[] = [];
  const waiting = new Map<string, Delivery>();

  const note = async (attempt: Attempt) => {
    const { channel, day, outcome } = attempt;
    const error = outcome === "posted" ? undefined : (await store.deliveries.get(channel, day))?.lastError;
    attempts.push({ ...attempt, ...(error !== undefined && { error }) });
  };

  const noting = (outbox: Outbox): Outbox => ({
    async deliver(outgoing, options) {
      const outcome = await outbox.deliver(outgoing, options);
      await note({ ...outgoing, outcome });
      return outcome;
    },
    async goOn(id, options) {
      const outcome = await outbox.goOn(id, options);
      const delivery = waiting.get(id);
      if (delivery) await note({ ...delivery, outcome });
      return outcome;
    },
  });

  const lookingOnly: Outbox = {
    async deliver(outgoing) {
      await note({ ...outgoing, outcome: outgoing.message ? "would post" : "nothing-new" });
      return "released";
    },
    async goOn(id) {
      const delivery = waiting.get(id);
      if (delivery) await note({ ...delivery, outcome: "would go on" });
      return "released";
    },
  };

  return {
    attempts,
    through: (outbox) => (isDry ? lookingOnly : noting(outbox)),
    store: {
      ...store,
      ...(isDry && { schedules: { ...store.schedules, checked: async () => {} } }),
      deliveries: {
        ...store.deliveries,
        async waiting(now, page) {
          const found = await store.deliveries.waiting(now, page);
          for (const delivery of found) waiting.set(delivery.id, delivery);
          return found;
        },
      },
    },
  };
}
