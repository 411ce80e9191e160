import type { Readable, Writable } from "node:stream";
import type { Bot, CasualPoster, EndingAdapter, Invocation, PostHabit } from "../../src/adapter.ts";
import { type Message, type MessageFile, withoutFile } from "../../src/message.ts";
import { type AnswerLine, type Chat, pipedChat, promptChat } from "./chat.ts";
import { printable, writeInto } from "./files.ts";
import { createPrinter } from "./printer.ts";
import type { Screen } from "./render.ts";

export interface TerminalConfig {
  readonly input: Readable;
  readonly output: Writable;
  /** A person sits at a keyboard: prompt, history, completion. Otherwise each line of the input is answered. */
  readonly interactive: boolean;
  /** Asked before each message: a window changes its size. */
  readonly columns: () => number;
  readonly color: boolean;
  readonly hyperlinks: boolean;
  /** Where files are written for the person at the keyboard; elsewhere they are printed. */
  readonly folder?: string;
  /** IANA zone of the person at the keyboard. */
  readonly timeZone?: string;
}

const leaving = new Set(["quit", "exit", "/quit", "/exit"]);

const elsewhere = "In Slack and Discord they come by themselves.";
const postsWhileOpen: PostHabit = { posts: true, sentence: `Posts come here while this chat is open. ${elsewhere}` };
const noPosts: PostHabit = {
  posts: false,
  sentence: `Posts do not come through a pipe: \`digest\` shows what the next one would hold. ${elsewhere}`,
};

/** A chat on a terminal or a pipe; the one person in it may do everything. */
export function createTerminalAdapter(config: TerminalConfig): EndingAdapter & CasualPoster {
  const { input, output, interactive, color, hyperlinks, timeZone } = config;
  const zone = timeZone === undefined ? {} : { timeZone };
  const screen = (): Screen => ({ columns: config.columns(), color, hyperlinks, ...zone, briefChoices: !interactive });
  const printer = createPrinter(output, screen);
  const speaker = {
    channel: { platform: "terminal", id: "terminal", name: "terminal" },
    person: { id: "terminal", mayManage: true, ...zone },
  };
  const ended = Promise.withResolvers<void>();
  let chat: Chat | undefined;

  function answerLine(bot: Bot): AnswerLine {
    return async (typed) => {
      const line = typed.trim();
      if (line === "" || line.startsWith("#")) return true;
      if (leaving.has(line.toLowerCase())) return false;
      const asked = readChoice(line);
      if (asked) {
        const answer = await bot.answer({ ...speaker, ...asked });
        await show(answer.message);
      } else {
        await printer.line(noSuchChoice(line, printer.choices));
      }
      return true;
    };
  }

  async function show(message: Message): Promise<void> {
    if (!message.file) return printer.answer(message);
    await printer.answer(withoutFile(message));
    await printer.line(await carried(message.file));
  }

  /** Says where the file is, or is the file. */
  async function carried(file: MessageFile): Promise<string> {
    if (!interactive || config.folder === undefined) return printable(file);
    try {
      return `Written to ${await writeInto(config.folder, file)}\n`;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `It could not be written (${reason}), so here it is:\n\n${printable(file)}`;
    }
  }

  /** A number stands for an action on the screen; anything else is a command line. */
  function readChoice(line: string): Pick<Invocation, "line" | "replaces"> | undefined {
    const [, digits] = /^\[?(\d{1,4})\]?$/.exec(line) ?? [];
    if (digits === undefined) return { line };
    const action = printer.choice(Number(digits));
    return action && { line: action.run, replaces: action.replaces === true };
  }

  return {
    platform: "terminal",
    ended: ended.promise,
    postHabit: interactive ? postsWhileOpen : noPosts,
    async start(bot) {
      if (interactive) await printer.line("Type help for what is understood; Tab completes, Ctrl-D leaves.\n");
      const answer = answerLine(bot);
      const complete = (line: string, limit: number) => bot.complete(line, limit, speaker.channel);
      chat = interactive ? promptChat(input, output, complete, answer) : pipedChat(input, printer, answer);
      chat.ended.then(ended.resolve, ended.reject);
    },
    async post({ deliveryId, message }) {
      const write = () => printer.post(message);
      await (chat ? chat.aside(write) : write());
      return { id: deliveryId };
    },
    async stop() {
      if (!chat) return ended.resolve();
      chat.stop();
      await ended.promise;
    },
  };
}

function noSuchChoice(typed: string, choices: number): string {
  if (choices === 0) return "There is nothing to choose from yet.\n";
  return `There is no choice ${typed}: the last numbers on the screen go from 1 to ${choices}.\n`;
}
