import { Temporal } from "temporal-polyfill";
import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { foldName } from "./fold-name.ts";
import type { PlaceNames } from "./place-names.ts";
import { zoneAliases } from "./zone-aliases.ts";

/** Understands what people call a time zone. */
export interface TimeZones {
  /** The IANA name of what was typed; throws a TimeZoneError where that is not one zone. */
  find(typed: string): string;
}

/**
 * What was typed is no zone (`time-zone-unknown`), several (`time-zone-ambiguous`) or a fixed offset
 * (`time-zone-offset`). `choices` are the IANA names that may have been meant, likeliest first.
 */
export class TimeZoneError extends UserError {
  readonly choices: readonly string[];

  constructor(code: string, message: string, choices: readonly string[] = []) {
    super(code, message);
    this.name = "TimeZoneError";
    this.choices = choices;
  }
}

/** Reads the table of places at the first call only: most processes start without anyone typing a zone. */
export function loadTimeZones(): Promise<TimeZones> {
  loading ??= import("./place-names.ts").then(({ createPlaceNames }) => createTimeZones(createPlaceNames()));
  return loading;
}

let loading: Promise<TimeZones> | undefined;

/**
 * The IANA name in its proper case, for zones that a platform or a setting names; undefined where the runtime does not
 * know it. An old name stays as it is (`Asia/Calcutta`): it is the same clock.
 */
export function canonicalTimeZone(name: string): string | undefined {
  if (!/^[a-z][a-z0-9_+-]*(\/[a-z0-9_+-]+)*$/iu.test(name) || name.length > 50) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Understands IANA names, abbreviations and nicknames by itself; cities and countries through `places`. */
function createTimeZones(places: PlaceNames): TimeZones {
  return {
    find(typed) {
      const name = typed.trim().slice(0, longest);
      const known = name.includes("/") ? [] : zonesCalled(name, places);
      if (known.length > 1) throw ambiguous(name, known.slice(0, 4));
      const offset = offsetPattern.exec(name);
      if (offset) throw fixedOffset(name, offset);
      const zone = known[0] ?? canonicalTimeZone(name.replace(/\s+/gu, "_")) ?? zoneOfLastPart(name);
      if (zone === undefined) throw unknown(name, places);
      return zone;
    },
  };
}

/** Longer than any place's name. */
const longest = 80;

/** "London" means the one in England: a place with this many times the people of the next one needs no question. */
const dominance = 3;

function zonesCalled(name: string, places: PlaceNames): readonly string[] {
  const alias = zoneAliases.get(foldName(name));
  if (alias) return alias;
  const zones = places.zonesOf(name);
  const [first, second] = zones;
  const clear = first && (!second || first.people >= dominance * second.people);
  return (clear ? [first] : zones).map(({ timeZone }) => timeZone);
}

/** "Lord Howe" for `Australia/Lord_Howe`: IANA names a few places that the table of cities lacks. */
function zoneOfLastPart(name: string): string | undefined {
  const folded = foldName(name);
  return folded === ""
    ? undefined
    : Intl.supportedValuesOf("timeZone").find((zone) => foldName(zone.split("/").at(-1) ?? "") === folded);
}

const offsetPattern = /^(?:utc|gmt|z)?\s?([+\u2212-])(\d{1,2})(?::?(\d{2}))?$/iu;

function fixedOffset(name: string, [, sign, hours, minutes = "00"]: RegExpExecArray): TimeZoneError {
  // The Etc zones count the other way round: Etc/GMT-2 is two hours ahead of UTC.
  const zone = minutes === "00" ? canonicalTimeZone(`Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`) : undefined;
  const fixed = zone ? `, or ${zone} if the post should stay at that offset` : "";
  return new TimeZoneError(
    "time-zone-offset",
    `${quote(name)} is a fixed offset and does not follow summer time: write a city such as Berlin${fixed}.`,
    zone ? [zone] : [],
  );
}

function ambiguous(name: string, zones: readonly string[]): TimeZoneError {
  const list = `${zones.slice(0, -1).join(", ")} or ${zones.at(-1)}`;
  return new TimeZoneError("time-zone-ambiguous", `${quote(name)} can mean several time zones: write ${list}.`, zones);
}

function unknown(name: string, places: PlaceNames): TimeZoneError {
  const place = name.split("/").at(-1) ?? "";
  const { meant, choices } =
    called(place, places) ??
    nearZone(name) ??
    called(places.near(place), places) ??
    beginning(place, places) ??
    nothing;
  const hint = meant ? `did you mean ${meant}?` : "write a city such as Berlin, or a zone such as Europe/Berlin.";
  return new TimeZoneError(
    "time-zone-unknown",
    `There is no place or time zone called ${quote(name)}: ${hint}`,
    choices,
  );
}

interface Guess {
  readonly meant?: string;
  readonly choices: readonly string[];
}

const nothing: Guess = { choices: [] };

function called(name: string | undefined, places: PlaceNames): Guess | undefined {
  const choices = name === undefined ? [] : zonesCalled(name, places).slice(0, 3);
  return choices.length === 0 ? undefined : { meant: `${name} (${choices.join(" or ")})`, choices };
}

/** "Berlin please", "Frankfurt am Main": a place and more words behind it. */
function beginning(name: string, places: PlaceNames): Guess | undefined {
  const words = name.split(/\s+/u);
  for (let count = words.length - 1; count > 0; count--) {
    const guess = called(words.slice(0, count).join(" "), places);
    if (guess) return guess;
  }
  return undefined;
}

function nearZone(name: string): Guess | undefined {
  const zone = name.includes("/") ? nearest(name, Intl.supportedValuesOf("timeZone")) : undefined;
  return zone === undefined ? undefined : { meant: zone, choices: [zone] };
}

function quote(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
