import type { Clock } from "../clock.ts";
import { describeError } from "../errors.ts";
import type { Validators } from "../store/store.ts";
import { answerText } from "./answer-text.ts";
import type { Pace, Wait } from "./pace.ts";

/** Why a source gave nothing that could be used, in plain words. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  /** The server asked not to be asked again before. */
  readonly retryAt?: Date;
  /** What it said with an error status. */
  readonly body?: string;
  /** HTTP's, where it answered with one that means no. */
  readonly status?: number;

  constructor(message: string, { retryAt, body, status, cause }: SourceErrorOptions = {}) {
    super(message, { cause });
    if (status !== undefined) this.status = status;
    if (retryAt !== undefined) this.retryAt = retryAt;
    if (body !== undefined) this.body = body;
  }
}

interface SourceErrorOptions extends ErrorOptions {
  readonly retryAt?: Date;
  readonly body?: string;
  readonly status?: number;
}

export type HttpAnswer =
  | { readonly type: "answer"; readonly text: string; readonly validators?: Validators }
  | { readonly type: "unchanged" };

/** Asks servers for feeds, the way they wish to be asked. */
export interface Http {
  /**
   * @param known validators of an earlier answer: an answer that is still the same is `unchanged`
   * @throws SourceError
   */
  get(url: string, options?: { readonly known?: Validators; readonly signal?: AbortSignal }): Promise<HttpAnswer>;
}

export interface HttpDeps {
  readonly clock: Clock;
  readonly wait: Wait;
  readonly pace: Pace;
  readonly userAgent: string;
  /** 0 to 1, for the jitter of back-off. */
  readonly random: () => number;
  /** Milliseconds a whole answer may take. */
  readonly timeLimit?: number;
  /** Bytes of an answer, decompressed. */
  readonly sizeLimit?: number;
}

const attempts = 3;
/** Each is a request like any other, at the server's pace. */
const mostHops = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const firstPause = 2_000;
/** Longer than this the poll plan waits, not the request. */
const longestPause = 60_000;
const longestErrorBody = 64 * 1024;

export function createHttp(deps: HttpDeps): Http {
  const { clock, wait, pace, userAgent, random, timeLimit = 60_000, sizeLimit = 32 * 1024 * 1024 } = deps;

  /** The server asked to be left alone, whichever of its feeds was asked for. */
  let leftAlone: SourceError | undefined;

  async function inPeace(ask: () => Promise<Attempt>): Promise<Attempt> {
    if (leftAlone?.retryAt !== undefined && leftAlone.retryAt > clock.now()) return { error: leftAlone, again: true };
    const attempt = await ask();
    leftAlone = attempt.error?.retryAt === undefined ? undefined : attempt.error;
    return attempt;
  }

  async function ask(
    { url, address }: Asked,
    known: Validators | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Attempt> {
    const limit = AbortSignal.timeout(timeLimit);
    try {
      const response = await fetch(address, {
        redirect: "manual",
        headers: {
          "user-agent": userAgent,
          accept: "application/json, application/atom+xml, application/rss+xml, application/xml;q=0.9",
          ...(known?.etag && { "if-none-match": known.etag }),
          ...(known?.lastModified && { "if-modified-since": known.lastModified }),
        },
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
      });
      if (response.status === 304) {
        await response.body?.cancel();
        return { answer: { type: "unchanged" } };
      }
      const location = response.headers.get("location");
      if (redirects.has(response.status) && location !== null && URL.canParse(location, address)) {
        await response.body?.cancel();
        return { moved: new URL(location, address).href };
      }
      if (response.ok) return { answer: await answerOf(url, response, sizeLimit) };
      const error = new SourceError(statusSentence(response), {
        status: response.status,
        body: await readText(response, longestErrorBody).catch(() => ""),
        ...retryAfter(response, clock),
      });
      return { error, again: response.status === 429 || response.status >= 500 };
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof SourceError) return { error: cause, again: false };
      const message = limit.aborted ? `no whole answer within ${timeLimit / 1000} s` : `no answer: ${reasonOf(cause)}`;
      return { error: new SourceError(message, { cause }), again: true };
    }
  }

  return {
    async get(url, { known, signal } = {}) {
      let address = url;
      let hops = 0;
      for (let attempt = 1; ; ) {
        const { answer, moved, error, again } = await pace.run(
          () => inPeace(() => ask({ url, address }, known, signal)),
          signal,
        );
        if (answer !== undefined) return answer;
        if (moved !== undefined) {
          if (++hops > mostHops) throw new SourceError("it sends whoever asks from one address to another without end");
          address = moved;
          continue;
        }
        const backOff = firstPause * 2 ** (attempt - 1) * (0.5 + random());
        const asked = error.retryAt === undefined ? 0 : error.retryAt.getTime() - clock.now().getTime();
        const pause = Math.max(backOff, asked);
        if (!again || attempt >= attempts || pause > longestPause) throw error;
        await wait(pause, signal);
        attempt++;
      }
    },
  };
}

interface Asked {
  /** What the caller asked for: validators are remembered by it. */
  readonly url: string;
  /** Where that was moved to. */
  readonly address: string;
}

type Attempt =
  | { readonly answer: HttpAnswer; readonly moved?: never; readonly error?: never; readonly again?: never }
  | { readonly answer?: never; readonly moved: string; readonly error?: never; readonly again?: never }
  | { readonly answer?: never; readonly moved?: never; readonly error: SourceError; readonly again: boolean };

async function answerOf(url: string, response: Response, sizeLimit: number): Promise<HttpAnswer> {
  const etag = response.headers.get("etag") ?? undefined;
  const lastModified = response.headers.get("last-modified") ?? undefined;
  const text = await readText(response, sizeLimit);
  const validators = { url, ...(etag && { etag }), ...(lastModified && { lastModified }) };
  return { type: "answer", text, ...((etag || lastModified) && { validators }) };
}

/** At most `limit` bytes are held; more is refused as soon as it shows. */
async function readText(response: Response, limit: number): Promise<string> {
  const tooLarge = new SourceError(`the answer is larger than ${Math.round(limit / 1024 / 1024)} MB`);
  if (Number(response.headers.get("content-length") ?? 0) > limit) {
    await response.body?.cancel();
    throw tooLarge;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit) throw tooLarge;
    parts.push(part);
  }
  return answerText(Buffer.concat(parts), response.headers.get("content-type") ?? undefined);
}

function statusSentence({ status, statusText }: Response): string {
  const reason = status === 429 ? "too many requests" : status === 503 ? "not available now" : statusText;
  return `the server answered ${status}${reason ? ` (${reason.slice(0, 60)})` : ""}`;
}

/** Seconds, or an instant as HTTP writes it. At most a day is believed. */
function retryAfter(response: Response, clock: Clock): { retryAt?: Date } {
  const written = response.headers.get("retry-after")?.trim();
  if (!written) return {};
  const now = clock.now().getTime();
  const at = /^\d+$/.test(written) ? now + Number(written) * 1000 : Date.parse(written);
  return Number.isNaN(at) ? {} : { retryAt: new Date(Math.min(at, now + 86_400_000)) };
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && "code" in inner ? String(inner.code) : undefined;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "ECONNRESET"
    ? `${code} (is the network there?)`
    : describeError(inner);
}
