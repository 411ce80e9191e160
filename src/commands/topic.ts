import { UserError } from "../errors.ts";
import type { Message } from "../message.ts";
import { nearest } from "../nearest.ts";
import type { Paper } from "../papers/paper.ts";
import { openQuoteNote } from "../search/query.ts";
import { asPiece, bareTopic, type EditedTopic, excluding, exclusionsOf, including } from "../search/query-edit.ts";
import { topicIdentity } from "../search/topic-identity.ts";
import { button } from "../views/text.ts";
import { changedTopic, type TopicEffect, topicMessage } from "../views/topic.ts";
import { type Args, type Context, defineCommand } from "./command.ts";
import { followedTopic } from "./followed-topic.ts";
import { LineError } from "./line-error.ts";
import { refuseUnlessManager } from "./manager.ts";
import { topicsOf } from "./posts.ts";
import { firstOfLastDays } from "./recent.ts";
import { inCode, tokenise, unquote } from "./tokens.ts";
import { previewWindows, topicPreview } from "./topic-preview.ts";
import { formatLine } from "./usage.ts";

const written = {
  name: "topic",
  args: {
    topic: { kind: "rest", summary: "a topic, or its number in `subscriptions`", completes: "topic" },
    exclude: { kind: "word", option: true, summary: "words whose papers it leaves out from now on" },
    include: { kind: "word", option: true, summary: "words whose papers it takes in (again)" },
  },
} as const;

interface Change {
  readonly verb: "exclude" | "include";
  readonly words: string;
}

interface Asked {
  readonly name: string;
  readonly change?: Change;
}

export const topic = defineCommand({
  ...written,
  summary: "Look at a topic before following it, or change one",
  examples: ['topic "speculative decoding"', "topic diffusion exclude video", "topic diffusion include video"],
  notes: [
    "Alone it shows what the last days would have brought, and other words the papers use for the same. Nothing changes.",
    "`exclude` and `include` change a topic this channel follows, one word or phrase at a time; each takes back the other.",
  ],
  answer: "public",
  about: "channel",
  asksOnly: (args) => asked(args).change === undefined,
  async run(args, context) {
    if (changesIn(args) > 1) {
      throw new UserError("one-change", "One change at a time: `exclude` or `include`.");
    }
    const { name, change } = asked(args);
    return change ? changed(name, change, context) : looked(name, context);
  },
});

function changesIn({ topic: typed, exclude, include }: Args<typeof written.args>): number {
  return [exclude, include, asked({ topic: typed }).change].filter((change) => change !== undefined).length;
}

/** `diffusion exclude video`, or the same with options. */
function asked({ topic: typed = "", exclude, include }: Partial<Args<typeof written.args>>): Asked {
  if (exclude !== undefined) return { name: typed, change: { verb: "exclude", words: exclude } };
  if (include !== undefined) return { name: typed, change: { verb: "include", words: include } };
  const tokens = tokenise(typed);
  const at = tokens.findLastIndex((token, index) => index > 0 && /^(?:ex|in)clude$/iu.test(token));
  if (at < 0) return { name: typed };
  const words = tokens
    .slice(at + 1)
    .map(unquote)
    .join(" ");
  const verb = tokens[at]?.toLowerCase() === "exclude" ? "exclude" : "include";
  return { name: tokens.slice(0, at).join(" "), change: { verb, words } };
}

/** The command line that takes words into a followed topic. */
export function includingLine(name: string, words: string): string {
  return formatLine(written, { topic: name, include: unquote(words) });
}

async function looked(name: string, context: Context): Promise<Message> {
  const { engine, store, channel } = context;
  const followed = await store.subscriptions.list(channel);
  const topics = followed.map((each) => each.topic);
  const [alike, ...others] = namesakes(name, topics);
  const known = followedTopic(name, topics, engine) ?? (others.length === 0 ? alike : undefined);
  const wanted = known ?? engine.normaliseTopic(name);
  const preview = await topicPreview(wanted, context);
  const subscription = followed.find((each) => each.topic === known);
  const note = known === undefined ? openQuoteNote(name) : undefined;
  return topicMessage({
    topic: wanted,
    ...(note !== undefined && { note }),
    ...(subscription && { followed: subscription }),
    excluded: subscription ? exclusionsOf(wanted).map((words) => ({ words, line: includingLine(wanted, words) })) : [],
    also: preview.also.map(({ words }) => ({
      words,
      line: subscription ? includingLine(wanted, words) : `subscribe ${including(wanted, words).topic}`,
    })),
    preview,
  });
}

