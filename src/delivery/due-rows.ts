import type { ChannelId, ChannelSchedule, Delivery, Store } from "../store/store.ts";

/** What is worth a look now, read a page at a time: rows may change meanwhile, and none is read twice. */
export interface DueRows {
  /** Deliveries to go on with: refused for now, to be looked up, or left by a process that died. */
  waiting(now: Date): AsyncGenerator<Delivery>;
  /** Schedules by which something may be due. */
  toCheck(now: Date): AsyncGenerator<ChannelSchedule>;
}

export interface DueRowsDeps {
  readonly store: Pick<Store, "deliveries" | "schedules">;
  readonly serves: (channel: ChannelId) => boolean;
}

/** Rows read at a time. */
const page = 500;

export function createDueRows({ store, serves }: DueRowsDeps): DueRows {
  return {
    async *waiting(now) {
      for (let after: Delivery | undefined; ; ) {
        const found = await store.deliveries.waiting(now, { limit: page, ...(after && { after: after.id }) });
        yield* found.filter((delivery) => serves(delivery.channel));
        after = found.at(-1);
        if (found.length < page) return;
      }
    },

    async *toCheck(now) {
      for (let after: ChannelId | undefined; ; ) {
        const found = await store.schedules.toCheck(now, { limit: page, ...(after && { after }) });
        yield* found.filter((schedule) => serves(schedule.channel));
        after = found.at(-1)?.channel;
        if (found.length < page) return;
      }
    },
  };
}
