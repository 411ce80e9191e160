import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { setUpDeliveries } from "../support/deliveries.ts";
import { tempFolder } from "../support/temp.ts";

const channel = { platform: "test", id: "w1:c1" };

test("a backup knows every delivery made before it", async () => {
  const { store, clock, schedule, startProcess, platform } = await setUpDeliveries();
  await schedule(channel);
  clock.set("2026-03-11T08:00:00Z");
  await startProcess().tick();
  const restored = await restore((file) => store.backUp(file));
  await startProcess({ store: restored }).tick();
  expect(platform.arrived).toHaveLength(1);
});

test("residual case: a backup does not know what was posted after it was made, and today's digest is posted again", async () => {
  const { store, clock, schedule, startProcess, platform } = await setUpDeliveries();
  await schedule(channel);
  const restored = await restore((file) => store.backUp(file));
  clock.set("2026-03-11T08:00:00Z");
  await startProcess().tick();
  await startProcess({ store: restored }).tick();
  expect(platform.arrived).toHaveLength(2);
  expect(new Set(platform.arrived.map((post) => post.deliveryId)).size).toBe(1);
});

async function restore(backUp: (file: string) => Promise<void>) {
  const file = join(tempFolder(), "copy.db");
  await backUp(file);
  const store = await openSqliteStore({ file });
  onTestFinished(() => store.close());
  return store;
}
