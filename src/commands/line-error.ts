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
