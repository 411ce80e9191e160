import type { Completion } from "../adapter.ts";
import type { Engine } from "../engine.ts";
import type { ArgSpec, Command } from "./command.ts";
import { isPrefix, normaliseLine } from "./tokens.ts";

type Completing = Pick<Engine, "complete" | "suggestTopics">;

interface Typed {
  /** What stays as it is: the prefix, the command and the arguments before the one being typed. */
  readonly head: string;
  /** What is being typed, up to the end of the line. */
  readonly tail: string;
}

/** Ways to go on with a line: commands, options, choices and, through the engine, titles. Best first. */
export async function completeLine(
  line: string,
  grammar: {
    readonly commands: readonly Command[];
    readonly prefix: string;
    readonly engine: Completing;
    /** What the channel follows. */
    readonly followed: () => Promise<readonly string[]>;
  },
  limit: number,
): Promise<readonly Completion[]> {
  const typed = behindPrefix(normaliseLine(line).trimStart(), grammar.prefix);
  const [, name, blanks, rest] = /^(\S*)(\s*)(.*)$/s.exec(typed.tail) ?? [];
  if (name === undefined || blanks === undefined || rest === undefined) return [];
  if (blanks === "") {
    const names = grammar.commands.map((command) => command.name);
    const startsPrefix = typed.head === "" && name.startsWith("/") && grammar.prefix.startsWith(name.toLowerCase());
    return (startsPrefix ? [simple("", grammar.prefix)] : choose(typed.head, name, names)).slice(0, limit);
  }
  const command = grammar.commands.find((candidate) => candidate.name === name.toLowerCase());
  if (!command) return [];
  const argument = { head: typed.head + name + blanks, tail: rest };
  return (await completeArgument(argument, command, grammar, limit)).slice(0, limit);
}

async function completeArgument(
  typed: Typed,
  command: Command,
  { commands, engine, followed }: Parameters<typeof completeLine>[1],
  limit: number,
): Promise<readonly Completion[]> {
  const [, before = "", option, blanks = "", last = ""] = /^(.*?)(?:(--\S+)(\s+))?(\S*)$/s.exec(typed.tail) ?? [];
  const specs = Object.entries(command.args);
  if (option) {
    const spec = specs.find(([name, candidate]) => candidate.option && `--${name}` === option.toLowerCase())?.[1];
    return choose(typed.head + before + option + blanks, last, spec?.choices ?? []);
  }
  if (last.startsWith("--")) {
    const open = specs.filter(([name, spec]) => spec.option && !before.includes(`--${name}`));
    const names = open.map(([name]) => `--${name}`);
    return choose(typed.head + before, last, names);
  }
  const positional = specs.filter(([, spec]) => !spec.option).map(([, spec]) => spec);
  const spec = positional[Math.min(words(before), positional.length - 1)];
  if (!spec || (spec.kind !== "rest" && words(before) >= positional.length)) return [];
  if (spec.choices) return choose(typed.head + before, last, spec.choices);
  if (spec.completes === "command") {
    return choose(
      typed.head + before,
      last,
      commands.map((candidate) => candidate.name),
    );
  }
  if (spec.completes === "topic") {
    const suggested = await engine.suggestTopics(50);
    return completeTopic(typed, suggested, limit);
  }
  if (spec.completes === "followed") {
    const topics = (await followed()).map((topic) => ({ name: topic, topic }));
    return completeTopic(typed, topics, limit);
  }
  return completeTitle(typed, spec, engine, limit);
}

/** Topics that begin with what was typed, or have a word that does. */
function completeTopic(
  { head, tail }: Typed,
  known: readonly { readonly name: string; readonly topic: string }[],
  limit: number,
): readonly Completion[] {
  const typed = wordsOf(tail).trim();
  const topics = known.map(({ name, topic }) => ({ ...simple(head, topic), label: name }));
  const begins = ({ label }: Completion) => wordsOf(label).startsWith(typed);
  const holds = ({ label }: Completion) => wordsOf(label).includes(` ${typed}`);
  return [...topics.filter(begins), ...topics.filter((topic) => !begins(topic) && holds(topic))].slice(0, limit);
}

function wordsOf(topic: string): string {
  return topic.replaceAll('"', "").toLowerCase();
}

async function completeTitle(
  { head, tail }: Typed,
  spec: ArgSpec,
  engine: Completing,
  limit: number,
): Promise<readonly Completion[]> {
  if ((spec.completes !== "paper" && spec.completes !== "query") || tail.trim() === "" || / --\S/.test(` ${tail}`)) {
    return [];
  }
  const titles = await engine.complete(tail, limit);
  return titles.map(({ key, title }) => {
    if (spec.completes === "paper") return { label: title, line: head + title, value: key };
    const query = asQuery(title);
    return { label: title, line: head + query, value: query };
  });
}

/** A title's words, without what the query language would read as operators. */
function asQuery(title: string): string {
  return title
    .replace(/["():]/g, " ")
    .replace(/(^|\s)-+/g, "$1")
    .replace(/\bOR\b/g, "or")
    .replace(/\s+/g, " ")
    .trim();
}

function choose(head: string, typed: string, candidates: readonly string[]): readonly Completion[] {
  return candidates
    .filter((candidate) => candidate.startsWith(typed.toLowerCase()))
    .map((candidate) => simple(head, candidate));
}

/** A word that is done: the line goes on behind a blank. */
function simple(head: string, word: string): Completion {
  return { label: word, line: `${head}${word} `, value: word };
}

function behindPrefix(line: string, prefix: string): Typed {
  const [, first = "", blanks = ""] = /^(\S+)(\s+)/.exec(line) ?? [];
  const head = isPrefix(first, prefix) ? first + blanks : "";
  return { head, tail: line.slice(head.length) };
}

function words(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}
