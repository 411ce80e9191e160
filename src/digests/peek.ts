interface Peeked {
  readonly head: Uint8Array;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** For whoever won't read the chunks. */
  close(): Promise<void>;
}

/**
 * Looks at a stream's first bytes (fewer only where it ends) and hands back a stream that still has them. Should the
 * stream fail meanwhile, the one handed back fails, behind the bytes that came before.
 */
export async function peek(stream: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
  const source = stream[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  let failure: { readonly error: unknown } | undefined;
  while (size < bytes && !failure) {
    try {
      const next = await source.next();
      if (next.done) break;
      taken.push(next.value);
      size += next.value.length;
    } catch (error) {
      failure = { error };
    }
  }
  const all = Buffer.concat(taken);
  return {
    head: all.subarray(0, bytes),
    chunks: rest(all, source, failure),
    close: async () => {
      await source.return?.();
    },
  };
}

async function* rest(
  first: Uint8Array,
  source: AsyncIterator<Uint8Array>,
  failure: { readonly error: unknown } | undefined,
): AsyncIterable<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    if (failure) throw failure.error;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}
