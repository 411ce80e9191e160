import type { Answer, Bot, Channel, Invocation, Person, PostChecker, PostHabit, PostPermission } from "./adapter.ts";
import type { Clock } from "./clock.ts";
import { type Command, visibilityOf } from "./commands/command.ts";
import { completeLine } from "./commands/complete.ts";
import { LineError, NoCommand } from "./commands/line-error.ts";
import { refuseUnlessManager } from "./commands/manager.ts";
import { overviewOf, overviewOfOne } from "./commands/overview.ts";
import { commandOf, type ParsedLine, parseLine } from "./commands/parse.ts";
import { topicsOf } from "./commands/posts.ts";
import { formatLine } from "./commands/usage.ts";
import type { TestPost } from "./delivery/test-post.ts";
import type { Engine } from "./engine.ts";
import { OperatorError, UserError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Message } from "./message.ts";
import type { CommandOutcome, Metrics } from "./metrics/metrics.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Requests } from "./requests.ts";
import type { Store } from "./store/store.ts";
import { apology, errorMessage } from "./views/errors.ts";
import { TooSlow, within } from "./within.ts";

export interface BotDeps {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: readonly Command[];
  readonly prefix: string;
  /** IANA zone of people whose own is not known; UTC where left out. */
  readonly timeZone?: string;
  readonly log: Pick<Log, "info" | "error">;
  /** Names what is asked, in the log and to the person when it fails. */
  readonly requests: Requests;
  readonly metrics?: Pick<Metrics, "command">;
  /** On commands that cost something; none where it is left out. */
  readonly limit?: RateLimit;
  /** Whether a post would come through; taken for a yes where it is left out or cannot be told. */
  readonly canPostTo?: PostChecker["canPostTo"];
  /** Where posts do not always come; they do where it is left out. */
  readonly postHabitOf?: (channel: Channel) => PostHabit | undefined;
  /** For `test`; nothing is posted where it is left out. */
  readonly testPost?: TestPost;
  /** Milliseconds a command may take before the person gets an apology instead. */
  readonly answerWithin?: number;
  /** Milliseconds completions may take; later ones help nobody. */
  readonly completeWithin?: number;
}

