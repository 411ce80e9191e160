import type { IncomingMessage, ServerResponse } from "node:http";
import type { Message } from "./message.ts";

/** Where something was said or is to be posted. `platform` and `id` together name a channel for good. */
export interface Channel {
  readonly platform: string;
  /** The platform's own identifier, with the workspace or server it belongs to in front where there is one. */
  readonly id: string;
  readonly name?: string;
}

export interface Person {
  readonly id: string;
  readonly name?: string;
  /** IANA zone, where the platform knows it. */
  readonly timeZone?: string;
  /** May change what the channel follows. */
  readonly mayManage: boolean;
  /** May decide for every channel of the workspace or server. */
  readonly mayManageAll?: boolean;
}

/** One thing a person asked for: a typed line or a click, after the platform's own wrapping is taken off. */
export interface Invocation {
  /** The command line without the bot's own name: `search mixture of experts`. */
  readonly line: string;
  readonly channel: Channel;
  readonly person: Person;
  /** All channels of the workspace or server; absent where the channel belongs to none. */
  readonly group?: ChannelGroup;
  /** Comes from an Action that `replaces`: the answer takes the place of the message it stood under. */
  readonly replaces?: boolean;
}

/** A Message and how it is meant: for the person alone or for the channel, beside or instead of what was there. */
export interface Answer {
  readonly message: Message;
  readonly visibility: "public" | "private";
  readonly replaces: boolean;
  /** The line that shows this private answer to the whole channel; absent where that is of no use. */
  readonly share?: string;
  /** Why nothing was done: a UserError's code, or `failed`. Absent where the command ran. */
  readonly problem?: string;
}

/** One way to go on with a line being typed. */
export interface Completion {
  /** What a person chooses by: a command's name, a paper's title. */
  readonly label: string;
  /** The whole line when it is taken. */
  readonly line: string;
  /** The argument alone, as short as it can be: a paper's key. For platforms whose arguments are fields of a form. */
  readonly value: string;
}

/** Channels whose id begins so: those of one workspace. */
export interface ChannelGroup {
  readonly platform: string;
  readonly idPrefix: string;
}

/** What a channel follows and when its posts come. */
export interface ChannelOverview {
  readonly channel: Channel;
  readonly topics: readonly string[];
  /** In words, on the clock of `timeZone`; absent where no posts come. */
  readonly when?: string;
  readonly timeZone?: string;
  /** The same as data, for a form that changes it. */
  readonly at?: WallTime;
  readonly next?: Date;
}

/** Hours and days as they stand on a clock and a calendar on the wall. */
export interface WallTime {
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
  /** ISO 8601: Monday is 1. In order, each once. */
  readonly days: readonly number[];
}

/** The engine's side as an adapter sees it. No call ever rejects. */
export interface Bot {
  answer(invocation: Invocation): Promise<Answer>;
  /**
   * Whom the answer to a line will be for, as far as that can be told before it is run: for platforms that must know at
   * once. A refusal or an error may still turn a public answer into a private one.
   */
  visibility(line: string, person: Person): Answer["visibility"];
  /** Completions of a line being typed in a channel, best first; empty when there is nothing to offer. */
  complete(line: string, limit: number, channel?: Channel): Promise<readonly Completion[]>;
  /** What these channels follow; empty also where that cannot be told. */
  overview(channels: ChannelGroup, limit: number): Promise<readonly ChannelOverview[]>;
  /** The same of one channel, which may follow nothing. */
  about(channel: Channel): Promise<ChannelOverview>;
  /** Deletes what is kept of these channels: the bot was removed from where they are. */
  forget(channels: ChannelGroup): Promise<void>;
  /**
   * The platform let go of these channels: deleted, or the bot was sent away. Nothing is posted there any more; what they
   * follow is kept. `why` is a sentence for people.
   */
  channelsLost(channels: readonly Channel[], why: string): Promise<void>;
  /** The bot may post in these channels. Where it had lost them it goes on; all others are left as they are. */
  channelsBack(channels: readonly Channel[]): Promise<void>;
}

export interface Post {
  /** Names the delivery; the same id is never posted twice. */
  readonly deliveryId: string;
  readonly channel: Channel;
  readonly message: Message;
  /** Only to see whether posts arrive: it stays where it is, and is not carried on to others. */
  readonly isTest?: true;
}

/** The platform's handle on what was posted. */
export interface Posted {
  readonly id: string;
}

