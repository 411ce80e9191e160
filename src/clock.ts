/** The one place that knows what time it is; tests set it instead of waiting for it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Whether a clock hangs there. Names only: a fixed offset such as +02:00 would be wrong for half of the year. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/iu.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
