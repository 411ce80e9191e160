import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { deliveryId } from "../src/delivery/delivery-id.ts";
import { daysAfter } from "../src/papers/day.ts";
import { openSqliteStore } from "../src/store/sqlite.ts";
import type { Store } from "../src/store/store.ts";
import { measureMorning } from "./support/morning.ts";
import { type StandIn, startStandIn } from "./support/stand-in.ts";
import { figures } from "./support/table.ts";
import { wholeNumber } from "./whole-number.ts";

const usage = `npm run -s bench -- delivery [--channels N] [--kills K] [--blind] [--json]

Delivers day after day to N channels (default 500) from real processes, killed with SIGKILL at K random instants (default
200), to a platform that also refuses, loses posts and loses answers. --blind: a platform that cannot look up a post; those
of unknown outcome are then left and counted. --kills 0 measures a morning instead: composing and posting N digests.
`;

/** Shares of posts; a tenth goes wrong in some way, beside the kills. */
const faults = { refused: 0.05, answerLost: 0.03, postLost: 0.02 };
const firstDay = "2026-03-02";
/** So long after it is ready a process is killed at most, in milliseconds. */
const longestLife = 300;
/** No day may take longer, in milliseconds; its clock, 200 times as fast, would reach the next one. */
const longestDay = 300_000;

interface Result {
  readonly channels: number;
  readonly days: number;
  readonly kills: number;
  readonly expected: number;
  readonly made: number;
  readonly doubled: number;
  readonly lost: number;
  /** Outcomes left unknown and reported; `arrived` of them were made. */
  readonly unknown: number;
  readonly unknownArrived: number;
  readonly seconds: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      channels: { type: "string", default: "500" },
      kills: { type: "string", default: "200" },
      blind: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const channels = wholeNumber("channels", values.channels);
  const kills = wholeNumber("kills", values.kills, 0);
  const result = kills === 0 ? await measureMorning(channels) : await killAndCount(channels, kills, values.blind);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : figures({ ...result }));
  if ("lost" in result && (result.lost > 0 || result.doubled > 0)) process.exitCode = 1;
}

async function killAndCount(channels: number, kills: number, blind: boolean): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-bench-"));
  const standIn = await startStandIn(faults, Math.random);
  const started = performance.now();
  try {
    const file = join(folder, "paperboy.db");
    const store = await openSqliteStore({ file });
    await setSchedules(store, channels);
    await store.close();
    let killed = 0;
    let days = 0;
    for (; killed < kills || days === 0; days++) {
      const morning = Date.parse(`${dayOf(days)}T09:00:00Z`);
      const midnight = Date.now() + longestDay;
      for (let isDone = false; !isDone; ) {
        if (Date.now() > midnight) throw new Error(`day ${days + 1} does not come to an end`);
        const life = [file, String(standIn.port), blind ? "blind" : "finds", String(morning)];
        const real = String(midnight - longestDay);
        isDone = await live([...life, real], killed < kills);
        if (!isDone) killed++;
      }
    }
    const counted = await count(file, standIn, channels, days);
    return { channels, days, kills: killed, ...counted, seconds: Math.round((performance.now() - started) / 1_000) };
  } finally {
    standIn.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a process until it is done (true) or was killed at a random instant, now and then before it was ready (false). */
async function live(args: readonly string[], isMortal: boolean): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "support/deliverer.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  if (isMortal) {
    if (Math.random() < 0.9) await Promise.race([once(child.stdout, "data"), ended]);
    await Promise.race([wait(Math.random() * longestLife), ended]);
    kill(child);
  }
  const [status, signal] = await ended;
  if (status !== 0 && signal !== "SIGKILL") throw new Error(`a delivering process ended with ${status ?? signal}`);
  return said.includes("done");
}

function kill(child: ChildProcess): void {
  if (child.exitCode === null) child.kill("SIGKILL");
}

async function count(file: string, standIn: StandIn, channels: number, days: number) {
  const store = await openSqliteStore({ file });
  const counts = { expected: channels * days, made: 0, doubled: 0, lost: 0, unknown: 0, unknownArrived: 0 };
  for (let index = 0; index < channels; index++) {
    const channel = channelOf(index);
    const states = new Map((await store.deliveries.history(channel, days + 1)).map(({ id, state }) => [id, state]));
    for (let date = 0; date < days; date++) {
      const id = deliveryId(channel, dayOf(date));
      const arrived = standIn.arrived.get(id) ?? 0;
      const isUnknown = states.get(id) === "unknown";
      if (arrived > 0) counts.made++;
      if (arrived > 1) counts.doubled++;
      if (isUnknown) counts.unknown++;
      if (isUnknown && arrived > 0) counts.unknownArrived++;
      if (!isUnknown && arrived === 0) counts.lost++;
    }
  }
  await store.close();
  return counts;
}

async function setSchedules(store: Store, channels: number): Promise<void> {
  const at = new Date(`${firstDay}T00:00:00Z`);
  const setting = {
    hour: 9,
    minute: 0,
    timeZone: "UTC",
    days: [1, 2, 3, 4, 5, 6, 7],
    by: { id: "bench" },
    at,
  } as const;
  for (let index = 0; index < channels; index++) await store.schedules.set(channelOf(index), setting);
}

function channelOf(index: number) {
  return { platform: "stand-in", id: `w${index % 20}:c${index}` };
}

function dayOf(index: number): string {
  return daysAfter(firstDay, index);
}