/** The smallest contract a platform must fulfil. Optional abilities are interfaces of their own. */
export interface Adapter {
  readonly platform: string;
  start(bot: Bot): Promise<void>;
  /**
   * Rejects with a DeliveryError. Never sends a post twice by itself: who asked decides on what follows a failure. Works
   * before `start` as well, for a process that posts and answers nobody.
   */
  post(post: Post): Promise<Posted>;
  stop(): Promise<void>;
}

/** An adapter whose conversation comes to an end by itself: its input ended or the person left. */
export interface EndingAdapter extends Adapter {
  /** Resolves at the end; rejects when input or output failed. */
  readonly ended: Promise<void>;
}

/** An adapter that can tell whether a post of an unknown outcome went out. */
export interface PostFinder {
  /** Undefined where it surely did not. Rejects with a DeliveryError when that cannot be told. */
  findPost(sought: SoughtPost): Promise<Posted | undefined>;
}

export interface SoughtPost {
  readonly deliveryId: string;
  readonly channel: Channel;
  /** It was not sent before this instant. */
  readonly since: Date;
}

/** An adapter that can tell before the first digest whether the bot may post in a channel. */
export interface PostChecker {
  canPostTo(channel: Channel): Promise<PostPermission>;
}

/** An adapter whose posts do not always come: a chat that somebody keeps open, a pipe. */
export interface CasualPoster {
  readonly postHabit: PostHabit;
}

export interface PostHabit {
  /** Whether posts come at all. */
  readonly posts: boolean;
  /** When they come here, and what to do for more; `words` in such quotes are typed. */
  readonly sentence: string;
}

/** An adapter that can reach a person apart from any channel. */
export interface PersonTeller {
  /** Rejects where the person cannot be reached. `about`: the channel it concerns, to be named to them. */
  tell(person: string, message: Message, about?: Channel): Promise<void>;
}

/** An adapter that can tell whether its platform and we reach each other now; readiness is made of it. */
export interface ConnectionTeller {
  isConnected(): boolean;
}

/** An adapter that answers requests on the program's one HTTP server. */
export interface HttpServing {
  readonly routes: readonly HttpRoute[];
}

export interface HttpRoute {
  /** `/slug` or `/slug/…`: requests for this path and for all below it come here; `/` takes what nothing else does. */
  readonly path: string;
  /** Other methods are answered with 405; the route gets all of them where this is left out. */
  readonly methods?: readonly string[];
  /** Others than this machine must reach it, so that HOST is every interface unless it is set. */
  readonly isPublic?: boolean;
  /** Ends the response. A rejection is logged and answered with 500. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** `advice`: one sentence on what is missing and how to give it. */
export type PostPermission = { readonly allowed: true } | { readonly allowed: false; readonly advice: string };

export function findsPosts(adapter: Adapter): adapter is Adapter & PostFinder {
  return "findPost" in adapter;
}

export function tellsPeople(adapter: Adapter): adapter is Adapter & PersonTeller {
  return "tell" in adapter;
}

export function servesHttp(adapter: Adapter): adapter is Adapter & HttpServing {
  return "routes" in adapter;
}

export function tellsConnection(adapter: Adapter): adapter is Adapter & ConnectionTeller {
  return "isConnected" in adapter;
}

export function checksPosts(adapter: Adapter): adapter is Adapter & PostChecker {
  return "canPostTo" in adapter;
}

/** Undefined where posts come whenever they are due. */
export function postHabitOf(adapters: readonly Adapter[], { platform }: Channel): PostHabit | undefined {
  const adapter = adapters.find((each) => each.platform === platform);
  return adapter && "postHabit" in adapter ? (adapter as Adapter & CasualPoster).postHabit : undefined;
}

/** Asks the adapter of the platform a channel is on; where none can tell, a post may be tried. */
export function canPostThrough(adapters: readonly Adapter[]): PostChecker["canPostTo"] {
  return async (channel) => {
    const adapter = adapters.find(({ platform }) => platform === channel.platform);
    return adapter && checksPosts(adapter) ? adapter.canPostTo(channel) : { allowed: true };
  };
}

/** One thing a platform's check looked at. `optional` is not there, and something is lost by it. */
export interface Finding {
  readonly state: "good" | "optional" | "wrong";
  readonly what: string;
  /** What it is, or what is missing and how to give it. */
  readonly text: string;
}

/** Looks, with what the environment says, whether a platform would let us work. */
export type PlatformCheck = (setting: (name: string) => string | undefined) => Promise<readonly Finding[]>;
