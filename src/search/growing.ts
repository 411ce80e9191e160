/** The typed arrays whose length is a count of numbers. */
type Numbers = Uint8Array | Int8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

/** The array itself when it has room for `length` numbers, otherwise a copy at least half as large again. */
export function withRoom<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array;
  const make = array.constructor as new (length: number) => T;
  const larger = new make(Math.max(length, Math.ceil(array.length * 1.5), 1024));
  larger.set(array);
  return larger;
}
