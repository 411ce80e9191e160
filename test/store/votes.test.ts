import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { draft } from "../support/papers.ts";
import { tempFolder } from "../support/temp.ts";

const person = { platform: "test", id: "U123SECRETIVE" };
const other = { platform: "test", id: "U9" };
const channel = { platform: "test", id: "c1" };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 10, 9, minute));

async function open(secretKey?: string) {
  const folder = tempFolder();
  const file = join(folder, "paperboy.db");
  const store = await openSqliteStore({ file, ...(secretKey !== undefined && { secretKey }) });
  onTestFinished(() => store.close());
  return { store, file };
}

test("the last vote of a person on a paper in a channel counts", async () => {
  const { store } = await open();
  expect(await store.votes.cast(person, { paper: "a", value: "up", at: at(1) }, channel)).toBeUndefined();
  expect(await store.votes.cast(person, { paper: "a", value: "down", at: at(2) }, channel)).toMatchObject({
    value: "up",
  });
  await store.votes.cast(other, { paper: "a", value: "up", at: at(3) }, channel);
  expect(await store.votes.of({ channel })).toEqual([
    { paper: "a", value: "up", at: at(3) },
    { paper: "a", value: "down", at: at(2) },
  ]);
  expect(await store.votes.of({ person })).toEqual([{ paper: "a", value: "down", at: at(2) }]);
});

test("what a person names for themselves is no channel's", async () => {
  const { store } = await open();
  await store.votes.cast(person, { paper: "a", value: "up", at: at(1) });
  expect(await store.votes.of({ channel })).toEqual([]);
  expect(await store.votes.of({ person })).toHaveLength(1);
});

test("no file of the store holds a person's id", async () => {
  const { store, file } = await open();
  await store.votes.cast(person, { paper: "a", value: "up", at: at(1) }, channel);
  await store.votes.save(person, { paper: "a", at: at(1) }, channel);
  await store.votes.change({ person }, { leftOut: ["cache"] });
  for (const name of [file, `${file}-wal`]) expect(readFileSync(name).includes(person.id)).toBe(false);
});

test("with another key a person is somebody else", async () => {
  const folder = tempFolder();
  const file = join(folder, "paperboy.db");
  const first = await openSqliteStore({ file, secretKey: "one" });
  await first.votes.cast(person, { paper: "a", value: "up", at: at(1) }, channel);
  await first.close();
  const second = await openSqliteStore({ file, secretKey: "two" });
  onTestFinished(() => second.close());
  expect(await second.votes.of({ person })).toEqual([]);
});

test("a vote follows its paper into the record it was folded into", async () => {
  const { store } = await open();
  const [byId, byTitle] = await store.papers.takeIn([
    draft("Sparse Experts", { arxivId: "2401.00001" }),
    draft("Sparse Experts, Revised"),
  ]);
  await store.votes.cast(person, { paper: byTitle?.key ?? "", value: "up", at: at(1) }, channel);
  await store.papers.takeIn([draft("Sparse Experts, Revised", { arxivId: "2401.00001" })]);
  expect((await store.votes.of({ channel })).map(({ paper }) => paper)).toEqual([byId?.key]);
});

test("what was said of a paper under a key it had before is changed, taken back and taken off the list", async () => {
  const { store } = await open();
  const [byId, byTitle] = await store.papers.takeIn([
    draft("Sparse Experts", { arxivId: "2401.00001" }),
    draft("Sparse Experts, Revised"),
  ]);
  const [former = "", key = ""] = [byTitle?.key, byId?.key];
  await store.votes.cast(person, { paper: former, value: "up", at: at(1) }, channel);
  await store.votes.cast(other, { paper: former, value: "up", at: at(1) }, channel);
  await store.votes.save(person, { paper: former, at: at(1) }, channel);
  await store.papers.takeIn([draft("Sparse Experts, Revised", { arxivId: "2401.00001" })]);

  expect(await store.votes.save(person, { paper: key, at: at(2) }, channel)).toBe(false);
  expect(await store.votes.unsave(person, key)).toBe(true);
  expect(await store.votes.saved({ person })).toEqual([]);
  const down = { paper: key, value: "down", at: at(3) } as const;
  expect(await store.votes.cast(person, down, channel)).toEqual({ paper: key, value: "up", at: at(1) });
  expect(await store.votes.withdraw(person, key, channel)).toEqual(down);
  expect(await store.votes.of({ person })).toEqual([]);
  expect(await store.votes.of({ person: other })).toHaveLength(1);
});

test("a reading list keeps its order and forgets with its person", async () => {
  const { store } = await open();
  expect(await store.votes.save(person, { paper: "a", at: at(1) }, channel)).toBe(true);
  expect(await store.votes.save(person, { paper: "b", at: at(2) }, channel)).toBe(true);
  expect(await store.votes.save(person, { paper: "a", at: at(3) }, channel)).toBe(false);
  await store.votes.save(other, { paper: "c", at: at(4) }, channel);
  expect((await store.votes.saved({ person })).map(({ paper }) => paper)).toEqual(["b", "a"]);
  expect((await store.votes.saved({ channel })).map(({ paper }) => paper)).toEqual(["c", "b", "a"]);
  expect(await store.votes.savedBeyond(person)).toBe(0);
  expect(await store.votes.unsave(person, "b")).toBe(true);
  expect(await store.votes.unsave(person, "b")).toBe(false);
  expect(await store.votes.forget(person)).toEqual({ votes: 0, saved: 1 });
  expect(await store.votes.saved({ channel })).toHaveLength(1);
});

test("a channel that is forgotten takes its votes and its taste with it", async () => {
  const { store } = await open();
  await store.votes.cast(person, { paper: "a", value: "up", at: at(1) }, channel);
  await store.votes.change({ channel }, { leftOut: ["cache"] });
  await store.forgetChannel({ platform: "test", id: "c1" });
  expect(await store.votes.of({ channel })).toEqual([]);
  expect(await store.votes.settings({ channel })).toEqual({ leftOut: [] });
});