async function changed(name: string, { verb, words }: Change, context: Context): Promise<Message> {
  const { engine, store, channel, person } = context;
  refuseUnlessManager(`topic … ${verb}`, person);
  const edit = (of: string): EditedTopic => (verb === "exclude" ? excluding(of, words) : including(of, words));
  const line = (of: string) => formatLine(written, { topic: of, [verb]: unquote(words) });
  const before = meant(name, { edit, line }, await topicsOf(context), engine);
  const edited = edit(before);
  const now = engine.normaliseTopic(edited.topic);
  const effect = await effectOf(before, now, asPiece(words), context);
  const outcome = edited.edit === "nothing" ? "changed" : await store.subscriptions.change(channel, before, now);
  if (!outcome) throw new UserError("not-followed", `${inCode(before)} was taken off meanwhile: nothing is changed.`);
  const opposite = verb === "exclude" ? "include" : "exclude";
  return changedTopic({
    before,
    topic: now,
    edit: edited.edit,
    verb,
    words,
    merged: outcome === "already",
    effect,
    undo: formatLine(written, { topic: now, [opposite]: unquote(words) }),
  });
}

/** The topic of the channel that goes by this name, with or without what it leaves out. */
function meant(
  name: string,
  { edit, line }: { readonly edit: (topic: string) => EditedTopic; readonly line: (topic: string) => string },
  topics: readonly string[],
  engine: Context["engine"],
): string {
  const exact = followedTopic(name, topics, engine);
  if (exact !== undefined) return exact;
  const alike = namesakes(name, topics);
  const [only, ...others] = alike;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const numbers = alike.map((topic) => `${topics.indexOf(topic) + 1} (${topic})`);
    throw new UserError("which-topic", `Several topics go by that name: say the number, ${numbers.join(" or ")}.`);
  }
  const wished = engine.normaliseTopic(edit(engine.normaliseTopic(name)).topic);
  const slip = nearest(bareTopic(name), topics.map(bareTopic));
  const near = topics.filter((topic) => bareTopic(topic) === slip);
  throw new LineError("not-followed", `This channel does not follow ${inCode(name)}: nothing is changed.`, [
    ...near.map((topic) => button(`Change ${topic}`, line(topic))),
    button(`Look at ${wished}`, `topic ${wished}`),
    button(`Subscribe to ${wished}`, `subscribe ${wished}`),
    button("What it follows", "subscriptions"),
  ]);
}

/** Topics that are the same but for quotes and what they leave out. */
function namesakes(name: string, topics: readonly string[]): readonly string[] {
  const bare = (topic: string) => topicIdentity(bareTopic(topic));
  return topics.filter((topic) => bare(topic) === bare(name));
}

/** What the change does to the last days: those that a preview shows. */
async function effectOf(
  before: string,
  now: string,
  words: string,
  { engine, clock }: Pick<Context, "engine" | "clock">,
): Promise<TopicEffect> {
  let effect: TopicEffect = { since: "", before: 0, after: 0, changed: [] };
  for (const days of previewWindows) {
    const since = await firstOfLastDays(days, { engine, clock });
    const { matched } = await engine.matchTopics([before, now, words], { since });
    const hits = (topic: string) => (matched.get(topic) ?? []).filter(({ strewn }) => !strewn);
    const [old, fresh] = [hits(before), hits(now)];
    const keys = (some: readonly { readonly paper: Paper }[]) => new Set(some.map(({ paper }) => paper.key));
    const [had, has] = [keys(old), keys(fresh)];
    const why = new Map((matched.get(words) ?? []).map((hit) => [hit.paper.key, hit.matches]));
    const changed = [
      ...old.filter(({ paper }) => !has.has(paper.key)),
      ...fresh.filter(({ paper }) => !had.has(paper.key)),
    ];
    const causes = changed.map(({ paper, matches }) => ({ paper, matches: why.get(paper.key) ?? matches }));
    effect = { since, before: old.length, after: fresh.length, changed: causes };
    if (old.length + fresh.length > 0) break;
  }
  return effect;
}
