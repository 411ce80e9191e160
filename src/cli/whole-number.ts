import { UserError } from "../errors.ts";

/** The value of an option such as `--limit 20`; throws a UserError `usage` for anything but 1 to `max`. */
export function wholeNumber(name: string, value: string | boolean | undefined, byDefault: number, max: number): number {
  if (value === undefined) return byDefault;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  throw new UserError("usage", `--${name} takes a whole number from 1 to ${max}, not ${JSON.stringify(value)}.`);
}
