import type { Action } from "../message.ts";
import { stopWords } from "../search/stop-words.ts";
import { button } from "../views/text.ts";
import type { Command } from "./command.ts";
import { LineError } from "./line-error.ts";
import { inCode } from "./tokens.ts";

/**
 * What is answered to people who speak as to a person ("how do I subscribe?", "hi", "stop"): the command that is explained
 * to them. Nothing is ever done for such a line. Undefined where the line is no sentence.
 *
 * @throws LineError `plain-words` that greets, or says what to write instead, with buttons for it
 */
export function explainedFor(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const line = words.join(" ");
  const said = wordsOf(line.replace(greeting, ""));
  const [first = ""] = said;
  const known = (name: string | undefined) => commands.find((command) => command.name === name);
  const spoken = (sentence: string, ...offers: Action[]) =>
    new LineError(
      "plain-words",
      sentence,
      offers.filter(({ run }) => known(run.split(" ", 1)[0])),
    );

  if (thanks.has(first) && said.length <= 4) throw spoken("You are welcome.", button("Help", "help"));
  if (wantsAnEnd(said)) throw spoken(...howToEnd);
  // `schedule?` asks about it; `why` alone is a command that lacks something.
  if (said.length === 1 && known(first)) return /[?!.]$/u.test(line) ? known(first) : undefined;
  const isSpoken = isSentence(line, said) || isAddressed(said) || (first === "help" && said.length > 2);
  if (!isSpoken) return undefined;
  if (isAddressed(said) && !introduces.has(first) && known(first)) return known(first);

  const named = (names: Names) => Object.keys(names).find((name) => said.some((word) => names[name]?.includes(word)));
  const subject = subjectOf(said);
  const deed = named(deeds);
  if (deed !== undefined && (subject.length === 0 || said.some((word) => ourselves.has(word)))) return known(deed);
  if (subject.length > 0) {
    const query = subject.join(" ");
    throw spoken(
      `To look for papers, write \`search\` and what they are about: ${inCode(`search ${query}`)}. \`help\` lists what else is understood.`,
      button(`Search for ${query}`, `search ${query}`, { style: "primary" }),
      button("Help", "help"),
    );
  }
  const view = named(views);
  if (view !== undefined) return known(view);
  throw spoken(
    "I search research papers, and post new ones on the topics that a channel follows. Write for example `search mixture of experts`, `latest`, or `subscribe diffusion`; `help` lists all that is understood.",
    button("Latest papers", "latest"),
    button("Topics found in the papers", "topics"),
    button("Help", "help"),
  );
}

/** Whether a line speaks to somebody although it begins with a command: "unsubscribe me", "show us what is new". */
export function isAddressed([first = "", second = ""]: readonly string[]): boolean {
  return /^(?:me|us)$/iu.test(second) && !/^(?:search|forget)$/iu.test(first);
}

type Names = Readonly<Record<string, readonly string[]>>;

/** What people want done, and how they call it; the first that is named counts. */
const deeds: Names = {
  unsubscribe: ["unsubscribe", "unsubscribing", "unfollow", "unfollowing"],
  subscribe: ["subscribe", "subscribing", "follow", "following"],
  pause: ["pause", "mute", "vacation", "holiday", "holidays"],
  resume: ["resume", "unpause"],
  schedule: ["schedule", "scheduled", "scheduling"],
  export: ["export", "bibtex"],
  save: ["save", "bookmark"],
  vote: ["vote", "upvote", "downvote"],
  import: ["import"],
  forget: ["forget", "delete", "privacy", "gdpr"],
};

/** What people want to see. These words are of papers as often, so they count where nothing else is asked for. */
const views: Names = {
  schedule: ["when", "time", "hour", "timezone", "morning", "evening", "daily", "weekly"],
  subscriptions: ["subscriptions", "subscription", "subscribed"],
  trending: ["trending", "popular", "hot", "upvotes"],
  topics: ["topics"],
  topic: ["topic"],
  recommend: ["recommend", "recommendations", "suggest", "suggestions"],
  similar: ["similar"],
  saved: ["saved", "list"],
  taste: ["taste"],
  digest: ["digest", "digests"],
  archive: ["archive"],
  status: ["status"],
  latest: ["latest", "new", "news", "newest", "recent", "today"],
  search: ["search", "find"],
};

/** Commands that begin sentences about others: "show me the latest papers", "help me subscribe". */
const introduces = new Set(["show", "help"]);

const thanks = new Set(["thanks", "thank", "thx", "cheers"]);
const greeting = /^\W*(?:hi|hello|hey|howdy|greetings|good (?:morning|afternoon|evening|day))\b/iu;
const stops = new Set(["stop", "mute", "cancel", "leave", "quiet", "silence"]);
const howToEnd: readonly [string, ...Action[]] = [
  "`unsubscribe <topic>` ends a topic of this channel, and `unsubscribe all` all of them; `pause` keeps its posts back for a while.",
  button("What this channel follows", "subscriptions"),
  button("Pause posts", "pause"),
  button("Unsubscribe all", "unsubscribe all"),
];

/** What sentences to somebody begin with, apart from greetings. */
const openers = new Set(
  `what whats who whos where when which why how can could do does did is are was will would should may shall
  i im id we tell give get send find look explain need want please any`.split(/\s+/u),
);

const ourselves = new Set(["i", "my", "we", "our", "this", "here"]);

/** Words that say how a sentence is built, what we are asked to do, or what everything here is about. */
const empty: ReadonlySet<string> = new Set([
  ...[...stopWords].map((word) => word.replaceAll("'", "")),
  ...Object.values(deeds).flat(),
  ...Object.values(views).flat(),
  ...`show help search find look tell give get send explain need want like please let let's id whats whos thats
  paper papers article articles research arxiv channel post posts command commands use used using work works know
  see say ask read go come comes start make made change set set up interesting good best bot paperboy thing things
  morning afternoon evening day everyone all there hope reading available possible mean ok okay`.split(/\s+/u),
]);

/** What a sentence is about, with the small words inside it: "mixture of experts". */
function subjectOf(said: readonly string[]): readonly string[] {
  const carries = (word: string) => !empty.has(word) && !/^\d{1,2}(?:am|pm)?$/u.test(word);
  const inside = said.slice(said.findIndex(carries), said.findLastIndex(carries) + 1);
  return inside.filter((word) => stopWords.has(word) || carries(word));
}

function isSentence(line: string, [first = ""]: readonly string[]): boolean {
  return greeting.test(line) || openers.has(first) || /[?!]\s*$/u.test(line) || /\bplease\W*$/iu.test(line);
}

/** "stop posting", "unsubscribe me"; neither "stop words" nor a topic to unsubscribe. */
function wantsAnEnd(said: readonly string[]): boolean {
  const [first = "", second = ""] = said;
  if (first === "unsubscribe") return isAddressed(said);
  return stops.has(first) && /^(?:|me|us|it|this|all|post|posting|posts|send|sending)$/u.test(second);
}

/** In lower case, without signs around and apostrophes in them; figures and hyphens belong to words. */
function wordsOf(line: string): readonly string[] {
  const words =
    line
      .toLowerCase()
      .replaceAll("'", "")
      .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}+#-]*/gu) ?? [];
  return words.map((word) => word.replace(/-+$/u, ""));
}
