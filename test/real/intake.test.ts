import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { readDigest } from "../../src/digests/index.ts";
import { createIntake } from "../../src/intake.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { realData } from "../support/real-data.ts";
import { tempFolder } from "../support/temp.ts";

describe.skipIf(realData === undefined)("taking in the five pages (needs the folder of real data)", () => {
  const digests = join(realData ?? "", "digests");

  test("301 entries are 233 papers, and twice changes nothing", async () => {
    const store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
    onTestFinished(() => store.close());
    const intake = createIntake({ store, clock: systemClock, readDigest });
    const counts = { files: 5, entries: 301, papers: 233, rejected: [] };
    expect(await intake.takeIn([digests])).toEqual({ ...counts, new: 233, merged: 68 });
    const before = await store.papers.lastChange();
    expect(await intake.takeIn([digests])).toEqual({ ...counts, new: 0, merged: 301 });
    expect(await store.papers.lastChange()).toBe(before);
    expect(await store.papers.count()).toBe(233);
  });
});
