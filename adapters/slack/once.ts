import type { Clock } from "../../src/clock.ts";

/** Slack delivers an event again for about an hour when it thinks we missed it. */
const keptFor = 2 * 3_600_000;
const mostKept = 20_000;

/** Tells the first time something is seen from the others. */
export function createOnce(clock: Clock): (id: string) => boolean {
  const seen = new Map<string, number>();
  return (id) => {
    const now = clock.now().getTime();
    for (const [old, at] of seen) {
      if (seen.size < mostKept && at + keptFor > now) break;
      seen.delete(old);
    }
    if (seen.has(id)) return false;
    seen.set(id, now);
    return true;
  };
}
