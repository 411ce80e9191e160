import type { Arithmetic, Suits, Why } from "../engine.ts";
import type { Message } from "../message.ts";
import { daysBetween } from "../papers/day.ts";
import { buttons, text } from "./blocks.ts";
import { placedTerms } from "./reason.ts";
import { button, count, cut } from "./text.ts";
import { inOneLine } from "./topic-names.ts";

/** Causes named one by one. */
const mostCauses = 4;

/** What keeps a paper out, whatever its points; `since`: the first day looked at. */
export type LeftOut =
  | { readonly because: "shown" | "voted" | "saved" }
  | { readonly because: "old"; readonly since: string };

/** Where a paper stands and from what causes, in words with their numbers. */
export function whyMessage(
  { paper, today, digest, strewn = [], recommended }: Why,
  topics: number,
  leftOut: { readonly digest: LeftOut | undefined; readonly recommended: LeftOut | undefined },
): Message {
  const heading = `Why ${cut(paper.title, 100)}`;
  const facts = { listed: paper.listed, upvotes: paper.upvotes, today };
  const inDigest =
    digest === undefined
      ? [`${unmatched(topics, strewn)}, so no digest brings it.`]
      : [
          `In this channel's digest: ${points(digest.score)} points.${but("The next one leaves it out", leftOut.digest)}`,
          ...lines(digest, facts, "this channel"),
        ];
  const forYou = [
    `For you: ${points(recommended.score)} points.${but("It is not recommended", leftOut.recommended)}`,
    ...lines(recommended, facts, "you"),
  ];
  return {
    fallback: [heading, ...inDigest, ...forYou].join(" "),
    blocks: [
      { type: "heading", text: heading },
      ...inDigest.map((line) => text(line)),
      { type: "divider" },
      ...forYou.map((line) => text(line)),
      buttons([
        button("More like this", `vote ${paper.key} up`),
        button("Not for us", `vote ${paper.key} down`),
        button("Show abstract", `show ${paper.key}`),
      ]),
    ],
  };
}

function unmatched(topics: number, strewn: readonly string[]): string {
  if (topics === 0) return "This channel follows no topic";
  if (strewn.length === 0) return "It matches none of this channel's topics";
  return `It has the words of ${inOneLine(strewn)}, but too far apart to be about that`;
}

function but(what: string, leftOut: LeftOut | undefined): string {
  return leftOut === undefined ? "" : ` ${what}: ${reason(leftOut)}.`;
}

function reason(leftOut: LeftOut): string {
  switch (leftOut.because) {
    case "shown":
      return "this channel was shown it before";
    case "voted":
      return "you voted on it";
    case "saved":
      return "it is on your reading list";
    case "old":
      return `it was listed before ${leftOut.since}`;
    default:
      return leftOut satisfies never;
  }
}

interface Facts {
  readonly listed: string;
  readonly upvotes: number | undefined;
  readonly today: string;
}

function lines({ topics, taste, freshness, upvotes }: Arithmetic, facts: Facts, who: string): string[] {
  return [
    ...(topics
      ? [
          `Topic match, ${signed(topics.amount)}: ${topics.matches.map(({ topic, matches }) => `${inOneLine([topic])} (${placedTerms(matches) || "by its filters"})`).join("; ")}.`,
        ]
      : []),
    tasteLine(taste, who),
    `Freshness, ${signed(freshness)}: listed ${facts.listed}, ${daysAgo(facts)}.`,
    ...(facts.upvotes === undefined ? [] : [`Upvotes, ${signed(upvotes)}: ${count(facts.upvotes, "upvote")}.`]),
  ];
}

function tasteLine(taste: Suits | undefined, who: string): string {
  if (!taste) return `Taste, +0: nothing is known of ${who === "you" ? "your" : `${who}'s`} taste yet.`;
  const { value, causes } = taste;
  if (causes.length === 0) return `Taste, +0: it is unlike all that ${who} voted on or saved.`;
  const named = causes
    .slice(0, mostCauses)
    .map(({ paper, said, amount }) => `“${cut(paper.title, 80)}”, which ${who} ${said} (${signed(amount)})`);
  const rest = causes.slice(mostCauses);
  const others = rest.reduce((sum, { amount }) => sum + amount, 0);
  const more = rest.length > 0 ? [`${count(rest.length, "other paper")} (${signed(others)})`] : [];
  return `Taste, ${signed(value)}: by its likeness to ${[...named, ...more].join("; ")}.`;
}

function daysAgo({ listed, today }: Facts): string {
  const days = Math.max(0, Math.round(daysBetween(listed, today)));
  return days === 0 ? "today" : `${count(days, "day")} ago`;
}

/** Hundredths of what orders the papers: a paper wholly on topic has about 90. */
const points = (amount: number): string => (Math.round(amount * 1000) / 10).toString().replace("-", "−");
const signed = (amount: number): string => (points(amount).startsWith("−") ? points(amount) : `+${points(amount)}`);
