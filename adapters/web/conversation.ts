import type { Answer } from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import { UserError } from "../../src/errors.ts";
import type { Message } from "../../src/message.ts";
import { cleanText } from "./text.ts";

/** One thing in a channel: an answer to a line, or a post that came by itself. */
export interface Entry {
  /** Counts through all channels, from the millisecond of the start on. */
  readonly id: number;
  /** The same count, at the last change: what a page has not seen is above what it has. */
  readonly changed: number;
  readonly at: Date;
  readonly message: Message;
  /** What was asked; absent for posts. */
  readonly line?: string;
  /** For the person who asked alone. */
  readonly isPrivate: boolean;
  /** The line that shows it to the whole channel. */
  readonly share?: string;
  /** Names the post. */
  readonly deliveryId?: string;
}

export interface ConversationChannel {
  /** In addresses: lower-case letters, digits and dashes. */
  readonly id: string;
  /** Oldest first. */
  readonly entries: readonly Entry[];
}

/** Tells of each change of a channel's entries. */
export type Listener = (channel: string, entry: Entry) => void;

/** What was said in the browser's channels; the last of it is kept. */
export interface Conversations {
  readonly channels: readonly ConversationChannel[];
  find(id: string): ConversationChannel | undefined;
  /** Makes a channel of a name as people write it; one that is there already is returned. Throws a UserError. */
  create(name: string): ConversationChannel;
  /** `under`: the entry whose place the answer takes, where it replaces one. */
  answered(channel: string, asked: { readonly line: string; readonly under?: number }, answer: Answer): Entry;
  posted(channel: string, deliveryId: string, message: Message): Entry;
  listen(listener: Listener): () => void;
}

/** Entries that a channel keeps. */
const mostEntries = 60;
const mostChannels = 40;
const longestName = 40;

/** @param kept what an earlier run left, by channel */
export function createConversations(
  clock: Clock,
  kept: readonly ConversationChannel[],
  onChange: () => void,
): Conversations {
  const channels = new Map<string, Entry[]>(kept.map(({ id, entries }) => [id, [...entries]]));
  const listeners = new Set<Listener>();
  // Above all that a page still open may have seen, also where what was kept is gone.
  let count = Math.max(clock.now().getTime(), ...kept.flatMap(({ entries }) => entries.map(({ changed }) => changed)));

  function put(channel: string, content: Omit<Entry, "id" | "changed" | "at">, under?: number): Entry {
    const entries = channels.get(channel);
    if (!entries) throw new UserError("no-channel", `There is no channel ${channel}.`);
    const changed = ++count;
    const place = under === undefined ? -1 : entries.findIndex(({ id }) => id === under);
    const replaced = entries[place];
    const entry: Entry = { ...content, id: replaced?.id ?? changed, changed, at: clock.now() };
    if (replaced) entries[place] = entry;
    else entries.push(entry);
    if (entries.length > mostEntries) entries.splice(0, entries.length - mostEntries);
    onChange();
    for (const listener of listeners) listener(channel, entry);
    return entry;
  }

  return {
    get channels() {
      return [...channels].map(([id, entries]) => ({ id, entries }));
    },

    find(id) {
      const entries = channels.get(id);
      return entries && { id, entries };
    },

    create(name) {
      const id = channelId(name);
      const entries = channels.get(id) ?? [];
      if (!channels.has(id) && channels.size >= mostChannels) {
        throw new UserError("too-many-channels", `There are ${mostChannels} channels, which is as many as fit here.`);
      }
      channels.set(id, entries);
      onChange();
      return { id, entries };
    },

    answered(channel, { line, under }, { message, visibility, replaces, share }) {
      const content = { line, message, isPrivate: visibility === "private", ...(share !== undefined && { share }) };
      return put(channel, content, replaces ? under : undefined);
    },

    posted: (channel, deliveryId, message) => put(channel, { message, isPrivate: false, deliveryId }),

    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What `channelId` makes; as kept on disk. */
export const channelIdPattern = /^[\p{L}\p{M}\p{N}-]{1,40}$/u;

/** `Language Models!` becomes `language-models`; letters of any script stay. */
function channelId(name: string): string {
  const words = cleanText(name)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  const id = [...words].slice(0, longestName).join("").replace(/-+$/, "");
  if (!/[\p{L}\p{N}]/u.test(id)) throw new UserError("channel-name", "A channel's name needs a letter or a digit.");
  return id;
}
