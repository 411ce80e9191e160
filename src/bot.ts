import { randomBytes } from "node:crypto";
import type { Answer, Bot, Channel, Invocation, PostChecker, PostPermission } from "./adapter.ts";
import type { Clock } from "./clock.ts";
import type { Command } from "./commands/command.ts";
import { completeLine } from "./commands/complete.ts";
import { LineError } from "./commands/line-error.ts";
import { refuseUnlessManager } from "./commands/manager.ts";
import { overviewOf } from "./commands/overview.ts";
import { type ParsedLine, parseLine } from "./commands/parse.ts";
import { formatLine } from "./commands/usage.ts";
import type { Engine } from "./engine.ts";
import { UserError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Store } from "./store/store.ts";
import { apology, errorMessage } from "./views/errors.ts";
import { TooSlow, within } from "./within.ts";

/** The part of a logger the bot needs; pino fits. */
export interface BotLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface BotDeps {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: readonly Command[];
  readonly prefix: string;
  /** IANA zone of people whose own is not known; UTC where left out. */
  readonly timeZone?: string;
  readonly log: BotLog;
  /** Whether a post would come through; taken for a yes where it is left out or cannot be told. */
  readonly canPostTo?: PostChecker["canPostTo"];
  /** Milliseconds a command may take before the person gets an apology instead. */
  readonly answerWithin?: number;
  /** Milliseconds completions may take; later ones help nobody. */
  readonly completeWithin?: number;
}

/** A line in, an Answer out, whatever happens in between: neither call ever rejects. */
export function createBot(deps: BotDeps): Bot {
  const { log, commands, prefix, timeZone = "UTC", answerWithin = 10_000, completeWithin = 2_000 } = deps;

  async function run({ command, args }: ParsedLine, invocation: Invocation): Promise<Answer> {
    const { channel, person, group } = invocation;
    if (command.needs === "manage-channel") refuseUnlessManager(command.name, person);
    const { leadsToPosts } = command;
    if (leadsToPosts === true || leadsToPosts?.(args)) await refuseUnlessReached(channel);
    const { engine, store, clock } = deps;
    const context = { engine, store, clock, commands, prefix, timeZone, channel, person, ...(group && { group }) };
    const message = await within(answerWithin, command.run(args, context));
    const share = command.shareable ? { share: `share ${formatLine(command, args)}` } : {};
    return { message, visibility: command.answer, replaces: invocation.replaces === true, ...share };
  }

  async function refuseUnlessReached(channel: Channel): Promise<void> {
    let permission: PostPermission = { allowed: true };
    try {
      if (deps.canPostTo) permission = await within(postCheckWithin, deps.canPostTo(channel));
    } catch (error) {
      log.error({ err: error, platform: channel.platform }, "it could not be told whether a post would come through");
    }
    if (!permission.allowed) throw new UserError("cannot-post", permission.advice);
  }

  async function quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, "channels lost or regained could not be written down");
    }
  }

  function failure(error: unknown, invocation: Invocation): Message {
    if (error instanceof LineError) return errorMessage(error.message, error.offers);
    if (error instanceof UserError) return errorMessage(error.message);
    const incident = randomBytes(4).toString("hex");
    log.error({ err: error, incident, platform: invocation.channel.platform }, "a command failed");
    const late = error instanceof TooSlow;
    return apology(
      late ? `that took longer than ${answerWithin / 1_000} seconds` : "something went wrong here",
      incident,
    );
  }

  return {
    async answer(invocation) {
      try {
        return await run(parseLine(invocation.line, commands, prefix), invocation);
      } catch (error) {
        return { message: failure(error, invocation), visibility: "private", replaces: false };
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

    async forget({ platform, idPrefix }) {
      try {
        await deps.store.forgetWorkspace({ platform, idPrefix });
      } catch (error) {
        log.error({ err: error, platform }, "the data of a group of channels could not be deleted");
      }
    },

    async complete(line, limit) {
      try {
        return await within(completeWithin, completeLine(line, deps, limit));
      } catch (error) {
        if (!(error instanceof UserError)) log.error({ err: error }, "a completion failed");
        return [];
      }
    },

    channelsLost: (channels, why) =>
      quietly(async () => {
        for (const channel of channels) {
          const schedule = await deps.store.schedules.get(channel);
          if (!schedule || schedule.pause) continue;
          await deps.store.schedules.pause(channel, { reason: "gone", at: deps.clock.now(), detail: why });
        }
      }),

    channelsBack: (channels) =>
      quietly(async () => {
        for (const channel of channels) {
          const { pause } = (await deps.store.schedules.get(channel)) ?? {};
          if (!pause || pause.reason === "asked") continue;
          await deps.store.schedules.resume(channel, deps.clock.now());
        }
      }),
  };
}

/** Milliseconds to find out whether the bot may post. */
const postCheckWithin = 3_000;
