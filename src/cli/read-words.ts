import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { CliInput, CliOptions } from "./cli-command.ts";

/**
 * Options begin with two dashes and stand anywhere; all else is what the command is about, so that a query can leave
 * out a word as people write it (`diffusion -video`). Behind `--` nothing is an option. `-h` is `--help`.
 * @throws UserError `usage` for an option that is unknown or lacks its value
 */
export function readWords(words: readonly string[], options: CliOptions): CliInput {
  const values: Record<string, string | boolean> = {};
  const positionals: string[] = [];
  const rest = words.values();
  for (const word of rest) {
    if (word === "--") {
      positionals.push(...rest);
    } else if (word === "-h") {
      values["help"] = true;
    } else if (word.startsWith("--")) {
      const [name, given] = split(word.slice(2));
      values[name] = readValue(name, given, options, () => rest.next().value);
    } else {
      positionals.push(word);
    }
  }
  return { values, positionals };
}

function split(option: string): [name: string, given?: string] {
  const at = option.indexOf("=");
  return at < 0 ? [option] : [option.slice(0, at), option.slice(at + 1)];
}

function readValue(
  name: string,
  given: string | undefined,
  options: CliOptions,
  next: () => string | undefined,
): string | boolean {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw new UserError("usage", unknownOption(name, options));
  if (option.type === "boolean") {
    if (given === undefined) return true;
    throw new UserError("usage", `--${name} takes no value: leave out ${JSON.stringify(`=${given}`)}.`);
  }
  const value = given ?? next();
  if (value === undefined || value === "" || (given === undefined && value.startsWith("--"))) {
    throw new UserError("usage", `--${name} needs a value behind it.`);
  }
  return value;
}

function unknownOption(name: string, options: CliOptions): string {
  const meant = nearest(name, Object.keys(options));
  const hint = meant === undefined ? "--help lists the options." : `Did you mean --${meant}?`;
  return `There is no option ${JSON.stringify(`--${name}`)} here. ${hint}`;
}
