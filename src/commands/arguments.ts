import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { AnyArgs, ArgSpec, Command } from "./command.ts";
import { inCode, unquote } from "./tokens.ts";
import { usage } from "./usage.ts";

/**
 * Sorts the tokens behind a command's name into its declared arguments.
 *
 * @throws UserError with the command's usage and an example
 */
export function readArguments(command: Command, tokens: readonly string[], prefix: string): AnyArgs {
  const fail = (code: string, sentence: string) =>
    new UserError(
      code,
      `${sentence} Usage: \`${prefix} ${usage(command)}\`, for example \`${prefix} ${command.examples[0]}\`.`,
    );
  const values = new Map<string, string | number | true>();
  const [lineName] = Object.entries(command.args).find(([, spec]) => spec.kind === "line") ?? [];
  if (lineName !== undefined && tokens.length > 0) return { [lineName]: tokens.join(" ") };
  const positional: string[] = [];

  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? "";
    const option = readOption(token, command);
    if (!option) {
      positional.push(token);
      continue;
    }
    if (!option.spec) throw fail("unknown-option", unknownOption(option.name, command));
    if (values.has(option.name)) throw fail("option-twice", `\`--${option.name}\` is given twice.`);
    if (option.spec.kind === "flag") {
      if (option.value !== undefined) throw fail("surplus-value", `\`--${option.name}\` takes no value.`);
      values.set(option.name, true);
      continue;
    }
    const following = tokens[index + 1];
    const value = option.value ?? (following && !readOption(following, command) ? following : "");
    if (option.value === undefined) index++;
    if (unquote(value) === "") throw fail("missing-value", `\`--${option.name}\` needs a value.`);
    values.set(option.name, readValue(`\`--${option.name}\``, option.spec, unquote(value), fail));
  }

  for (const [name, spec] of Object.entries(command.args)) {
    if (spec.option) continue;
    const typed = spec.kind === "rest" ? positional.splice(0).join(" ").trim() : unquote(positional.shift() ?? "");
    if (typed !== "") values.set(name, readValue(`\`${command.name}\``, spec, typed, fail));
    else if (!spec.optional)
      throw fail(
        "missing-argument",
        `\`${command.name}\` needs ${spec.choices ? oneOf(spec.choices) : withArticle(name)}.`,
      );
  }
  if (positional.length > 0) throw fail("surplus-argument", surplus(command, positional.join(" ")));
  return Object.fromEntries(values);
}

interface TypedOption {
  readonly name: string;
  readonly spec: ArgSpec | undefined;
  readonly value: string | undefined;
}

/** `--page 2`, `--page=2`, and `—page 2` as editors make of it; a long dash before any other word is just a dash. */
function readOption(token: string, command: Command): TypedOption | undefined {
  const [, dashes, typed = "", value] = /^(--|[\u2013\u2014])(\p{L}[\p{L}\p{N}-]*)(?:=(.*))?$/su.exec(token) ?? [];
  if (!dashes) return undefined;
  const name = typed.toLowerCase();
  const spec = Object.hasOwn(command.args, name) ? command.args[name] : undefined;
  if (!spec?.option) return dashes === "--" ? { name, spec: undefined, value } : undefined;
  return { name, spec, value };
}

type Fail = (code: string, sentence: string) => UserError;

/** `a, b or c`. */
const alternatives = new Intl.ListFormat("en-GB", { type: "disjunction" });

function readValue(taker: string, spec: ArgSpec, typed: string, fail: Fail): string | number {
  if (spec.kind === "integer") {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = spec;
    const value = /^\d{1,16}$/.test(typed) ? Number(typed) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = spec.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
    throw fail("wrong-integer", `${taker} takes a whole number ${range}, not ${inCode(typed)}.`);
  }
  if (!spec.choices) return typed;
  const choice = spec.choices.find((candidate) => candidate === typed.toLowerCase());
  if (choice !== undefined) return choice;
  throw fail(
    "wrong-choice",
    `${taker} takes ${oneOf(spec.choices)}, not ${inCode(typed)}.${meaning(typed, spec.choices)}`,
  );
}

function oneOf(choices: readonly string[]): string {
  return alternatives.format(choices.map((choice) => `\`${choice}\``));
}

function unknownOption(name: string, command: Command): string {
  const options = Object.entries(command.args).flatMap(([option, spec]) => (spec.option ? [option] : []));
  return `\`${command.name}\` has no option ${inCode(`--${name}`)}.${meaning(name, options, "--")}`;
}

function surplus(command: Command, words: string): string {
  const takes = Object.values(command.args).some((spec) => !spec.option) ? "takes no more words" : "takes no words";
  return `\`${command.name}\` ${takes}: what is ${inCode(words)}?`;
}

function meaning(typed: string, candidates: readonly string[], dashes = ""): string {
  const meant = nearest(typed, candidates);
  return meant === undefined ? "" : ` Did you mean \`${dashes}${meant}\`?`;
}

function withArticle(name: string): string {
  if (name.endsWith("s")) return name;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
