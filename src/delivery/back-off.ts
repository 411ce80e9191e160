const second = 1_000;
const firstDelay = 30 * second;
const longestDelay = 30 * 60 * second;

/**
 * Milliseconds until the next attempt: half a minute after the first, twice as long after each further one, half an
 * hour at most. Up to half of it is taken off at random, so that channels refused together do not come back together.
 * What the platform asked for is kept to, with up to a tenth more.
 * @param attempts how many there were, from 1
 * @param random in [0, 1)
 */
export function backOff(attempts: number, random: () => number, retryAfter = 0): number {
  const delay = Math.min(firstDelay * 2 ** (attempts - 1), longestDelay);
  return Math.max(delay * (1 - random() / 2), retryAfter * (1 + random() / 10));
}
