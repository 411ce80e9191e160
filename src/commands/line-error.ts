import { UserError } from "../errors.ts";
import type { Action } from "../message.ts";

/** A line that was not understood, with the lines it may have been meant to be. */
export class LineError extends UserError {
  readonly offers: readonly Action[];

  constructor(code: string, message: string, offers: readonly Action[] = []) {
    super(code, message);
    this.name = "LineError";
    this.offers = offers;
  }
}

/** A line that begins with no command. */
export class NoCommand extends LineError {
  /** All of the line: it may be what somebody looks for. */
  readonly words: string;

  constructor(words: string, message: string, offers: readonly Action[]) {
    super("unknown-command", message, offers);
    this.name = "NoCommand";
    this.words = words;
  }
}
