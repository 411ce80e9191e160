import type { Writable } from "node:stream";
import type { Adapter } from "../adapter.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Paperboy } from "../open.ts";

/** What a command of the command line works with. */
export interface CliContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The adapters of the configured platforms, not started: they can post, and answer nobody. */
  readonly platforms: (paperboy: Paperboy) => Promise<readonly Adapter[]>;
  /** The terminal as a platform that can be posted to. */
  readonly terminal: (output: Writable) => Promise<Adapter>;
}

/** Options by name: `string` ones take a value, `boolean` ones are given or not. */
export type CliOptions = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

export interface CliInput {
  readonly positionals: readonly string[];
  /** Options by name; `json` is every command's. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** A command's result twice: for programs and for people. `json` is written as one document with `--json`. */
export interface CliResult {
  readonly json: unknown;
  readonly text: string;
  /** Work that was done in part only: told on stderr. */
  readonly shortfall?: string;
  /** Exit status; without one, 1 for work that fell short, else 0. */
  readonly status?: number;
}

export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** Behind the command's name: `PATH... [--date DAY]`. */
  readonly usage: string;
  readonly options: CliOptions;
  /** A line an option, for `--help`. */
  readonly optionHelp: readonly string[];
  /** How many words it takes besides options. */
  readonly takes: { readonly min: number; readonly max: number };
  /** Whether slips in the names of settings are told first: where it is about settings, or needs a platform's. */
  readonly tellsSlips?: boolean;
  run(input: CliInput, context: CliContext): Promise<CliResult>;
}
