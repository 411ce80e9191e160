import { expect, test } from "vitest";
import type { Adapter } from "../src/adapter.ts";
import { silentLog } from "../src/log.ts";
import { createReadiness } from "../src/readiness.ts";
import type { Store } from "../src/store/store.ts";
import { recordingAdapter } from "./support/recording-adapter.ts";

interface Stands {
  readonly papers?: number;
  readonly indexed?: number;
  readonly adapters?: readonly Adapter[];
}

function readiness({ papers = 10, indexed = papers, adapters = [] }: Stands = {}) {
  const store = { papers: { count: async () => papers } } as unknown as Store;
  return createReadiness({ store, index: { count: async () => indexed }, adapters, log: silentLog });
}

test("it is ready when it serves: not while it starts, nor when it stops", async () => {
  const all = readiness();
  expect(await all.lacking()).toEqual(["Paperboy is starting."]);
  all.is("serving");
  expect(await all.lacking()).toEqual([]);
  all.is("stopping");
  expect(await all.lacking()).toEqual(["Paperboy is stopping."]);
});

test("an index that is some papers behind is good enough, one that misses many is not", async () => {
  for (const [papers, indexed, lacks] of [
    [10, 0, []],
    [600, 100, []],
    [600, 99, ["The search index knows 99 of 600 papers; it is catching up."]],
    [100_000, 99_000, []],
    [100_000, 98_999, ["The search index knows 98999 of 100000 papers; it is catching up."]],
  ] as const) {
    const all = readiness({ papers, indexed });
    all.is("serving");
    expect(await all.lacking()).toEqual(lacks);
  }
});

test("a platform that is not connected is named; one that cannot tell is taken at its word", async () => {
  let isConnected = false;
  const telling = { ...recordingAdapter(), platform: "chat", isConnected: () => isConnected };
  const all = readiness({ adapters: [telling, recordingAdapter()] });
  all.is("serving");
  expect(await all.lacking()).toEqual(["chat is not connected."]);
  isConnected = true;
  expect(await all.lacking()).toEqual([]);
});

test("a store that fails is told without the cause, which is not for everyone", async () => {
  const store = { papers: { count: () => Promise.reject(new Error("/srv/secret.db is damaged")) } } as unknown as Store;
  const all = createReadiness({ store, index: { count: async () => 0 }, adapters: [], log: silentLog });
  all.is("serving");
  expect(await all.lacking()).toEqual(["The store does not answer: the log says why."]);
});
