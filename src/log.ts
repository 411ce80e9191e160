import pino from "pino";
import type { Requests } from "./requests.ts";

/** What the program tells its operator. Never a secret; paper text only at debug. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/**
 * JSON lines on stderr, so that stdout stays with the answers; each names the request it belongs to. An `err` in the
 * details is written with its causes.
 */
export function createLog(level: LogLevel, requests?: Requests): Log {
  const mixin = () => {
    const request = requests?.current();
    return request === undefined ? {} : { request };
  };
  return pino({ level, base: null, mixin }, pino.destination({ dest: 2, sync: true }));
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
