import type { Schedule } from "../delivery/schedule.ts";
import { formatSchedule, parseSchedule, ScheduleError } from "../delivery/schedule-text.ts";
import { loadTimeZones } from "../delivery/time-zones.ts";
import { UserError } from "../errors.ts";
import { noPosts, postsEnded, scheduleMessage } from "../views/posts.ts";
import { button } from "../views/text.ts";
import { type Context, defineCommand } from "./command.ts";
import { LineError } from "./line-error.ts";
import { refuseUnlessManager } from "./manager.ts";
import { authorOf } from "./person.ts";
import { postsOf, scheduleByDefault, topicsOf } from "./posts.ts";

export const schedule = defineCommand({
  name: "schedule",
  summary: "Show or set when this channel gets its digest",
  examples: [
    "schedule 09:00 Europe/Berlin weekdays",
    "schedule 8:30am New York mon,thu",
    "schedule weekly fri",
    "schedule",
  ],
  notes: [
    "Hour, place and days in any order; what is left out stays as it is. Days: `daily`, `weekdays`, `mon,thu`, `weekly fri`.",
    "A day with nothing new gets no post, unless `schedule --empty post` asks for one that says so.",
    "`schedule --rest channel` puts all papers of a digest into the channel, none into its thread.",
  ],
  args: {
    at: { kind: "word", optional: true, summary: "the hour, such as 09:00 or 5pm; `off` ends the posts" },
    zone: { kind: "word", optional: true, summary: "a city or time zone, such as Berlin or Europe/Berlin" },
    days: { kind: "rest", optional: true, summary: "daily, weekdays, mon,thu or weekly fri" },
    empty: {
      kind: "word",
      option: true,
      choices: ["post", "skip"],
      summary: "what to do on days with nothing new: say so, or nothing (default)",
    },
    rest: {
      kind: "word",
      option: true,
      choices: ["thread", "channel"],
      summary: "where papers behind the first five go: the post's thread (default), or the channel",
    },
  },
  answer: "public",
  asksOnly: (args) => Object.values(args).every((value) => value === undefined),
  about: "channel",
  leadsToPosts: ({ at, zone, days }) => [at, zone, days].some((part) => part !== undefined) && !isOff(at),
  async run({ at, zone, days, empty, rest }, context) {
    const { store, channel } = context;
    const typed = [at, zone, days].filter((part) => part !== undefined).join(" ");
    if (typed === "" && empty === undefined && rest === undefined) return shown(context, "as it was");
    refuseUnlessManager("schedule", context.person);
    const present = await store.schedules.get(channel);
    const wanted = typed === "" ? present : await readSchedule(typed, present ?? scheduleByDefault(context));
    if (!wanted) {
      if (empty !== undefined || rest !== undefined) throw new UserError("no-schedule", optionAlone(typed));
      return postsEnded({ existed: await store.schedules.remove(channel), topics: await topicsOf(context) });
    }
    if (typed !== "") await setSchedule(wanted, context);
    if (empty !== undefined) await store.schedules.sayNothingNew(channel, empty === "post");
    if (rest !== undefined) await store.schedules.putRestInChannel(channel, rest === "channel");
    return shown(context, "set");
  },
});

export async function setSchedule({ hour, minute, timeZone, days }: Schedule, context: Context): Promise<void> {
  const { store, channel, clock } = context;
  await store.schedules.set(channel, { hour, minute, timeZone, days, by: authorOf(context), at: clock.now() });
}

function isOff(at: string | undefined): boolean {
  return at?.toLowerCase() === "off";
}

async function shown(context: Context, change: "set" | "as it was") {
  const posts = await postsOf(context);
  const topics = await topicsOf(context);
  return posts
    ? scheduleMessage({ posts, topics, change })
    : noPosts(topics, formatSchedule(scheduleByDefault(context)));
}

/**
 * A schedule in words; what they leave out is as in `present`. What may have been meant comes along as buttons, each with
 * the line that `lineWith` makes of it.
 *
 * @throws LineError
 */
export async function readSchedule(
  typed: string,
  present: Schedule,
  lineWith: (words: string) => string = (words) => `schedule ${words}`,
): Promise<Schedule | undefined> {
  try {
    // Quotes hold a city's words together, and the words alone say as much.
    return parseSchedule(typed.replaceAll('"', " "), present, await loadTimeZones());
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    const offers = error.choices.map(formatSchedule).map((words) => button(words, lineWith(words)));
    throw new LineError(error.code, error.message, offers);
  }
}

function optionAlone(typed: string): string {
  return typed === ""
    ? "This channel has no schedule yet: `schedule 09:00 weekdays --empty post` sets one."
    : "`schedule off` ends the posts: leave out the options.";
}
