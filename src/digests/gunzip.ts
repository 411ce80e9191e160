import { createGunzip } from "node:zlib";

/** The gzip ended early or is damaged; everything before that point was handed out. */
export class DamagedGzip extends Error {
  override readonly name = "DamagedGzip";
}

/** Small slices bound what a compression bomb can expand to between two hand-outs: about 16 MB. */
const slice = 16 * 1024;

/** What a reject says of it. */
export const gzipDamage = "the gzip file ends early or is damaged from here on; what came before was read";

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Decompresses a stream. Unlike `pipeline`, it hands out what came before a truncation, then throws DamagedGzip.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const inflater = createGunzip();
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  inflater.on("data", (chunk: Uint8Array) => ready.push(chunk));
  inflater.on("error", (error) => {
    failure = error;
  });
  const closed = new Promise<void>((resolve) => inflater.once("close", () => resolve()));
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && !failure; at += slice) {
        await new Promise<void>((resolve) => inflater.write(chunk.subarray(at, at + slice), () => resolve()));
        yield* ready.splice(0);
      }
      if (failure) break;
    }
    if (!failure) inflater.end();
    await closed;
    yield* ready.splice(0);
  } finally {
    inflater.destroy();
  }
  if (failure) throw new DamagedGzip(failure.message, { cause: failure });
}
