import type { Channel, ChannelGroup, Person, PostChecker, PostHabit } from "../adapter.ts";
import type { Clock } from "../clock.ts";
import type { TestPost } from "../delivery/test-post.ts";
import type { Engine } from "../engine.ts";
import type { Message } from "../message.ts";
import type { Store } from "../store/store.ts";

/**
 * One argument, declared once: parsing, help, completion and platform registration are generated from it.
 * At most one `rest` argument, and it comes last; it takes what is left of the line as it was typed.
 */
export interface ArgSpec {
  /**
   * A `flag` is an option without a value: it is there or not. A `line` is all that follows, another command's options
   * included.
   */
  readonly kind: "word" | "integer" | "rest" | "flag" | "line";
  /** Written `--name value` anywhere behind the command, and may always be left out. */
  readonly option?: boolean;
  /** What the help says about it. */
  readonly summary: string;
  readonly optional?: boolean;
  readonly choices?: readonly string[];
  /** Who completes it as the person types. */
  readonly completes?: "paper" | "query" | "command" | "topic" | "followed";
  /** Bounds of an integer, inclusive. */
  readonly min?: number;
  readonly max?: number;
}

export type ArgSpecs = Readonly<Record<string, ArgSpec>>;

/** Parsed arguments where the declaration is not known to the compiler. */
export type AnyArgs = Readonly<Record<string, string | number | true | undefined>>;

type ValueOf<S extends ArgSpec> = S["kind"] extends "integer"
  ? number
  : S["kind"] extends "flag"
    ? true
    : S extends { choices: readonly (infer Choice)[] }
      ? Choice
      : string;

/** The parsed arguments of a command, by name. */
export type Args<S extends ArgSpecs> = ArgSpecs extends S
  ? AnyArgs
  : {
      readonly [K in keyof S]: S[K] extends { optional: true } | { option: true }
        ? ValueOf<S[K]> | undefined
        : ValueOf<S[K]>;
    };

export interface Context {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly person: Person;
  /** All channels of the workspace or server this one belongs to. */
  readonly group?: ChannelGroup;
  /** IANA zone of people whose own is not known. */
  readonly timeZone: string;
  /** What people type before a command: `/papers`. */
  readonly prefix: string;
  /** Whether a post would come through; a yes where that cannot be told. Never rejects. */
  readonly canPostTo: PostChecker["canPostTo"];
  /** Where posts do not always come. */
  readonly postHabit?: PostHabit;
  /** Absent where nothing is posted. */
  readonly testPost?: TestPost;
  /** All that can be asked, for the help. */
  readonly commands: readonly Command[];
}

export interface Command<S extends ArgSpecs = ArgSpecs> {
  readonly name: string;
  /** A few words, no full stop: platforms show it beside the name. At most 100 characters. */
  readonly summary: string;
  /** Full lines without the prefix, shown by `help NAME`; the first one is quoted in error messages. */
  readonly examples: readonly [string, ...string[]];
  /** More that `help NAME` tells, a sentence a line. */
  readonly notes?: readonly string[];
  readonly args: S;
  /** Buttons or other commands lead to it: a platform with few places for commands leaves it out of its list. */
  readonly unlisted?: boolean;
  readonly answer: "public" | "private";
  /** With these arguments it only shows something: the answer is private although the command's is public. */
  readonly asksOnly?: (args: Args<S>) => boolean;
  readonly needs?: "manage-channel";
  /** What it says depends on the channel: platforms may let people name another one than they are in. */
  readonly about?: "channel";
  /** Posts follow from it: where the bot cannot post, the person is told so instead. */
  readonly leadsToPosts?: true | ((args: Args<S>) => boolean);
  /** A private answer that may be of use to the whole channel. */
  readonly shareable?: true;
  /** It searches or ranks: how often one person may ask for that is limited. */
  readonly isCostly?: true;
  run(args: Args<S>, context: Context): Promise<Message>;
}

/** For whom the answer to these arguments is. */
export function visibilityOf({ answer, asksOnly }: Command, args: AnyArgs): Command["answer"] {
  return asksOnly?.(args) ? "private" : answer;
}

/** Checks `run` against the declared arguments; behind this, the list of commands need not know them apart. */
export function defineCommand<const S extends ArgSpecs>(command: Command<S>): Command {
  // The parser only ever hands a command the arguments it declared, which TypeScript cannot see.
  return command as unknown as Command;
}
