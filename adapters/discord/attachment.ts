import type { RawFile } from "discord.js";
import type { MessageFile } from "../../src/message.ts";
import type { Payload } from "./render.ts";

/** Bytes that Discord takes in every server, whatever its boosts. */
const mostBytes = 10 * 1_024 * 1_024;

/** Undefined where Discord takes it. */
export function tooLarge({ content }: MessageFile): string | undefined {
  const bytes = Buffer.byteLength(content);
  if (bytes <= mostBytes) return undefined;
  return `The file has ${Math.ceil(bytes / 1_024 / 1_024)} MB, and Discord takes 10 at most.`;
}

/** How a component names it. */
export function attachmentUrl({ name }: MessageFile): string {
  return `attachment://${name}`;
}

/** What a request for a message takes: its body, and the file beside it. */
export function requestOf({ file, ...message }: Payload): {
  readonly body: Omit<Payload, "file"> & { readonly attachments?: readonly object[] };
  readonly files?: RawFile[];
} {
  if (!file) return { body: message };
  const data = Buffer.from(file.content);
  return {
    body: { ...message, attachments: [{ id: 0, filename: file.name }] },
    files: [{ name: file.name, data, contentType: "text/plain; charset=utf-8" }],
  };
}
