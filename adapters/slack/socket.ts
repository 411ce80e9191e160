import { setTimeout as wait } from "node:timers/promises";
import type { SocketModeReceiver } from "@slack/bolt";
import { UserError } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { deadTokens, describeFailure, slackError, waitAsked } from "./web.ts";

type SocketClient = SocketModeReceiver["client"];

/** A connection that is made again whenever it breaks, until it is stopped. */
export interface Connection {
  /** Resolves when Slack has said hello for the first time; rejects where it never will. */
  start(): Promise<void>;
  /** Rejects when Slack refuses the token for good; never resolves before `stop`. */
  readonly ended: Promise<void>;
  /** Whether Slack can reach us now. */
  isConnected(): boolean;
  stop(): Promise<void>;
}

/** Slack greets a new connection within a second or two. */
const helloWithin = 15_000;
const longestPause = 10_000;
/** Milliseconds for Slack to end a connection that it asked us to leave; the client would wait half a minute. */
const endWithin = 500;
/** Milliseconds a connection must have held for the next one to be made without a pause. */
const settled = 1_000;

/**
 * Our own loop instead of the client's: that one pauses for its ping time-out before every reconnect, in which commands
 * are lost, and ends the process by an unhandled rejection when its retries run out or the token is revoked.
 */
export function keepConnected(client: SocketClient, { log }: { readonly log: Log }): Connection {
  const stopping = new AbortController();
  const greeted = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  greeted.promise.catch(() => undefined);
  let isConnected = false;
  catchOddMessages(client, log);

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const gone = Promise.withResolvers<void>();
      const over = new AbortController();
      const leave = (data: unknown) => {
        if (isGoodbye(data)) wait(endWithin, undefined, { signal: over.signal }).then(cut, () => undefined);
      };
      client.once("disconnected", gone.resolve);
      client.on("ws_message", leave);
      try {
        await connect();
        isConnected = true;
        const since = performance.now();
        if (failures > 0) log.info({ platform: "slack" }, "connected to Slack again");
        greeted.resolve();
        await gone.promise;
        over.abort();
        isConnected = false;
        if (stopping.signal.aborted) return;
        log.info({ platform: "slack" }, "Slack's connection ended, making another");
        // One that breaks at once is as good as none.
        failures = performance.now() - since < settled ? failures + 1 : 0;
        if (failures > 0) await pause(failures, { signal: stopping.signal });
      } catch (error) {
        client.off("disconnected", gone.resolve);
        const name = slackError(error);
        if (name !== undefined && deadTokens.has(name)) throw refusedToken(name, error);
        failures++;
        log.warn({ platform: "slack", error: describeFailure(error), failures }, "Slack could not be connected to");
        await pause(failures, { signal: stopping.signal, asked: waitAsked(error) });
      } finally {
        client.off("ws_message", leave);
        over.abort();
      }
    }
  }

  /** Resolves at Slack's hello. */
  async function connect(): Promise<void> {
    const late = new AbortController();
    const started = client.start().catch((error: unknown) => {
      // The client rejects with nothing where the connection broke before the hello.
      throw error ?? new Error("the connection broke before Slack's hello");
    });
    const timeOut = wait(helloWithin, undefined, { signal: late.signal }).then(() => {
      cut();
      throw new Error(`no hello within ${helloWithin / 1_000} seconds`);
    });
    timeOut.catch(() => undefined);
    try {
      await Promise.race([started, timeOut]);
    } finally {
      started.catch(() => undefined);
      late.abort();
    }
  }

  /** The first call sends a close frame, the second does not wait half a minute for its echo. */
  function cut(): void {
    client.disconnect().catch(() => undefined);
    client.disconnect().catch(() => undefined);
  }

  return {
    ended: ended.promise,
    isConnected: () => isConnected,
    async start() {
      run().then(ended.resolve, (error: unknown) => {
        greeted.reject(error);
        ended.reject(error);
      });
      await Promise.race([greeted.promise, ended.promise]);
    },
    async stop() {
      stopping.abort();
      cut();
      ended.resolve();
    },
  };
}

/** What a pause depends on besides how often it failed. */
export interface PauseOptions {
  /** Ends it early. */
  readonly signal?: AbortSignal;
  /** Milliseconds that Slack asked for: coming sooner would be refused again, as connections may be opened seldom. */
  readonly asked?: number | undefined;
}

/** Longer after every failure, and not the same for all who were cut off together. */
export async function pause(failures: number, { signal, asked = 0 }: PauseOptions = {}): Promise<void> {
  const most = Math.min(longestPause, 250 * 2 ** Math.min(failures, 10));
  const milliseconds = asked + most * (0.5 + Math.random() / 2);
  await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}

/** The client takes for granted that every message is an envelope; where one is not, it rejects and nobody catches that. */
function catchOddMessages(client: SocketClient, log: Log): void {
  for (const take of client.listeners("ws_message")) {
    client.off("ws_message", take);
    client.on("ws_message", (...message: readonly unknown[]) => {
      Promise.resolve(take(...message)).catch((error: unknown) => {
        log.error({ platform: "slack", error: describeFailure(error) }, "a message of Slack's could not be read");
      });
    });
  }
}

/** Slack is about to end the connection, and takes a new one at once. */
function isGoodbye(data: unknown): boolean {
  return typeof data === "string" && data.startsWith("{") && /"type":\s*"disconnect"/.test(data.slice(0, 200));
}

function refusedToken(name: string, cause: unknown): UserError {
  const what = `Slack refuses SLACK_APP_TOKEN (${name}): make an App-Level Token with the scope connections:write under Basic Information.`;
  return new UserError("config", what, { cause });
}
