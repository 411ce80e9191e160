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
const limit = 500;

export function createDueRows({ store, serves }: DueRowsDeps): DueRows {
  /** `read`: the page behind a row, or the first one. */
  async function* served<Row extends { readonly channel: ChannelId }>(
    read: (last: Row | undefined) => Promise<readonly Row[]>,
  ): AsyncGenerator<Row> {
    for (let last: Row | undefined; ; ) {
      const page = await read(last);
      yield* page.filter(({ channel }) => serves(channel));
      last = page.at(-1);
      if (page.length < limit) return;
    }
  }

  return {
    waiting: (now) => served((last) => store.deliveries.waiting(now, { limit, ...(last && { after: last.id }) })),
    toCheck: (now) => served((last) => store.schedules.toCheck(now, { limit, ...(last && { after: last.channel }) })),
  };
}
