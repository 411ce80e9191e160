import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Completion } from "../../src/adapter.ts";
import { readLines } from "./lines.ts";
import type { Printer } from "./printer.ts";

const prompt = "papers> ";
const completions = 12;
/** A little more than the bot reads, so that it is the bot that says a line is too long. */
const longestLine = 5_000;

/** Answers one line; false when the person wants to leave. */
export type AnswerLine = (line: string) => Promise<boolean>;

export interface Chat {
  /** Resolves when the input ended or the person left. */
  readonly ended: Promise<void>;
  /** Writes with the prompt out of the way. */
  aside(write: () => Promise<void>): Promise<void>;
  stop(): void;
}

/** Piped input: each line is answered in its order, the end of the input ends it. */
export function pipedChat(input: Readable, printer: Printer, answerLine: AnswerLine): Chat {
  let stopped = false;
  async function run() {
    try {
      for await (const line of readLines(input, longestLine)) {
        if (stopped || !(await answerLine(line)) || printer.closed) return;
      }
    } catch (error) {
      if (!stopped) throw error;
    }
  }
  return {
    ended: run(),
    aside: (write) => write(),
    stop() {
      stopped = true;
      input.destroy();
    },
  };
}

type Complete = (line: string, limit: number) => Promise<readonly Completion[]>;

/** A person at a prompt, with history and completion. Ctrl-C clears the line, a second one leaves; so does Ctrl-D. */
export function promptChat(input: Readable, output: Writable, complete: Complete, answerLine: AnswerLine): Chat {
  const readline = createInterface({
    input,
    output,
    prompt,
    terminal: true,
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      void complete(line, completions).then((offers) => done(null, completerResult(line, offers)));
    },
  });
  leaveOnSecondInterrupt(readline, output);

  async function run() {
    readline.prompt();
    for await (const line of readline) {
      if (!(await answerLine(line))) break;
      readline.prompt();
    }
    readline.close();
  }
  return {
    ended: run(),
    async aside(write) {
      output.write("\r\u001b[K");
      await write();
      readline.prompt(true);
    },
    stop: () => readline.close(),
  };
}

/** Readline lists what comes behind the part of the line that all completions leave as it is. */
export function completerResult(line: string, offers: readonly Completion[]): [string[], string] {
  let head = line.slice(0, line.lastIndexOf(" ") + 1);
  while (head !== "" && !offers.every((offer) => offer.line.startsWith(head))) {
    head = head.slice(0, head.trimEnd().lastIndexOf(" ") + 1);
  }
  return [offers.map((offer) => offer.line.slice(head.length)), line.slice(head.length)];
}

function leaveOnSecondInterrupt(readline: Interface, output: Writable): void {
  let interrupted = false;
  readline.on("line", () => {
    interrupted = false;
  });
  readline.on("SIGINT", () => {
    if (interrupted && readline.line === "") {
      output.write("\n");
      readline.close();
      return;
    }
    interrupted = true;
    readline.write(null, { ctrl: true, name: "e" });
    readline.write(null, { ctrl: true, name: "u" });
    output.write("\n(Ctrl-C once more leaves)\n");
    readline.prompt();
  });
}
