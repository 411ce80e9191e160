import { UserError } from "../errors.ts";
import { type Day, daySchema } from "../papers/paper.ts";

/** The value of an option such as `--date 2026-03-11`; throws a UserError `usage` for what is no day. */
export function dayOption(name: string, value: string | boolean | undefined): Day | undefined {
  if (value === undefined) return undefined;
  const parsed = daySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError("usage", `--${name} takes a day such as 2026-03-11, not ${JSON.stringify(value)}.`);
}
