import type { Channel, Person } from "../adapter.ts";
import type { Clock } from "../clock.ts";
import type { Engine } from "../engine.ts";
import type { Message } from "../message.ts";
import type { Store } from "../store/store.ts";

/**
 * One argument, declared once: parsing, help, completion and platform registration are generated from it.
 * At most one `rest` argument, and it comes last; it takes what is left of the line as it was typed.
 * Options are written `--name value`.
 */
export interface ArgSpec {
  readonly kind: "word" | "integer" | "rest" | "option";
  /** What the help calls it: `query`, `paper`, `page`. */
  readonly summary: string;
  readonly optional?: boolean;
  readonly choices?: readonly string[];
  /** Who completes it as the person types. */
  readonly completes?: "paper" | "topic";
  /** Bounds of an integer, inclusive. */
  readonly min?: number;
  readonly max?: number;
}

export type ArgSpecs = Readonly<Record<string, ArgSpec>>;

type ValueOf<S extends ArgSpec> = S["kind"] extends "integer" ? number : string;

/** The parsed arguments of a command, by name. */
export type Args<S extends ArgSpecs> = {
  readonly [K in keyof S]: S[K] extends { optional: true } ? ValueOf<S[K]> | undefined : ValueOf<S[K]>;
};

export interface Context {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly person: Person;
  /** What people type before a command: `/papers`. */
  readonly prefix: string;
}

export interface Command<S extends ArgSpecs = ArgSpecs> {
  readonly name: string;
  readonly summary: string;
  /** Full lines without the prefix, shown by `help NAME`. */
  readonly examples: readonly string[];
  readonly args: S;
  readonly answer: "public" | "private";
  readonly needs?: "manage-channel";
  run(args: Args<S>, context: Context): Promise<Message>;
}

/** Keeps the argument types of one declaration while the list of commands forgets them. */
export function defineCommand<const S extends ArgSpecs>(command: Command<S>): Command<S> {
  return command;
}
