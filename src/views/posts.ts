import type { Action, Inline, Message } from "../message.ts";
import type { Pause } from "../store/store.ts";
import { buttons, text } from "./blocks.ts";
import { following, followingSentence } from "./subscriptions.ts";
import { button, count, withCode } from "./text.ts";

/** When a channel gets its posts. */
export interface PostsView {
  /** `09:00 Europe/Berlin, Monday to Friday`; `schedule` reads it back. */
  readonly when: string;
  readonly timeZone: string;
  /** Absent while a pause has no end, and where posts never come. */
  readonly next?: Date;
  /** The next post's time has come. */
  readonly isDue?: boolean;
  readonly saysNothingNew: boolean;
  readonly restInChannel: boolean;
  readonly pause?: Pause;
  /** Where posts do not always come, or never: a sentence on it. */
  readonly habit?: string;
}

export interface ScheduleView {
  readonly posts: PostsView;
  readonly topics: readonly string[];
  readonly change: "set" | "as it was";
}

/** A channel's schedule, as it is or as it was set just now. */
export function scheduleMessage({ posts, topics, change }: ScheduleView): Message {
  const first = change === "set" ? "Schedule set: " : "This channel's schedule: ";
  const pause = posts.pause ? [text(...pauseLine(posts.pause))] : [];
  const followed = topics.length === 0 ? nothingFollowed : following(topics);
  return {
    fallback: `${first}${posts.when}. ${nextSentence(posts)} ${followingSentence(topics)}`.replace(/ {2,}/gu, " "),
    blocks: [
      text(first, { bold: posts.when }, ". ", ...nextLine(posts)),
      ...pause,
      text(...followed),
      text(howPosted(posts)),
      text(...howToChange),
      buttons([...scheduleActions(posts), button("All topics", "subscriptions")]),
    ],
  };
}

/** Nothing is ever posted here; `proposal` would be a schedule. */
export function noPosts(topics: readonly string[], proposal: string): Message {
  const sentence = "This channel has no schedule, so nothing is posted.";
  return {
    fallback: `${sentence} ${followingSentence(topics)}`,
    blocks: [
      text(sentence, " ", ...(topics.length === 0 ? nothingFollowed : following(topics))),
      text("Set one with ", { code: "schedule 09:00 Berlin weekdays" }, ": hour, place and days as you like."),
      buttons([button(proposal, `schedule ${proposal}`)]),
    ],
  };
}

export function postsEnded({ existed, topics }: { existed: boolean; topics: readonly string[] }): Message {
  const sentence = existed
    ? "Schedule off: nothing is posted any more."
    : "This channel has no schedule: nothing changed.";
  const kept =
    topics.length === 0
      ? ""
      : `The ${count(topics.length, "topic")} it follows ${topics.length === 1 ? "is" : "are"} kept.`;
  return {
    fallback: `${sentence} ${kept}`.trim(),
    blocks: [
      text(`${sentence} ${kept}`.trim()),
      text({ code: "schedule 09:00 weekdays" }, " or following another topic switches the posts on again."),
    ],
  };
}

export function pausedMessage(posts: PostsView): Message {
  const until = posts.pause?.until;
  const ends = until && posts.next ? `The next post comes ${inWords(posts.next, posts.timeZone)}.` : "";
  const ending: readonly Inline[] = until && posts.next ? [" The next post comes ", { time: posts.next }, "."] : [];
  return {
    fallback: `Posts are paused${until ? "" : " until somebody resumes them"}. ${ends}`.trim(),
    blocks: [
      text("Posts are paused until ", until ? { time: until } : "somebody resumes them", ".", ...ending),
      text("Topics and schedule are kept: ", { bold: posts.when }, ". ", { code: "resume" }, " ends the pause."),
      buttons([resumeButton]),
    ],
  };
}

export function resumedMessage(posts: PostsView, wasPaused: boolean): Message {
  const first = wasPaused ? "The pause is over." : "Posts were not paused: nothing changed.";
  return {
    fallback: `${first} ${posts.when}. ${nextSentence(posts)}`,
    blocks: [text(`${first} `, { bold: posts.when }, ". ", ...nextLine(posts))],
  };
}

/** `Next post: …`, where there is one, and what is to be known of where it comes. */
export function nextLine(posts: PostsView): readonly Inline[] {
  const next = nextPost(posts);
  if (posts.habit === undefined) return next;
  return [...next, ...(next.length > 0 ? [" "] : []), ...withCode(posts.habit)];
}

function nextPost({ next, isDue, pause }: PostsView): readonly Inline[] {
  if (!next) return [];
  if (isDue === true) return ["The next post is due now."];
  return [pause ? "The next post, after the pause: " : "Next post: ", { time: next }, "."];
}

/** For a message's one-line form, at the channel's own hours. */
export function nextSentence({ next, isDue, timeZone, pause, habit }: PostsView): string {
  if (!next) return habit ?? (pause ? "Posts are paused." : "");
  return isDue === true ? "The next post is due now." : `Next post: ${inWords(next, timeZone)}.`;
}

/** Why nothing comes, and what to do about it. */
export function pauseLine({ reason, at, until, detail }: Pause): readonly Inline[] {
  const end: readonly Inline[] = until ? [" until ", { time: until }] : [];
  if (reason === "asked") {
    const by = detail === undefined ? "" : ` by ${detail}`;
    return [`Paused${by}, since `, { time: at }, ...end, ": ", { code: "resume" }, " ends that."];
  }
  const why = reason === "gone" ? "the channel could not be reached" : "posting here is not allowed";
  return [
    `Paused since `,
    { time: at },
    `, because ${why}`,
    ...withCode(detail === undefined ? ". " : `: ${detail} `),
    "Once that is mended, ",
    { code: "resume" },
    " starts the posts again.",
  ];
}

/** What can be done about a channel's posts from here. */
export function scheduleActions({ pause }: PostsView): readonly Action[] {
  return [
    pause ? resumeButton : button("Pause", "pause"),
    testButton,
    button("No more posts", "schedule off", { style: "danger" }),
  ];
}

export const howToChange: readonly Inline[] = [
  "Change it with ",
  { code: "schedule 08:30 Tokyo daily" },
  ", stop it with ",
  { code: "pause" },
  " or ",
  { code: "schedule off" },
  ".",
];

export const resumeButton = button("Resume", "resume", { style: "primary" });

export const nothingFollowed: readonly Inline[] = withCode(
  "This channel follows no topic yet, so there is nothing to post: follow one with `subscribe <topic>`.",
);

export const noSchedule: readonly Inline[] = withCode(
  "No posts: this channel has no schedule. Set one with `schedule 09:00 weekdays`.",
);

/** Posts something at once, to see that digests arrive. */
export const testButton = button("Send a test", "test");

function howPosted({ saysNothingNew, restInChannel }: PostsView): string {
  const empty = saysNothingNew ? "one that says so" : "none";
  const rest = restInChannel
    ? "Its papers all stand in the channel."
    : "Papers behind the first five stand in its thread.";
  return `One post a day holds all topics; a day with nothing new gets ${empty}. ${rest}`;
}

function inWords(time: Date, timeZone: string): string {
  const words = time.toLocaleString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  return `${words} (${timeZone})`;
}
