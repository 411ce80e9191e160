import type { Described } from "../views/help.ts";
import type { AnyArgs, ArgSpec, Command } from "./command.ts";

/** How a command is written, without the prefix: `search <query> [--page <number>] [--sort relevance|date]`. */
export function usage(command: Command): string {
  return [command.name, ...Object.entries(command.args).map(([name, spec]) => form(name, spec))].join(" ");
}

/** Everything the help says about a command; `usage` and `examples` as they are typed, with the prefix. */
export function describeCommand(command: Command, prefix: string): Described {
  const { name, unlisted } = command;
  return {
    name,
    ...(unlisted && { unlisted }),
    usage: `${prefix} ${usage(command)}`,
    summary: command.summary,
    notes: command.notes ?? [],
    args: Object.entries(command.args).map(([name, spec]) => ({ form: form(name, spec), summary: spec.summary })),
    examples: command.examples,
  };
}

/** The line that parses to this command with these arguments: what buttons run. */
export function formatLine(command: Pick<Command, "name" | "args">, args: AnyArgs): string {
  const options: string[] = [];
  const positional: string[] = [];
  let leftOut = 0;
  for (const [name, spec] of Object.entries(command.args)) {
    const value = args[name];
    if (value === undefined) {
      if (!spec.option) leftOut++;
      continue;
    }
    if (value === true) options.push(`--${name}`);
    else if (spec.option) options.push(`--${name} ${quoteWhereNeeded(String(value))}`);
    else {
      // An argument left out keeps its place where another follows it.
      positional.push(...Array.from({ length: leftOut }, () => '""'));
      leftOut = 0;
      positional.push(spec.kind === "rest" || spec.kind === "line" ? String(value) : quoteWhereNeeded(String(value)));
    }
  }
  // A quote left open in the query would otherwise pair with a quote of an option behind it.
  const open = positional.join(" ").split('"').length % 2 === 0;
  return [command.name, ...(open ? [...options, ...positional] : [...positional, ...options])].join(" ");
}

function form(name: string, spec: ArgSpec): string {
  if (spec.kind === "flag") return `[--${name}]`;
  const value = spec.choices?.join("|") ?? `<${spec.option ? valueWord(spec) : name}>`;
  if (spec.option) return `[--${name} ${value}]`;
  return spec.optional ? `[${value}]` : value;
}

function valueWord(spec: ArgSpec): string {
  return spec.kind === "integer" ? "number" : "word";
}

function quoteWhereNeeded(value: string): string {
  return /[\s]|^[-\u2013\u2014]/.test(value) ? `"${value}"` : value;
}
