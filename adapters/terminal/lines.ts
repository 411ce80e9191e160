import { StringDecoder } from "node:string_decoder";

/**
 * The lines of piped input, however they end, the last one with or without its end. Of a line longer than `longest`
 * only that much is kept, so that no input fills the memory.
 */
export async function* readLines(input: AsyncIterable<Buffer | string>, longest: number): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let line = "";
  for await (const chunk of input) {
    const pieces = (typeof chunk === "string" ? chunk : decoder.write(chunk)).split("\n");
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        yield clean(line);
        line = "";
      }
      if (line.length < longest) line += piece.slice(0, longest - line.length);
    }
  }
  line += decoder.end();
  if (line !== "") yield clean(line);
}

function clean(line: string): string {
  return line.replace(/^\ufeff/, "").replace(/\r$/, "");
}
