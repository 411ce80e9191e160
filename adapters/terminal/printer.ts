import type { Writable } from "node:stream";
import type { Action, Message } from "../../src/message.ts";
import { renderTerminal, type Screen } from "./render.ts";

/** Writes messages and remembers what the numbers in them stand for. */
export interface Printer {
  /** An answer: its numbers count from 1 and take the place of those before; without any, those before stay good. */
  answer(message: Message): Promise<void>;
  /** A delivery between answers: its numbers go on from those on the screen. */
  post(message: Message): Promise<void>;
  line(text: string): Promise<void>;
  choice(number: number): Action | undefined;
  readonly choices: number;
  /** The reader is gone (`| head -1`): nothing more is worth doing. */
  readonly closed: boolean;
}

/** `screen` is asked before each message: a window changes its size. */
export function createPrinter(output: Writable, screen: () => Screen): Printer {
  let choices: readonly Action[] = [];
  let closed = false;
  let failure: Error | undefined;
  output.on("error", (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== "EPIPE") failure = error;
  });

  function write(text: string): Promise<void> {
    if (closed) return failure ? Promise.reject(failure) : Promise.resolve();
    return new Promise((resolve, reject) => {
      output.write(text, (error) => {
        if (!error) return resolve();
        closed = true;
        if ("code" in error && error.code === "EPIPE") resolve();
        else reject(error);
      });
    });
  }

  async function print(message: Message, before: readonly Action[]): Promise<void> {
    const rendered = renderTerminal(message, screen(), before.length + 1);
    if (rendered.choices.length > 0) choices = [...before, ...rendered.choices];
    await write(`${rendered.text}\n`);
  }

  return {
    answer: (message) => print(message, []),
    post: (message) => print(message, choices),
    line: (text) => write(`${text}\n`),
    choice: (number) => choices[number - 1],
    get choices() {
      return choices.length;
    },
    get closed() {
      return closed;
    },
  };
}
