import { localDay } from "../delivery/schedule.ts";
import { UserError } from "../errors.ts";
import { dayOf, daysAfter } from "../papers/day.ts";
import { type Day, daySchema, type Paper } from "../papers/paper.ts";
import type { Delivery, DeliveryState } from "../store/store.ts";
import { archivedDays, archivedDigest, dayButton } from "../views/archive.ts";
import { type Context, defineCommand } from "./command.ts";
import { LineError } from "./line-error.ts";
import { inCode } from "./tokens.ts";

/** Days listed at once; older ones are asked for by their date. */
const daysListed = 14;
/** Deliveries looked through for them: days with nothing new are deliveries too. */
const deliveriesRead = 100;
const daysOffered = 3;

export const archive = defineCommand({
  name: "archive",
  summary: "Show this channel's past digests",
  examples: ["archive", "archive 2026-11-20", "archive yesterday"],
  args: {
    date: { kind: "word", optional: true, summary: "a day, such as 2026-11-20, today or yesterday" },
  },
  answer: "private",
  about: "channel",
  shareable: true,
  async run({ date: typed }, context) {
    const { store, clock, channel } = context;
    const known = (await store.deliveries.history(channel, deliveriesRead)).filter(hasPapers);
    if (typed === undefined) return archivedDays(known.slice(0, daysListed), known.length > daysListed);
    const day = readDay(typed, await today(context));
    if (day === undefined) {
      throw notThere("wrong-date", `${inCode(typed)} is no day: write it as ${dayOf(clock.now())}.`, known);
    }
    const delivery = await store.deliveries.get(channel, day);
    if (!delivery || !hasPapers(delivery))
      throw notThere("no-digest", absence(day, delivery?.state), nearestTo(day, known));
    return archivedDigest(delivery, await papersOf(delivery, store));
  },
});

/** Its papers reached the channel, or may have. */
function hasPapers({ state, papers }: Delivery): boolean {
  return papers.length > 0 && (state === "posted" || state === "unknown");
}

/** In the schedule's zone: an evening in Tokyo asks for Tokyo's today. */
async function today({ store, clock, channel, timeZone }: Context): Promise<Day> {
  const zone = (await store.schedules.get(channel))?.timeZone ?? timeZone;
  return localDay(clock.now(), zone);
}

function readDay(typed: string, now: Day): Day | undefined {
  const word = typed.toLowerCase();
  if (word === "today") return now;
  if (word === "yesterday") return daysAfter(now, -1);
  const parsed = daySchema.safeParse(word);
  return parsed.success ? parsed.data : undefined;
}

function absence(day: Day, state: DeliveryState | undefined): string {
  switch (state) {
    case undefined:
      return `There was no digest on ${day}.`;
    case "nothing-new":
    case "posted":
    case "unknown":
      return `There was nothing new on ${day}.`;
    case "claimed":
    case "posting":
      return `The digest of ${day} is just being posted.`;
    case "refused":
    case "gone":
      return `The digest of ${day} was not posted; its papers come with a later one. \`status\` says why.`;
    default:
      return state satisfies never;
  }
}

function notThere(code: string, sentence: string, near: readonly Delivery[]): UserError {
  if (near.length === 0) return new UserError(code, `${sentence} This channel has had no digest yet.`);
  const offers = near.slice(0, daysOffered).map(dayButton);
  return new LineError(code, `${sentence} \`archive\` lists the days there are.`, offers);
}

function nearestTo(day: Day, known: readonly Delivery[]): readonly Delivery[] {
  const distance = (other: Delivery) => Math.abs(Date.parse(other.day) - Date.parse(day));
  return known.toSorted((a, b) => distance(a) - distance(b));
}

/** By the keys they were posted under; what has since become another paper's record shows that one. */
async function papersOf(
  { papers }: Delivery,
  { papers: shelf }: Context["store"],
): Promise<ReadonlyMap<string, Paper>> {
  const found = await Promise.all(papers.map(async ({ key }) => [key, await shelf.get(key)] as const));
  return new Map(found.flatMap(([key, paper]) => (paper ? [[key, paper]] : [])));
}
