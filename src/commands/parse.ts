import type { Action } from "../message.ts";
import { readArguments } from "./arguments.ts";
import type { AnyArgs, Command } from "./command.ts";
import { LineError } from "./line-error.ts";
import { nearest } from "./nearest.ts";
import { inCode, normaliseLine, tokenise, unquote, withoutPrefix } from "./tokens.ts";

export interface ParsedLine {
  readonly command: Command;
  readonly args: AnyArgs;
}

/**
 * Reads a line as people type it: with or without the prefix, in any case, with smart quotes and dashes. An empty line
 * asks for help.
 *
 * @throws UserError that says what is wrong and how it is written; a LineError where it also knows what may be meant
 */
export function parseLine(line: string, commands: readonly Command[], prefix: string): ParsedLine {
  const [first = "help", ...rest] = wordsOf(line, prefix);
  const command = commandNamed(first, commands);
  if (!command) throw unknownCommand(first, rest, commands);
  return { command, args: readArguments(command, rest, prefix) };
}

/** The command a line asks for, whatever is behind its name; undefined where there is none. */
export function commandOf(line: string, commands: readonly Command[], prefix: string): Command | undefined {
  const [first = "help"] = wordsOf(line, prefix);
  return commandNamed(first, commands);
}

function wordsOf(line: string, prefix: string): readonly string[] {
  return withoutPrefix(tokenise(normaliseLine(line)), prefix);
}

function commandNamed(word: string, commands: readonly Command[]): Command | undefined {
  const name = unquote(word).toLowerCase().replace(/^\//, "");
  return commands.find((candidate) => candidate.name === name);
}

function unknownCommand(first: string, rest: readonly string[], commands: readonly Command[]): LineError {
  const meant = nearest(
    first,
    commands.map((command) => command.name),
  );
  const words = [first, ...rest].join(" ");
  const offers: readonly Action[] = [
    { label: "Search for these words", run: `search ${words}` },
    { label: "Help", run: "help" },
  ].filter(({ run }) => commandNamed(run.split(" ", 1)[0] ?? "", commands));
  if (!meant) {
    const message = `${inCode(words)} is not a command. To search for words, put \`search\` before them; \`help\` lists what is understood.`;
    return new LineError("unknown-command", message, offers);
  }
  const message = `There is no command ${inCode(first)}: did you mean \`${meant}\`?`;
  return new LineError("unknown-command", message, [
    { label: `Run ${meant}`, run: [meant, ...rest].join(" "), style: "primary" },
    ...offers,
  ]);
}
