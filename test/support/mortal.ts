import type { Adapter, PostFinder } from "../../src/adapter.ts";
import type { Store } from "../../src/store/store.ts";

/** Thrown where a process dies, and by everything it tries afterwards. */
export class Death extends Error {
  override readonly name = "Death";
}

/**
 * A process that dies at its n-th step: before what it was about to do, or right after it was done and before it heard of
 * it. Steps are what others can see: statements of the store, posts and look-ups.
 */
export function mortal(store: Store, adapter: Adapter & PostFinder, diesAt: number, diesAfter: boolean) {
  let step = 0;
  const life = async <T>(work: () => Promise<T>): Promise<T> => {
    step++;
    if (step > diesAt || (step === diesAt && !diesAfter)) throw new Death();
    const result = await work();
    if (step >= diesAt) throw new Death();
    return result;
  };
  const living = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => life(async () => Reflect.apply(member, target, args));
      },
    });
  return {
    store: { ...store, schedules: living(store.schedules), deliveries: living(store.deliveries) },
    adapter: living(adapter),
    isDead: () => step >= diesAt,
  };
}
