import type { Block, Message } from "../message.ts";
import { buttons, text } from "./blocks.ts";
import { button, withCode } from "./text.ts";

/** A command as the help needs it; made by `describeCommand`. */
export interface Described {
  readonly name: string;
  readonly unlisted?: boolean;
  readonly usage: string;
  readonly summary: string;
  readonly notes: readonly string[];
  readonly args: readonly { readonly form: string; readonly summary: string }[];
  readonly examples: readonly string[];
}

/** All commands, a line each; those that not every platform lets people type, in one. */
export function helpOverview(commands: readonly Described[], prefix: string): Message {
  const blocks: Block[] = [{ type: "heading", text: "What you can ask for" }];
  for (const { usage, summary } of commands.filter(({ unlisted }) => unlisted !== true)) {
    blocks.push(text({ code: usage }, `: ${lowerFirst(summary)}`));
  }
  const pressed = commands.filter(({ unlisted }) => unlisted === true);
  if (pressed.length > 0) {
    const codes = pressed.flatMap(({ name }, index) => [index > 0 ? ", " : "", { code: name }]);
    blocks.push(text("Also, where lines can be typed: ", ...codes));
  }
  blocks.push(text("More about one of them: ", { code: `${prefix} help search` }));
  return { fallback: `You can ask for: ${commands.map(({ usage }) => usage).join("; ")}`, blocks };
}

/** One command: how it is written, what its parts mean, examples that can be run. */
export function helpCommand({ usage, summary, notes, args, examples }: Described): Message {
  const blocks: Block[] = [{ type: "heading", text: usage }, text(`${summary}.`)];
  for (const { form, summary: meaning } of args) blocks.push(text({ code: form }, ...withCode(`: ${meaning}`)));
  for (const note of notes) blocks.push(text(...withCode(note)));
  blocks.push(buttons(examples.map((example) => button(example, example))));
  return { fallback: `${usage}: ${summary}.`, blocks };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
