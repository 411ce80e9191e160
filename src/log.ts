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

export interface LogDeps {
  readonly requests?: Requests;
  /** Values that are never written, whoever says them. */
  readonly secrets?: readonly string[];
  /** Where lines go; stderr where left out, so that stdout stays with the answers. */
  readonly destination?: pino.DestinationStream;
}

/**
 * JSON lines; each names the request it belongs to. An `err` in the details is written with its causes, and without what
 * SDKs hang on it: addresses with tokens in them, whole bodies.
 */
export function createLog(level: LogLevel, { requests, secrets = [], destination }: LogDeps = {}): Log {
  const mixin = () => {
    const request = requests?.current();
    return request === undefined ? {} : { request };
  };
  const hidden = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const streamWrite = (line: string) => hidden.reduce((shown, secret) => shown.replaceAll(secret, "(secret)"), line);
  const options = { level, base: null, mixin, serializers: { err: plain }, hooks: { streamWrite } };
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }));
}

function plain(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message, stack, ...("code" in error && { code: error.code }) };
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
