/** The last few results of one kind of work, by name. */
export interface Remembered<T> {
  /** What was made under this name, or what `make` makes; what failed is made again. */
  get(name: string, make: () => Promise<T>): Promise<T>;
  clear(): void;
}

export function rememberLast<T>(most: number): Remembered<T> {
  const made = new Map<string, Promise<T>>();
  return {
    get(name, make) {
      const known = made.get(name);
      if (known !== undefined) return known;
      const fresh = make();
      made.set(name, fresh);
      fresh.catch(() => made.delete(name));
      for (const old of [...made.keys()].slice(0, -most)) made.delete(old);
      return fresh;
    },
    clear: () => made.clear(),
  };
}
