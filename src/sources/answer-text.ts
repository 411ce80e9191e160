import { isUtf8 } from "node:buffer";

/** The text of an answer. Feeds are UTF-8 whatever they declare; only one that is not, is what it declares to be. */
export function answerText(bytes: Buffer, contentType = ""): string {
  const declared =
    /charset="?([\w-]+)/i.exec(contentType)?.[1] ??
    /^<\?xml[^>]*encoding=["']([\w-]+)/i.exec(bytes.toString("latin1", 0, 200))?.[1];
  if (declared === undefined || isUtf8(bytes)) return bytes.toString("utf8");
  try {
    return new TextDecoder(declared).decode(bytes);
  } catch {
    // Nobody knows that one.
    return bytes.toString("utf8");
  }
}
