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

/** The text of anything thrown, for a log line or the `reason` of a reject. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
