/** One line of a stream; without text when it was longer than allowed. */
export interface StreamLine {
  /** 1-based. */
  readonly no: number;
  readonly text?: string;
}

const newline = 0x0a;

/** Splits bytes into lines in bounded memory: of a line beyond `maxBytes` nothing is kept. Invalid UTF-8 becomes U+FFFD. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<StreamLine> {
  let no = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  const keep = (part: Uint8Array) => {
    size += part.length;
    if (size > maxBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): StreamLine => {
    const line = size > maxBytes ? { no } : { no, text: Buffer.concat(parts).toString("utf8") };
    no += 1;
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, end));
      from = end + 1;
      yield take();
    }
    keep(chunk.subarray(from));
  }
  if (size > 0) yield take();
}
