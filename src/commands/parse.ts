import { UserError } from "../errors.ts";
import type { Action } from "../message.ts";
import { nearest } from "../nearest.ts";
import { readArguments } from "./arguments.ts";
import type { AnyArgs, Command } from "./command.ts";
import { NoCommand } from "./line-error.ts";
import { explainedFor, isAddressed } from "./plain-words.ts";
import { inCode, normaliseLine, tokenise, unquote, withoutPrefix } from "./tokens.ts";

export interface ParsedLine {
  readonly command: Command;
  readonly args: AnyArgs;
}

/**
 * Reads a line as people type it: with or without the prefix, in any case, with smart quotes and dashes. An empty line
 * asks for help; so does a question about a command.
 *
 * @throws UserError that says what is wrong and how it is written; a LineError where it also knows what may be meant, a
 * NoCommand where it begins with none
 */
export function parseLine(line: string, commands: readonly Command[], prefix: string): ParsedLine {
  const words = wordsOf(line, prefix);
  const explained = isAddressed(words) ? explanation(words, commands) : undefined;
  if (explained) return explained;
  try {
    return readCommand(words, commands, prefix);
  } catch (refusal) {
    const instead = explanation(words, commands);
    if (instead) return instead;
    throw refusal;
  }
}

function readCommand(words: readonly string[], commands: readonly Command[], prefix: string): ParsedLine {
  const [first = "help", ...rest] = words;
  const command = commandNamed(first, commands);
  if (!command) throw unknownCommand(first, rest, commands, prefix);
  return { command, args: readArguments(command, rest, prefix) };
}

function explanation(words: readonly string[], commands: readonly Command[]): ParsedLine | undefined {
  const explained = explainedFor(words, commands);
  const help = commandNamed("help", commands);
  return explained && help && { command: help, args: { command: explained.name } };
}

/** The command a line asks for, whatever is behind its name; undefined where there is none. */
export function commandOf(line: string, commands: readonly Command[], prefix: string): Command | undefined {
  const [first = "help"] = wordsOf(line, prefix);
  return commandNamed(first, commands);
}

function wordsOf(line: string, prefix: string): readonly string[] {
  return withoutPrefix(tokenise(normaliseLine(line)), prefix);
}

/** `/search` and `search:` are written out of habit. */
function commandNamed(word: string, commands: readonly Command[]): Command | undefined {
  const name = unquote(word)
    .toLowerCase()
    .replace(/^\/|[:,]$/gu, "");
  return commands.find((candidate) => candidate.name === name);
}

function unknownCommand(
  first: string,
  rest: readonly string[],
  commands: readonly Command[],
  prefix: string,
): NoCommand {
  const meant = nearest(
    first,
    commands.map((command) => command.name),
  );
  const words = [first, ...rest].join(" ");
  const offers: readonly Action[] = [
    { label: "Search for these words", run: `search ${words}` },
    { label: "Help", run: "help" },
  ].filter(({ run }) => commandNamed(run.split(" ", 1)[0] ?? "", commands));
  if (!meant || (rest.length > 0 && !isReadable([meant, ...rest], commands, prefix))) {
    const message = `${inCode(words)} is not a command. To search for words, put \`search\` before them; \`help\` lists what is understood.`;
    return new NoCommand(words, message, offers);
  }
  const message = `There is no command ${inCode(first)}: did you mean \`${meant}\`?`;
  return new NoCommand(words, message, [
    { label: `Run ${meant}`, run: [meant, ...rest].join(" "), style: "primary" },
    ...offers,
  ]);
}

/** "best papers" is no slip in `test`, which takes no words; a command that takes a line takes one that can be read. */
function isReadable(words: readonly string[], commands: readonly Command[], prefix: string): boolean {
  try {
    const { command } = readCommand(words, commands, prefix);
    const takesLine = Object.values(command.args).some((spec) => spec.kind === "line");
    return !takesLine || isReadable(words.slice(1), commands, prefix);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
