/**
 * What Paperboy says, in no platform's markup. Views make Messages; each adapter's render.ts turns one into payloads
 * and is alone responsible for escaping, limits and splitting.
 */
export type Inline =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly url: string }
  | { readonly time: Date };

/** A button. `run` is a command line (`show 7k2f…`), so that a click is one more Invocation. */
export interface Action {
  readonly label: string;
  readonly run: string;
  readonly style?: "primary" | "danger";
  /** The answer takes the place of the message the button stands under (pages). */
  readonly replaces?: boolean;
}

export interface PaperBlock {
  readonly type: "paper";
  readonly title: string;
  /** Absent where no source gave an address. */
  readonly url?: string;
  /** One element a fact; renderers set them apart. */
  readonly facts: readonly Inline[];
  /** Words of the abstract, shown as a quotation; what the query matched is bold. */
  readonly quote?: readonly Inline[];
  readonly reason?: readonly Inline[];
  readonly actions: readonly Action[];
}

export type Block =
  | { readonly type: "heading"; readonly text: string }
  | { readonly type: "text"; readonly text: readonly Inline[] }
  | PaperBlock
  | { readonly type: "actions"; readonly actions: readonly Action[] }
  | { readonly type: "divider" };

export interface Message {
  /** The whole message in one plain line: notifications, screen readers, logs. */
  readonly fallback: string;
  readonly blocks: readonly Block[];
  /** What belongs in the thread under the message, where the platform has threads. */
  readonly more?: readonly Block[];
  /** For platforms that can carry one; a block repeats its text where that is short, and else names it. */
  readonly file?: MessageFile;
}

export interface MessageFile {
  readonly name: string;
  readonly content: string;
}

/** A message of one sentence. */
export function sentence(text: string): Message {
  return { fallback: text, blocks: [{ type: "text", text: [text] }] };
}

/** The message without its file, and without what it says of it: for where the file is carried by itself. */
export function withoutFile({ file, ...message }: Message): Message {
  // A file may begin with a byte order mark, a message does not.
  const shown = [file?.name, file?.content.replace(/^\uFEFF/u, "")];
  const isOfFile = (part: Inline) => typeof part === "object" && "code" in part && shown.includes(part.code);
  return { ...message, blocks: message.blocks.filter((block) => block.type !== "text" || !block.text.some(isOfFile)) };
}
