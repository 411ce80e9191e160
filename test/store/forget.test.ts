import { join } from "node:path";
import { expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { tempFolder } from "../support/temp.ts";

it("forgets a workspace with its reading lists, a group of channels without them, and nothing else", async () => {
  const store = await openSqliteStore({ file: join(tempFolder(), "a.db") });
  const at = new Date("2026-01-05T08:00:00Z");
  const channel = (id: string, platform = "p") => ({ platform, id });
  const others = [channel("T10/C1"), channel("t1/C1"), channel("T1/C1", "q")];
  for (const each of [channel("T1/C1"), channel("T1/C2"), ...others]) {
    await store.subscriptions.add(each, { topic: "moe", by: { id: "u" }, at });
    await store.shown.record(each, ["aaaaaaaaaaaa"], at);
  }
  const reader = { platform: "p", id: "u" };
  await store.votes.save(reader, { paper: "aaaaaaaaaaaa", at }, channel("T1/C1"));
  for (const idPrefix of ["", "T1/C2"]) await store.forgetChannels({ platform: "p", idPrefix });
  expect(await store.subscriptions.list(channel("T1/C1"))).toHaveLength(1);
  expect(await store.subscriptions.list(channel("T1/C2"))).toEqual([]);
  await store.forgetChannels({ platform: "p", idPrefix: "T1/" });
  expect(await store.subscriptions.list(channel("T1/C1"))).toEqual([]);
  expect(await store.votes.saved({ person: reader })).toHaveLength(1);
  await store.forgetWorkspace({ platform: "p", idPrefix: "" });
  await store.forgetWorkspace({ platform: "p", idPrefix: "T1/" });
  expect(await store.votes.saved({ person: reader })).toEqual([]);
  expect(await store.shown.seenBy(channel("T1/C2"), ["aaaaaaaaaaaa"])).toEqual(new Set());
  for (const each of others) {
    expect(await store.subscriptions.list(each)).toHaveLength(1);
    expect(await store.shown.seenBy(each, ["aaaaaaaaaaaa"])).toEqual(new Set(["aaaaaaaaaaaa"]));
  }
  await store.close();
});
