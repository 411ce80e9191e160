/**
 * A mistake the person can mend. The message is shown to them as it is: one sentence that says what was wrong, where,
 * and what to do. Anything that is not a UserError is logged with its cause and answered with one apology.
 */
export class UserError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
    this.code = code;
  }
}

/**
 * What only whoever runs the program can mend: a full disk, a locked file. At a start and on the command line it is said as
 * it is; people in a channel are not told what lies where on the operator's machine.
 */
export class OperatorError extends UserError {}

/**
 * Why a post did not go out, or may not have. `retry`: refused for now and surely not posted (rate limit, platform
 * down); `gone`: the channel or the bot's place in it is no more; `forbidden`: the bot may not post there; `unknown`: the
 * answer never came, so it may have been posted.
 */
export type DeliveryProblem = "retry" | "gone" | "forbidden" | "unknown";

/**
 * What an adapter's `post` rejects with. The message is one plain sentence that people read in the channel's status: what
 * happened and, where they can mend it, how.
 */
export class DeliveryError extends Error {
  readonly kind: DeliveryProblem;
  /** Milliseconds the platform asked to wait; only with `retry`. */
  readonly retryAfter?: number;

  constructor(kind: DeliveryProblem, message: string, options: ErrorOptions & { readonly retryAfter?: number } = {}) {
    super(message, options);
    this.name = "DeliveryError";
    this.kind = kind;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }
}

/** The text of anything thrown, for a log line or the `reason` of a reject. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a request failed before it could leave: surely nothing was done with it. */
export function neverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && unsent.has(String(cause.code))) return true;
  }
  return false;
}

const unsent: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
