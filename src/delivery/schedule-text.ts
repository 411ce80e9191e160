import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { Schedule, Weekday } from "./schedule.ts";
import { dayWords, readDays, weekdayNames } from "./schedule-days.ts";
import { readTime, type TimeOfDay, timeWords } from "./schedule-time.ts";
import { TimeZoneError, type TimeZones } from "./time-zones.ts";

/** A schedule that was not understood; `choices` are the whole schedules that may have been meant, likeliest first. */
export class ScheduleError extends UserError {
  readonly choices: readonly Schedule[];

  constructor(code: string, message: string, choices: readonly Schedule[] = [], options?: ErrorOptions) {
    super(code, message, options);
    this.name = "ScheduleError";
    this.choices = choices;
  }
}

/**
 * Reads what people type: an hour, a place and days in any order ("9:30 pm New York mon,thu", "weekly fri", "noon").
 * What is not said stays as in `present`. `off` is undefined. Throws UserErrors only.
 */
export function parseSchedule(text: string, present: Schedule, timeZones: TimeZones): Schedule | undefined {
  const words = wordsOf(text);
  if (words.length === 1 && words[0]?.toLowerCase() === "off") return undefined;
  const said = readWords(words);
  const schedule: Schedule = {
    ...(said.time ?? { hour: present.hour, minute: present.minute }),
    timeZone: present.timeZone,
    days: said.days.size > 0 ? [...said.days].sort((a, b) => a - b) : present.days,
  };
  return said.place.length === 0 ? schedule : { ...schedule, timeZone: readPlace(said.place, schedule, timeZones) };
}

/** "09:00 Europe/Berlin, Monday to Friday": for people, and `parseSchedule` reads it back. */
export function formatSchedule(schedule: Schedule): string {
  const time = [schedule.hour, schedule.minute].map((part) => String(part).padStart(2, "0")).join(":");
  return `${time} ${schedule.timeZone}, ${formatDays(schedule.days)}`;
}

/** More than the longest sentence that says a schedule. */
const longest = 200;

function wordsOf(text: string): string[] {
  if (text.length > longest) {
    throw new ScheduleError("schedule", `That is too long for a schedule: write ${example}.`);
  }
  return text
    .normalize("NFKC")
    .replace(/\p{Pd}/gu, "-")
    .split(/[\s,;\p{C}]+/u)
    .filter((word) => word !== "");
}

interface Said {
  time?: TimeOfDay;
  readonly days: Set<Weekday>;
  readonly place: string[];
}

function readWords(words: readonly string[]): Said {
  const said: Said = { days: new Set(), place: [] };
  const lower = words.map((word) => word.toLowerCase());
  let at = 0;
  while (at < words.length) {
    const word = lower[at] ?? "";
    const time = readTime(lower, at);
    const days = time ? undefined : readDays(lower, at);
    if (time) {
      if (said.time) throw new ScheduleError("schedule", "A channel gets one post a day: write one hour.");
      said.time = time.value;
    } else if (days) {
      for (const day of days.value) said.days.add(day);
    } else if (/^\d/u.test(word)) {
      throw new ScheduleError("schedule-time", `"${word}" is no time of day: write it as 09:00, 17:30 or 9am.`);
    } else if (word === "off") {
      throw new ScheduleError("schedule", `"off" stands alone: write off to end the posts, or ${example}.`);
    } else if (irregular.has(word)) {
      throw new ScheduleError("schedule-days", "The days are the same every week: name them, for example mon,thu.");
    } else if (!fillers.has(word)) {
      said.place.push(words[at] ?? "");
    }
    at += time?.words ?? days?.words ?? 1;
  }
  if (lower.includes("weekly") && said.days.size === 0) {
    throw new ScheduleError("schedule-days", "Weekly on which day? Write for example weekly fri.");
  }
  return said;
}

const example = "for example 09:00 Berlin weekdays";
const irregular = new Set(["alternate", "biweekly", "but", "except", "fortnightly", "monthly", "not", "other"]);
const fillers = new Set(["-", "&", "and", "at", "each", "every", "in", "on", "the", "time", "weekly"]);

function readPlace(words: readonly string[], schedule: Schedule, timeZones: TimeZones): string {
  try {
    return timeZones.find(words.join(" "));
  } catch (error) {
    if (!(error instanceof TimeZoneError)) throw error;
    const slip = error.code === "time-zone-unknown" ? slipOfThePen(words) : undefined;
    if (slip) throw new ScheduleError("schedule-word", slip);
    const choices = error.choices.map((timeZone) => ({ ...schedule, timeZone }));
    throw new ScheduleError(error.code, error.message, choices, { cause: error });
  }
}

/** A misspelt day is no place: asking for a city would send the person the wrong way. */
function slipOfThePen(words: readonly string[]): string | undefined {
  for (const word of words) {
    const meant = nearest(word, [...dayWords, ...timeWords]);
    if (meant) return `"${word.slice(0, 40)}" is not understood: did you mean ${meant}?`;
  }
  return undefined;
}

function formatDays(days: readonly Weekday[]): string {
  if (days.length === 7) return "every day";
  const names = days.map((day) => weekdayNames[day]);
  const last = names.at(-1) ?? "";
  const consecutive = days.every((day, index) => day === (days[0] ?? 0) + index);
  if (names.length > 2 && consecutive) return `${names[0]} to ${last}`;
  return names.length < 2 ? `every ${last}` : `${names.slice(0, -1).join(", ")} and ${last}`;
}
