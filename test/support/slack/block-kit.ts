/**
 * What Slack would refuse, cut or obey in a message or view: the limits of docs.slack.dev/reference/block-kit, and the
 * undocumented one on all blocks together (`msg_blocks_too_long` was seen near 11,000 characters).
 */
export type Json = { readonly [key: string]: unknown };

const longestBlocks = 10_000;
const blockTypes = ["section", "header", "context", "actions", "divider", "input"];

/** Faults of a message; empty when all is well. */
export function messageFaults(message: Json): readonly string[] {
  const faults: string[] = [];
  const { text, blocks } = message;
  if (typeof text !== "string" || text.trim() === "") faults.push("no text beside the blocks");
  else {
    if (text.length > 4_000) faults.push(`text of ${text.length} characters`);
    faults.push(...markupFaults(text, "text"));
  }
  if (message["unfurl_links"] !== false || message["unfurl_media"] !== false) faults.push("unfurling is not off");
  if (blocks !== undefined) faults.push(...blocksFaults(blocks, 50));
  if (hasInput(blocks)) faults.push("an input in a message");
  return faults;
}

/** Faults of a modal or an App Home. */
export function viewFaults(view: Json): readonly string[] {
  const faults: string[] = [...blocksFaults(view["blocks"], 100)];
  if (view["type"] === "modal") {
    for (const name of ["title", "submit", "close"]) {
      if (view[name] !== undefined || name === "title") faults.push(...plainFaults(view[name], 24, `modal ${name}`));
    }
    if (hasInput(view["blocks"]) && view["submit"] === undefined) faults.push("inputs, and nothing to submit them");
  } else if (view["type"] !== "home") faults.push(`view of type ${String(view["type"])}`);
  if (lengthOf(view["private_metadata"]) > 3_000) faults.push("private_metadata over 3,000 characters");
  if (lengthOf(view["callback_id"]) > 255) faults.push("callback_id over 255 characters");
  return faults;
}

/** Every button's command line, in the order they are shown. */
export function buttonsOf(blocks: unknown): readonly Json[] {
  return listOf(blocks).flatMap((block) =>
    block["type"] === "actions" ? listOf(block["elements"]).filter((element) => element["type"] === "button") : [],
  );
}

/** All a reader sees, entities decoded and links as their labels. */
export function visibleText(blocks: unknown): string {
  return listOf(blocks).flatMap(textsOf).map(shown).join("\n");
}

function blocksFaults(blocks: unknown, most: number): readonly string[] {
  if (!Array.isArray(blocks)) return ["blocks is no list"];
  const faults = blocks.flatMap((block: Json, index) => blockFaults(block, `block ${index}`));
  if (blocks.length === 0) faults.push("no blocks");
  if (blocks.length > most) faults.push(`${blocks.length} blocks`);
  const length = sizeOf(JSON.stringify(blocks));
  if (length >= longestBlocks) faults.push(`blocks of ${length} bytes together`);
  const ids = listOf(blocks).flatMap((block) => [...listOf(block["elements"]), objectOf(block["accessory"])]);
  const actionIds = ids.map((element) => element["action_id"]).filter((id) => id !== undefined);
  if (new Set(actionIds).size < actionIds.length) faults.push("an action_id twice");
  const blockIds = listOf(blocks).flatMap((block) => block["block_id"] ?? []);
  if (new Set(blockIds).size < blockIds.length) faults.push("a block_id twice");
  return faults;
}

function hasInput(blocks: unknown): boolean {
  return listOf(blocks).some(({ type }) => type === "input");
}

function blockFaults(block: Json, where: string): string[] {
  const faults: string[] = [];
  if (!blockTypes.includes(String(block["type"]))) faults.push(`${where} of type ${String(block["type"])}`);
  if (lengthOf(block["block_id"]) > 255) faults.push(`${where}: block_id over 255 characters`);
  switch (block["type"]) {
    case "section":
      if (block["text"] === undefined && block["fields"] === undefined) faults.push(`${where}: an empty section`);
      if (block["text"] !== undefined) faults.push(...textFaults(block["text"], 3_000, where));
      for (const field of listOf(block["fields"])) faults.push(...textFaults(field, 2_000, where));
      if (listOf(block["fields"]).length > 10) faults.push(`${where}: more than 10 fields`);
      if (block["accessory"] !== undefined) faults.push(...elementFaults(objectOf(block["accessory"]), where));
      break;
    case "header":
      faults.push(...plainFaults(block["text"], 150, where));
      break;
    case "context": {
      const elements = listOf(block["elements"]);
      if (elements.length === 0 || elements.length > 10) faults.push(`${where}: ${elements.length} context elements`);
      for (const element of elements) faults.push(...textFaults(element, 3_000, where));
      break;
    }
    case "actions": {
      const elements = listOf(block["elements"]);
      if (elements.length === 0 || elements.length > 25) faults.push(`${where}: ${elements.length} actions`);
      for (const element of elements) faults.push(...elementFaults(element, where));
      break;
    }
    case "input":
      faults.push(...plainFaults(block["label"], 2_000, `${where} label`));
      if (block["hint"] !== undefined) faults.push(...plainFaults(block["hint"], 2_000, `${where} hint`));
      faults.push(...elementFaults(objectOf(block["element"]), where));
      break;
  }
  return faults;
}

