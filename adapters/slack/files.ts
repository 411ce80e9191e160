import type { Log } from "../../src/log.ts";
import type { Block, Message } from "../../src/message.ts";
import type { Render } from "./keep-lines.ts";
import { describeFailure, missingScope, type SlackWeb } from "./web.ts";

type File = NonNullable<Message["file"]>;

/** Where a file goes: the person's direct message with the bot, whose id is not known before something was said there. */
export interface FilePlace {
  readonly token: string;
  readonly user: string;
}

export interface FilesDeps {
  readonly web: SlackWeb;
  readonly render: Render;
  readonly log: Log;
}

/** https://docs.slack.dev/messaging/working-with-files: an address, the bytes to it, and who may see them. */
const uploadWithin = 20_000;

/**
 * Carries a message's file to the person's direct message, as nothing that only one person sees in a channel can hold one.
 * What comes back is the message without it: it says where the file is, or has its text where it could not be sent. Never
 * rejects.
 */
export function createFiles({ web, render, log }: FilesDeps): (message: Message, place: FilePlace) => Promise<Message> {
  async function upload({ name, content }: File, token: string): Promise<string> {
    const bytes = Buffer.from(content);
    const { upload_url: url, file_id: id } = await web.files.getUploadURLExternal({
      token,
      filename: name,
      length: bytes.length,
    });
    if (!url || !id) throw new Error("Slack named no address for a file");
    const response = await fetch(url, { method: "POST", body: bytes, signal: AbortSignal.timeout(uploadWithin) });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the upload was answered with ${response.status}`);
    return id;
  }

  /** A message there tells the id of the direct message, without a scope of its own. */
  async function openDirect(sentence: string, { token, user }: FilePlace): Promise<string> {
    const { payloads } = await render({ fallback: sentence, blocks: [text(sentence)] });
    const posted = await web.apiCall("chat.postMessage", { token, channel: user, ...payloads[0] });
    if ("channel" in posted && typeof posted.channel === "string") return posted.channel;
    throw new Error("Slack did not say where it posted");
  }

  return async (message, place) => {
    const { file, ...rest } = message;
    if (!file) return message;
    const others = rest.blocks.filter((block) => !repeats(block, file));
    try {
      const id = await upload(file, place.token);
      const channel = await openDirect(message.fallback, place);
      const { token } = place;
      await web.files.completeUploadExternal({ token, channel_id: channel, files: [{ id, title: file.name }] });
      return { ...rest, blocks: [...others, text(`${file.name} is in your direct messages with Paperboy.`)] };
    } catch (error) {
      const scope = missingScope(error);
      if (scope === undefined)
        log.warn({ platform: "slack", error: describeFailure(error) }, "a file could not be sent");
      const why =
        scope === undefined
          ? "It could not be sent as a file."
          : `It comes as a file once the app has the scope ${scope}.`;
      return { ...rest, blocks: [...others, ...asText(file), text(why)] };
    }
  };
}

/** More than this is nothing to copy out of messages. */
const longestText = 20_000;

function asText({ name, content }: File): readonly Block[] {
  const end = content.length <= longestText ? content.length : content.lastIndexOf("\n", longestText);
  const shown = content.slice(0, end > 0 ? end : longestText);
  const listing: Block = { type: "text", text: [{ code: `${shown.trimEnd()}\n` }] };
  return shown.length === content.length ? [listing] : [listing, text(`Only the beginning of ${name} fits here.`)];
}

function repeats(block: Block, { content }: File): boolean {
  return (
    block.type === "text" &&
    block.text.some((part) => typeof part === "object" && "code" in part && part.code === content)
  );
}

function text(sentence: string): Block {
  return { type: "text", text: [sentence] };
}
