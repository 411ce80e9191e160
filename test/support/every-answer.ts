import type { Answer, Bot, Person } from "../../src/adapter.ts";
import { commands } from "../../src/commands/index.ts";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { runsOf } from "./bot.ts";
import { entry, hostileTexts } from "./papers.ts";

/** Texts that say something beside what they try, so that papers and people can be called so. */
const names = [...hostileTexts.filter((text) => text.trim() !== ""), "& < > | * _ ~ `", "<https://evil.example|x>"].map(
  (text, index) => `Sparse experts ${index} ${text}`,
);

/** Papers whose every word is hostile, listed on one day. */
export function hostileDrafts(day: string): readonly PaperDraft[] {
  return names.map((title, index) => ({
    entry: entry(title, {
      abstract: `We study sparse experts. ${title} Our router halves the cost of ${title}. Code is public.`,
      authors: [title, "Ada Moreno"],
      categories: ["cs.CL"],
      upvotes: index,
      links: { page: `https://example.org/${index}?q=<${index}>|&"`, code: `https://example.org/${index}/|code` },
    }),
    source: "hostile.txt",
    takenIn: day,
  }));
}

export const hostilePerson: Person = {
  id: "T1/U1",
  name: "<!channel> *a* `b` \u202ec",
  mayManage: true,
  mayManageAll: true,
};

/** Lines that bring every command to every answer it has, in an order in which each finds what it needs. */
export const everyLine: readonly string[] = [
  "subscriptions",
  "schedule",
  "status",
  "digest",
  "taste",
  "saved",
  "export",
  "export json",
  "pause",
  "resume",
  "unsubscribe all",
  "recommend",
  ...commands.flatMap(({ name, examples }) => [
    ...examples,
    name,
    `help ${name}`,
    `share ${name}`,
    `${name} <!channel>`,
  ]),
  "frobnicate <!channel> *x* `y`",
  "serach <!channel>",
  "search sparse experts",
  'search "sparse <!channel>" -`x`',
  "search experts --page 99",
  "search expertz",
  "show sparse experts",
  "show sparse experts 3",
  "subscribe sparse experts",
  'subscribe "sparse experts" OR <!channel>',
  "topic sparse experts exclude video",
  "topic sparse experts include video",
  "subscribe nothinglikethis",
  "topic sparse experts exclude <!channel>",
  "topic sparse experts include <!channel>",
  "subscribe sparse experts --at Atlantis",
  ...Array.from({ length: 12 }, (_, index) => `subscribe experts ${index} -<!here|${index}>`),
  "subscriptions --page 2",
  "digest",
  "digest sparse",
  "status",
  "schedule 08:30 Tokyo daily",
  "schedule off",
  "schedule",
  "pause",
  "resume",
  "like sparse experts 2",
  "taste",
  "taste remove experts",
  "taste restore experts",
  "taste restore <!channel>",
  "taste reset",
  "recommend",
  "archive 2026-01-09",
  "why sparse experts 3",
  "unsubscribe 99",
  "unsubscribe expert",
  "forget channel",
  "forget me",
];

/**
 * Every answer the bot gives to these lines, and to the buttons under what it answered, and so on, each line once and
 * `most` of them.
 */
export async function everyAnswer(bot: Bot, lines: readonly string[], most: number): Promise<readonly Answer[]> {
  const channel = { platform: "slack", id: "T1/C1", name: "papers <!channel>" };
  const answers: Answer[] = [];
  const waiting = [...lines];
  const seen = new Set(lines);
  for (let line = waiting.shift(); line !== undefined && answers.length < most; line = waiting.shift()) {
    const answer = await bot.answer({
      line,
      channel,
      person: hostilePerson,
      group: { platform: "slack", idPrefix: "T1/" },
    });
    answers.push(answer);
    const next = [...runsOf(answer.message), ...(answer.share === undefined ? [] : [answer.share])];
    for (const run of next) if (!seen.has(run)) waiting.push(run);
    for (const run of next) seen.add(run);
  }
  return answers;
}
