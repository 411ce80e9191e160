import type { Person } from "../../src/adapter.ts";
import { isTimeZone } from "../../src/clock.ts";

/** The name of the browser as a platform, in the store too. */
export const platform = "web";

/** Whoever can open the page is one person. `zone` is what their browser says. */
export function personIn(zone: string | null): Person {
  const person = { id: "browser", name: "You", mayManage: true };
  return zone !== null && isTimeZone(zone) ? { ...person, timeZone: zone } : person;
}
