/**
 * One life of a delivering process: `deliverer.ts DATABASE PORT BLIND TIME REAL`. Says `ready`, delivers what is due, and
 * ends with `done` when nothing is left, unless it is killed before. Its clock stood at TIME when the real one stood at
 * REAL, and runs faster, so that leases and retries pass quickly.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { createOutbox } from "../../src/delivery/outbox.ts";
import { type Composed, createScheduler, type DueDigest } from "../../src/delivery/scheduler.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { standInAdapter } from "./stand-in-adapter.ts";

const timesFaster = 200;
const [file = "", port = "", blind = "", time = "", real = ""] = process.argv.slice(2);
const clock = { now: () => new Date(Number(time) + (Date.now() - Number(real)) * timesFaster) };
const log = {
  debug() {},
  info() {},
  warn() {},
  error: (details: object) => process.stderr.write(`${JSON.stringify(details)}\n`),
};
const store = await openSqliteStore({ file });
const adapter = standInAdapter(Number(port), blind === "blind");
const outbox = createOutbox({
  deliveries: store.deliveries,
  adapterOf: () => adapter,
  clock,
  log,
  owner: randomUUID(),
  random: Math.random,
  // Real milliseconds, well within a lease of 120 s on the fast clock.
  postWithin: 300,
});
const { tick } = createScheduler({ store, outbox, compose, serves: () => true, clock, log });

process.stdout.write("ready\n");
for (;;) {
  const { outcomes } = await tick();
  const endOfTime = new Date("9999-01-01");
  const [left] = await store.deliveries.waiting(endOfTime, { limit: 1 });
  if (left === undefined && Object.keys(outcomes).length === 0) break;
  await wait(20);
}
await store.close();
process.stdout.write("done\n");
process.exit(0);

/** Five papers that no other day has. */
async function compose({ day, channel }: DueDigest): Promise<Composed> {
  const papers = Array.from({ length: 5 }, (_, index) => ({ key: `${day} ${index}`, topic: "experts" }));
  const text = `Papers of ${day} for ${channel.id}`;
  return { papers, message: { fallback: text, blocks: papers.map(({ key }) => ({ type: "heading", text: key })) } };
}
