import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readTeamData } from "../../src/store/team-data.ts";
import { tempFolder } from "../support/temp.ts";

const ada = { platform: "p", id: "ada" };
const channel = { platform: "p", id: "T1/C1" };
const at = new Date("2026-01-05T08:00:00.000Z");
const later = new Date("2026-01-20T08:00:00.000Z");
const paper = "aaaaaaaaaaaa";

async function open(secretKey?: string, folder = tempFolder()) {
  const file = join(folder, "paperboy.db");
  const store = await openSqliteStore({ file, ...(secretKey !== undefined && { secretKey }) });
  onTestFinished(() => store.close());
  return store;
}

async function lived(secretKey?: string) {
  const store = await open(secretKey);
  const by = { id: "U1", name: "Ada" };
  await store.subscriptions.add(channel, { topic: '"sparse experts"', by, at });
  await store.subscriptions.add(channel, { topic: "routing", by: { id: "U2" }, at });
  await store.schedules.set(channel, { hour: 9, minute: 30, timeZone: "Europe/Berlin", days: [1, 5], by, at });
  await store.schedules.sayNothingNew(channel, true);
  await store.schedules.pause(channel, { reason: "asked", at, until: later, detail: "by Ada" });
  await store.votes.cast(ada, { paper, value: "up", at }, channel);
  await store.votes.cast(ada, { paper: "bbbbbbbbbbbb", value: "down", at });
  await store.votes.save(ada, { paper, at }, channel);
  await store.votes.change({ person: ada }, { begins: at, leftOut: ["video"] });
  await store.votes.change({ channel }, { leftOut: ["survey"] });
  await store.shown.record(channel, [paper], at);
  return store;
}

const key = "k".repeat(32);

describe("what a team owns", () => {
  test.each([
    ["a key of the database's own", undefined],
    ["PAPERBOY_SECRET_KEY", key],
  ])("is the same in another place after export and import, people included, with %s", async (_name, secretKey) => {
    const from = await lived(secretKey);
    const exported = await from.team.export(later);
    const to = await open(secretKey);
    const data = readTeamData(JSON.stringify(exported), "team.json");
    expect(await to.team.import(data, later)).toEqual({
      subscriptions: 2,
      schedules: 1,
      votes: 2,
      saved: 1,
      tastes: 2,
      shown: 1,
    });
    expect(await to.subscriptions.list(channel)).toEqual(await from.subscriptions.list(channel));
    for (const owner of [{ person: ada }, { channel }]) {
      expect(await to.votes.of(owner)).toEqual(await from.votes.of(owner));
      expect(await to.votes.saved(owner)).toEqual(await from.votes.saved(owner));
      expect(await to.votes.settings(owner)).toEqual(await from.votes.settings(owner));
    }
    expect(await to.votes.of({ person: ada })).toHaveLength(2);
    const was = await from.schedules.get(channel);
    expect(await to.schedules.get(channel)).toEqual({ ...was, activeFrom: later, version: 1 });
    expect(await to.shown.seenBy(channel, [paper])).toEqual(new Set([paper]));
    expect(await to.team.export(later)).toEqual(exported);
  });

  test("may be imported again and again: nothing is doubled, and what changed here meanwhile stays", async () => {
    const exported = await (await lived(key)).team.export(later);
    const to = await open(key);
    await to.team.import(exported, later);
    await to.votes.cast(ada, { paper, value: "down", at: later }, channel);
    await to.schedules.resume(channel, later);
    expect(Object.values(await to.team.import(exported, later))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await to.votes.of({ channel })).toMatchObject([{ paper, value: "down" }]);
    expect((await to.schedules.get(channel))?.pause).toBeUndefined();
  });

  test("names no person in votes and reading lists, and has the key only where the database made it", async () => {
    const exported = await (await lived(key)).team.export(later);
    expect(exported.people.key).toBeUndefined();
    expect(JSON.stringify([exported.votes, exported.saved, exported.tastes])).not.toContain("ada");
    expect((await (await lived()).team.export(later)).people.key).toMatch(/^[\w-]{43}$/);
  });

  test("is not mixed with people under another key: the sentence says what to do, and nothing is written", async () => {
    const ofKey = await (await lived(key)).team.export(later);
    const own = await (await lived()).team.export(later);
    const other = await open("o".repeat(32));
    await expect(other.team.import(ofKey, later)).rejects.toThrow(/PAPERBOY_SECRET_KEY .*set the same one here/);
    await expect(other.team.import(own, later)).rejects.toThrow(/under another key/);
    await expect((await lived()).team.import(own, later)).rejects.toThrow(/import into an empty data folder/);
    expect(await other.subscriptions.list(channel)).toEqual([]);
    expect(await other.team.import({ ...ofKey, votes: [], saved: [], tastes: [] }, later)).toMatchObject({
      subscriptions: 2,
    });
  });

  test("a file that is something else, newer or damaged is refused with where it is wrong", async () => {
    const good = await (await lived(key)).team.export(later);
    const read = (data: unknown) => () => readTeamData(JSON.stringify(data), "team.json");
    expect(() => readTeamData("{", "team.json")).toThrow("team.json is not JSON, or was cut short.");
    expect(read([])).toThrow("team.json was not written by `paperboy export`.");
    expect(read({ ...good, version: 2 })).toThrow(/written by a newer Paperboy .* update Paperboy\.$/);
    expect(read({ ...good, votes: [{ ...good.votes[0], paper: "x" }] })).toThrow(
      "team.json holds something unexpected at votes.0.paper: is no paper's key.",
    );
    const [schedule] = good.schedules;
    expect(read({ ...good, schedules: [{ ...schedule, timeZone: "Mars/Olympus" }] })).toThrow(
      "schedules.0.timeZone: is no time zone",
    );
  });
});

describe("the key that people stand under", () => {
  const other = "o".repeat(32);

  test("may be set, changed or taken away as long as nobody is kept, and is missed from then on", async () => {
    const folder = tempFolder();
    const isAnother = async (secretKey?: string) => (await open(secretKey, folder)).team.isUnderAnotherKey();
    expect(await isAnother()).toBe(false);
    expect(await isAnother(other)).toBe(false);
    expect(await isAnother(key)).toBe(false);
    await (await open(key, folder)).votes.cast(ada, { paper, value: "up", at });
    expect([await isAnother(key), await isAnother(other), await isAnother()]).toEqual([false, true, true]);
    await (await open(key, folder)).votes.forget(ada);
    expect(await isAnother(other)).toBe(false);
  });

  test("is the one that came with an import into an empty store", async () => {
    const exported = await (await lived()).team.export(later);
    const here = await open();
    expect(await here.team.isUnderAnotherKey()).toBe(false);
    await here.team.import(exported, later);
    expect(await here.team.isUnderAnotherKey()).toBe(false);
  });
});