/** A line in, an Answer out, whatever happens in between: neither call ever rejects. */
export function createBot(deps: BotDeps): Bot {
  const {
    log,
    metrics,
    requests,
    commands,
    prefix,
    timeZone = "UTC",
    answerWithin = 10_000,
    completeWithin = 2_000,
  } = deps;

  async function answer(invocation: Invocation, request: string): Promise<Answer> {
    const began = performance.now();
    const { platform } = invocation.channel;
    let name = "unknown";
    const done = (outcome: CommandOutcome) => {
      const ms = Math.round(performance.now() - began);
      metrics?.command(name, outcome, ms / 1_000);
      log.info({ request, command: name, outcome, ms, platform }, "a command was answered");
    };
    try {
      name = commandOf(invocation.line, commands, prefix)?.name ?? name;
      const parsed = await understand(invocation.line);
      name = parsed.command.name;
      const answered = await run(parsed, invocation);
      done("done");
      return answered;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome !== "refused") log.error({ request, err: error, command: name, platform }, "a command failed");
      done(outcome);
      const problem = isTheirs(error) ? error.code : "failed";
      return { message: failure(error, request), visibility: "private", replaces: false, problem };
    }
  }

  /** Words that papers have are looked for, whatever command's name they resemble: "safe reinforcement learning". */
  async function understand(line: string): Promise<ParsedLine> {
    try {
      return parseLine(line, commands, prefix);
    } catch (refusal) {
      const isSearch = refusal instanceof NoCommand && (await isOfPapers(refusal.words));
      if (!isSearch) throw refusal;
      return parseLine(`search ${refusal.words}`, commands, prefix);
    }
  }

  /** One word alone may as well be a slip of the pen. */
  async function isOfPapers(words: string): Promise<boolean> {
    return /\S\s+\S/u.test(words) && (await deps.engine.knowsWords(words));
  }

  async function run({ command, args }: ParsedLine, invocation: Invocation): Promise<Answer> {
    const { channel, person, group } = invocation;
    if (command.needs === "manage-channel") refuseUnlessManager(command.name, person);
    if (command.isCostly) refuseTooMuch(channel, person);
    const { leadsToPosts } = command;
    if (leadsToPosts === true || leadsToPosts?.(args)) await refuseUnlessReached(channel);
    const { engine, store, clock, testPost } = deps;
    const postHabit = deps.postHabitOf?.(channel);
    const context = {
      ...{ engine, store, clock, commands, prefix, timeZone, channel, person, canPostTo },
      ...(group && { group }),
      ...(postHabit && { postHabit }),
      ...(testPost && { testPost }),
    };
    const message = await within(answerWithin, command.run(args, context));
    const share = command.shareable ? { share: `share ${formatLine(command, args)}` } : {};
    return { message, visibility: visibilityOf(command, args), replaces: invocation.replaces === true, ...share };
  }

  function refuseTooMuch({ platform }: Channel, { id }: Person): void {
    const wait = Math.ceil((deps.limit?.take(JSON.stringify([platform, id])) ?? 0) / 1_000);
    if (wait === 0) return;
    const seconds = wait === 1 ? "a second" : `${wait} seconds`;
    throw new UserError("too-much", `That was a lot at once: try again in ${seconds}.`);
  }

  async function canPostTo(channel: Channel): Promise<PostPermission> {
    try {
      if (deps.canPostTo) return await within(postCheckWithin, deps.canPostTo(channel));
    } catch (error) {
      log.error({ err: error, platform: channel.platform }, "it could not be told whether a post would come through");
    }
    return { allowed: true };
  }

  async function refuseUnlessReached(channel: Channel): Promise<void> {
    const permission = await canPostTo(channel);
    if (!permission.allowed) throw new UserError("cannot-post", permission.advice);
  }

  async function quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, "channels lost or regained could not be written down");
    }
  }

  function failure(error: unknown, request: string): Message {
    if (error instanceof LineError) return errorMessage(error.message, error.offers);
    if (isTheirs(error)) return errorMessage(error.message);
    if (error instanceof OperatorError) {
      return apology(
        "something is wrong with the disk or the database here, which whoever runs Paperboy can mend",
        request,
      );
    }
    const late = error instanceof TooSlow;
    return apology(
      late ? `that took longer than ${answerWithin / 1_000} seconds` : "something went wrong here",
      request,
    );
  }

  return {
    answer(invocation) {
      const request = requests.current() ?? requests.newId();
      return requests.run(request, () => answer(invocation, request));
    },

    visibility(line, person) {
      try {
        const { command, args } = parseLine(line, commands, prefix);
        return command.needs === "manage-channel" && !person.mayManage ? "private" : visibilityOf(command, args);
      } catch {
        return "private";
      }
    },

    async overview(channels, limit) {
      try {
        return await within(answerWithin, overviewOf(channels, deps, limit));
      } catch (error) {
        log.error({ err: error, platform: channels.platform }, "an overview of channels failed");
        return [];
      }
    },

    async about(channel) {
      try {
        return await within(answerWithin, overviewOfOne(channel, deps));
      } catch (error) {
        log.error({ err: error, platform: channel.platform }, "an overview of a channel failed");
        return { channel, topics: [] };
      }
    },

    async forget({ platform, idPrefix }) {
      try {
        await deps.store.forgetWorkspace({ platform, idPrefix });
      } catch (error) {
        log.error({ err: error, platform }, "the data of a group of channels could not be deleted");
      }
    },

    async complete(line, limit, channel) {
      const followed = async () => (channel ? topicsOf({ store: deps.store, channel }) : []);
      try {
        return await within(completeWithin, completeLine(line, { ...deps, followed }, limit));
      } catch (error) {
        if (!isTheirs(error)) log.error({ err: error }, "a completion failed");
        return [];
      }
    },

    channelsLost: (channels, why) =>
      quietly(async () => {
        for (const { channel, pause } of await deps.store.schedules.getMany(channels)) {
          if (pause) continue;
          await deps.store.schedules.pause(channel, { reason: "gone", at: deps.clock.now(), detail: why });
        }
      }),

    channelsBack: (channels) =>
      quietly(async () => {
        for (const { channel, pause } of await deps.store.schedules.getMany(channels)) {
          if (!pause || pause.reason === "asked") continue;
          await deps.store.schedules.resume(channel, deps.clock.now());
        }
      }),
  };
}

/** A mistake that the person who asked can mend. */
function isTheirs(error: unknown): error is UserError {
  return error instanceof UserError && !(error instanceof OperatorError);
}

function outcomeOf(error: unknown): CommandOutcome {
  if (isTheirs(error)) return "refused";
  return error instanceof TooSlow ? "late" : "failed";
}

/** Milliseconds to find out whether the bot may post. */
const postCheckWithin = 3_000;
