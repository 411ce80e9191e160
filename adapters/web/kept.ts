import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Log } from "../../src/log.ts";
import { type ConversationChannel, channelIdPattern } from "./conversation.ts";

/** The file that the conversation outlives a restart in. */
export interface KeptConversation {
  /** What was kept; nothing where the file is missing or cannot be read, which is logged. */
  read(): Promise<readonly ConversationChannel[]>;
  /** Resolves when what the channels hold now, or later, is on the disk; what is asked for meanwhile is one write. */
  write(channels: () => readonly ConversationChannel[]): Promise<void>;
}

/** Channels start out so. */
const first: readonly ConversationChannel[] = [
  { id: "general", entries: [] },
  { id: "reading-group", entries: [] },
];

export function keptConversation(file: string, log: Log): KeptConversation {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function save(channels: () => readonly ConversationChannel[]): Promise<void> {
    const unfinished = `${file}.part`;
    await writeFile(unfinished, JSON.stringify({ version: 1, channels: channels() }), { mode: 0o600 });
    await rename(unfinished, file);
  }

  return {
    async read() {
      try {
        return conversation.parse(JSON.parse(await readFile(file, "utf8"))).channels;
      } catch (error) {
        const isNew = error instanceof Error && "code" in error && error.code === "ENOENT";
        // What JSON.parse throws quotes what was said.
        const err = error instanceof SyntaxError ? new Error("it is no JSON") : error;
        if (!isNew) log.warn({ err, file }, "the conversation in the browser could not be read and begins anew");
        return first;
      }
    },

    write(channels) {
      if (waiting) return waiting;
      const turn = running
        .catch(() => undefined)
        .then(() => {
          waiting = undefined;
          return save(channels);
        });
      running = turn;
      waiting = turn;
      return turn;
    },
  };
}

const text = z.string();
const time = z.iso.datetime().transform((iso) => new Date(iso));
const inline = z.union([
  text,
  z.object({ bold: text }),
  z.object({ code: text }),
  z.object({ link: text, url: text }),
  z.object({ time }),
]);
const action = z.object({
  label: text,
  run: text,
  style: z.enum(["primary", "danger"]).exactOptional(),
  replaces: z.boolean().exactOptional(),
});
const block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("heading"), text }),
  z.object({ type: z.literal("text"), text: z.array(inline) }),
  z.object({
    type: z.literal("paper"),
    title: text,
    url: text.exactOptional(),
    facts: z.array(inline),
    quote: z.array(inline).exactOptional(),
    reason: z.array(inline).exactOptional(),
    actions: z.array(action),
  }),
  z.object({ type: z.literal("actions"), actions: z.array(action) }),
  z.object({ type: z.literal("divider") }),
]);
const message = z.object({
  fallback: text,
  blocks: z.array(block),
  more: z.array(block).exactOptional(),
  file: z.object({ name: text, content: text }).exactOptional(),
});
const entry = z.object({
  id: z.int(),
  changed: z.int(),
  at: time,
  message,
  line: text.exactOptional(),
  isPrivate: z.boolean(),
  share: text.exactOptional(),
  deliveryId: text.exactOptional(),
});
const conversation = z.object({
  version: z.literal(1),
  channels: z.array(z.object({ id: z.string().regex(channelIdPattern), entries: z.array(entry) })).min(1),
});
