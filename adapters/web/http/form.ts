import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** Bytes of a form: a line of 4,000 characters, however they are encoded, and the rest of the form. */
const longestForm = 50_000;

/** The fields of a posted form. Throws a Refusal for anything else. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "A form is expected here.");
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestForm) throw new Refusal(413, "That is more than a form can hold here.");
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
