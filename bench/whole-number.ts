import { UserError } from "../src/errors.ts";

/** The value of an option such as `--papers 500`. */
export function wholeNumber(name: string, value: string, least = 1): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new UserError("usage", `--${name} takes a whole number from ${least}, not ${value}.`);
}
