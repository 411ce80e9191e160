import type { Answer, Bot } from "../../src/adapter.ts";
import { type BotDeps, createBot } from "../../src/bot.ts";
import { commands } from "../../src/commands/index.ts";
import type { Block, Message } from "../../src/message.ts";
import { createRequests } from "../../src/requests.ts";
import type { Store } from "../../src/store/store.ts";
import { fixedClock } from "./clock.ts";
import { memoryEngine } from "./memory-engine.ts";
import { paperShelf } from "./papers.ts";

/** A channel that follows nothing and never had a post; a command that asks for more fails its test. */
const quietChannel = {
  subscriptions: { list: async () => [] },
  schedules: { get: async () => undefined },
  deliveries: { history: async () => [] },
} as unknown as Store;

export interface TestBot extends Bot {
  say(line: string): Promise<Answer>;
  readonly logged: readonly Readonly<Record<string, unknown>>[];
}

/** The real bot with the real commands, over twelve papers unless told otherwise. */
export function testBot(deps: Partial<BotDeps> = {}, mayManage = true): TestBot {
  const logged: Readonly<Record<string, unknown>>[] = [];
  const bot = createBot({
    engine: memoryEngine(paperShelf(12)),
    store: quietChannel,
    clock: fixedClock(),
    commands,
    prefix: "/papers",
    log: { info() {}, error: (fields) => void logged.push({ ...fields }) },
    requests: createRequests(),
    ...deps,
  });
  const speaker = { channel: { platform: "test", id: "c" }, person: { id: "p", mayManage } };
  return { ...bot, logged, say: (line) => bot.answer({ line, ...speaker }) };
}

/** All a reader sees of a message, as one text. */
export function readText(message: Message): string {
  return [...message.blocks, ...(message.more ?? [])].map(blockText).join("\n");
}

/** The lines behind a message's buttons, in their order. */
export function runsOf(message: Message): readonly string[] {
  return [...message.blocks, ...(message.more ?? [])].flatMap((block) =>
    "actions" in block ? block.actions.map((action) => action.run) : [],
  );
}

function blockText(block: Block): string {
  switch (block.type) {
    case "heading":
      return block.text;
    case "text":
      return inlineText(block.text);
    case "paper":
      return [
        block.title,
        block.url ?? "",
        block.facts.map((fact) => inlineText([fact])).join(" · "),
        inlineText(block.quote ?? []),
        inlineText(block.reason ?? []),
        ...block.actions.map((action) => action.label),
      ].join("\n");
    case "actions":
      return block.actions.map((action) => action.label).join("\n");
    case "divider":
      return "";
    default:
      return block satisfies never;
  }
}

function inlineText(text: readonly (Block & { type: "text" })["text"][number][]): string {
  return text
    .map((part) => {
      if (typeof part === "string") return part;
      if ("bold" in part) return part.bold;
      if ("code" in part) return part.code;
      return "time" in part ? part.time.toISOString() : `${part.link} ${part.url}`;
    })
    .join("");
}
