import type { Log } from "../../src/log.ts";
import { type Block, type Message, type MessageFile, withoutFile } from "../../src/message.ts";
import type { Render } from "./keep-lines.ts";
import { describeFailure, missingScope, type SlackWeb } from "./web.ts";

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

/** Takes a message's file to the person. Never rejects. */
export type SendFile = (message: Message, place: FilePlace) => Promise<WithoutFile>;

export interface WithoutFile {
  /** Says where the file is, or has its text where it could not be sent. */
  readonly message: Message;
  /** File and message stand in the person's direct message. */
  readonly isDelivered: boolean;
}

/** Milliseconds for the bytes. */
const uploadWithin = 20_000;

/**
 * Files go to direct messages, as nothing that only one person sees in a channel can hold one:
 * https://docs.slack.dev/messaging/working-with-files.
 */
export function createFiles({ web, render, log }: FilesDeps): SendFile {
  async function upload({ name, content }: MessageFile, token: string): Promise<string> {
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
  async function openDirect(introduction: Message, { token, user }: FilePlace): Promise<string> {
    const { payloads } = await render(introduction);
    const posted = await web.apiCall("chat.postMessage", { token, channel: user, ...payloads[0] });
    if ("channel" in posted && typeof posted.channel === "string") return posted.channel;
    throw new Error("Slack did not say where it posted");
  }

  return async (message, place) => {
    const { file } = message;
    if (!file) return { message, isDelivered: false };
    const rest = withoutFile(message);
    const alone = (...blocks: readonly Block[]): Message => ({ ...rest, blocks: [...rest.blocks, ...blocks] });
    try {
      const id = await upload(file, place.token);
      const channel = await openDirect(alone(), place);
      const { token } = place;
      await web.files.completeUploadExternal({ token, channel_id: channel, files: [{ id, title: file.name }] });
      const where = `${file.name} is in your direct messages with Paperboy.`;
      return { message: alone(text(where)), isDelivered: true };
    } catch (error) {
      const scope = missingScope(error);
      if (scope === undefined)
        log.warn({ platform: "slack", error: describeFailure(error) }, "a file could not be sent");
      const why =
        scope === undefined
          ? "It could not be sent as a file."
          : `It comes as a file once the app has the scope ${scope}.`;
      return { message: alone(...asText(file), text(why)), isDelivered: false };
    }
  };
}

/** More than this is nothing to copy out of messages. */
const longestText = 20_000;

function asText({ name, content }: MessageFile): readonly Block[] {
  const end = content.length <= longestText ? content.length : content.lastIndexOf("\n", longestText);
  const shown = content.slice(0, end > 0 ? end : longestText);
  const listing: Block = { type: "text", text: [{ code: `${shown.trimEnd()}\n` }] };
  return shown.length === content.length ? [listing] : [listing, text(`Only the beginning of ${name} fits here.`)];
}

function text(sentence: string): Block {
  return { type: "text", text: [sentence] };
}