function elementFaults(element: Json, where: string): string[] {
  const faults: string[] = [];
  const actionId = element["action_id"];
  if (typeof actionId !== "string" || actionId === "") faults.push(`${where}: an element without action_id`);
  if (lengthOf(actionId) > 255) faults.push(`${where}: action_id over 255 characters`);
  if (element["type"] === "button") {
    faults.push(...plainFaults(element["text"], 75, `${where} button`));
    if (sizeOf(String(element["value"] ?? "")) > 2_000) faults.push(`${where}: value over 2,000 characters`);
    if (lengthOf(element["url"]) > 3_000) faults.push(`${where}: url over 3,000 characters`);
    if (element["style"] !== undefined && !["primary", "danger"].includes(String(element["style"]))) {
      faults.push(`${where}: style ${String(element["style"])}`);
    }
  }
  if (element["placeholder"] !== undefined) faults.push(...plainFaults(element["placeholder"], 150, where));
  const { initial_value: initialValue, max_length: maxLength, initial_option: initialOption } = element;
  if (lengthOf(initialValue) > Number(maxLength ?? 3_000)) faults.push(`${where}: more in it than it takes`);
  if (Number(maxLength ?? 1) > 3_000) faults.push(`${where}: max_length over 3,000`);
  const options = listOf(element["options"]);
  if (element["type"] === "static_select" && options.length === 0) faults.push(`${where}: nothing to choose`);
  if (
    initialOption !== undefined &&
    !options.some((option) => JSON.stringify(option) === JSON.stringify(initialOption))
  )
    faults.push(`${where}: chosen is what is no option`);
  if (options.length > 100) faults.push(`${where}: more than 100 options`);
  for (const option of options) {
    faults.push(...plainFaults(option["text"], 75, `${where} option`));
    if (lengthOf(option["value"]) > 150) faults.push(`${where}: option value over 150 characters`);
  }
  return faults;
}

function textFaults(text: unknown, longest: number, where: string): readonly string[] {
  const { type, text: content, verbatim } = objectOf(text);
  if (type === "plain_text") return plainFaults(text, longest, where);
  if (type !== "mrkdwn" || typeof content !== "string") return [`${where}: no text object`];
  const faults = [...markupFaults(content, where)];
  if (content.trim() === "") faults.push(`${where}: empty text`);
  if (sizeOf(content) > longest) faults.push(`${where}: ${sizeOf(content)} bytes of ${longest}`);
  if (verbatim !== true) faults.push(`${where}: Slack would link names and addresses in it (verbatim is not set)`);
  return faults;
}

function plainFaults(text: unknown, longest: number, where: string): readonly string[] {
  const { type, text: content } = objectOf(text);
  if (type !== "plain_text" || typeof content !== "string") return [`${where}: no plain text`];
  const faults: string[] = [];
  if (content.trim() === "") faults.push(`${where}: empty plain text`);
  if (content.length > longest) faults.push(`${where}: ${content.length} characters of ${longest}`);
  if (hidden.test(content)) faults.push(`${where}: hidden characters`);
  if (/<[!@#]/.test(content)) faults.push(`${where}: a mention`);
  return faults;
}

/** Controls other than the line feed, marks that reorder text, zero-width characters, lone surrogates. */
const hidden = /[^\P{Cc}\n]|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\p{Cs}]/u;
/** The only things in angle brackets that we write: a link, a channel and a date. */
const ownMarkup = /<(?:#[CG][A-Z0-9]+|https?:\/\/[^<>|\s]+(?:\|[^<>|\n]+)?|!date\^\d+\^[^<>|]+\|[^<>|]+)>/g;

function markupFaults(text: string, where: string): readonly string[] {
  const faults: string[] = [];
  const rest = text.replace(/^> /gm, "").replace(ownMarkup, "");
  if (/[<>]/.test(rest)) faults.push(`${where}: a bare angle bracket in ${JSON.stringify(rest.slice(0, 80))}`);
  if (/&(?!amp;|lt;|gt;)/.test(text)) faults.push(`${where}: a bare ampersand`);
  if (hidden.test(text)) faults.push(`${where}: hidden characters`);
  return faults;
}

function textsOf(block: Json): readonly string[] {
  const texts = [block["text"], block["label"], ...listOf(block["fields"])].map((text) => objectOf(text)["text"]);
  const elements = listOf(block["elements"]).map((element) =>
    typeof element["text"] === "string" ? element["text"] : objectOf(element["text"])["text"],
  );
  return [...texts, ...elements].filter((text) => typeof text === "string");
}

function shown(text: string): string {
  return text
    .replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, "$1")
    .replace(/<[^|>]*\|([^>]*)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Slack does not say what it counts: bytes are the most it could be, short of escapes. */
function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

function lengthOf(value: unknown): number {
  return typeof value === "string" ? value.length : 0;
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
