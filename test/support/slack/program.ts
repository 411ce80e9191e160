import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalSlack, startLocalSlack } from "./local-slack.ts";

const root = join(import.meta.dirname, "..", "..", "..");

export interface Program {
  readonly process: ChildProcess;
  readonly data: string;
  output(): string;
  /** Resolves with the exit status; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Resolves when the output holds these words, `from` a length on. */
  says(words: string, from?: number): Promise<void>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<number | null>;
  /** Ends it, if it still runs, and removes its data. */
  clear(): Promise<void>;
}

/** `npm start` as a person would run it, with the sample digests, in a data folder of its own. */
export function startProgram(
  environment: Readonly<Record<string, string>>,
  data = mkdtempSync(join(tmpdir(), "paperboy-slack-")),
  script: readonly string[] = ["src/main.ts"],
): Program {
  const child = spawn(process.execPath, script, {
    cwd: root,
    env: { PATH: process.env["PATH"], PAPERBOY_DATA: data, LOG_LEVEL: "info", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const waiting = new Set<() => void>();
  const take = (chunk: Buffer) => {
    output += chunk;
    for (const look of waiting) look();
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  const exited = once(child, "exit").then(([status]) => status as number | null);
  return {
    process: child,
    data,
    output: () => output,
    exited,
    says(words, from = 0) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (!output.includes(words, from)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void exited.then(() => reject(new Error(`it ended and never said ${words}: ${output}`)));
      });
    },
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
    async clear() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export interface Served {
  readonly slack: LocalSlack;
  readonly program: Program;
}

/** The program, serving a Slack of its own. */
export async function startServing(...options: Parameters<typeof startLocalSlack>): Promise<Served> {
  const slack = await startLocalSlack(...options);
  const program = startProgram(socketSettings(slack));
  await program.says("Paperboy serves");
  return { slack, program };
}

/** The settings of socket mode in the local Slack's first workspace. */
export function socketSettings(slack: LocalSlack): Readonly<Record<string, string>> {
  return { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.workspace().botToken, SLACK_APP_TOKEN: slack.appToken };
}

/** What must never be shown or logged: tokens, stack traces, and values that were not there. */
export function leaks(text: string): readonly string[] {
  const forbidden = [
    /xox[a-z][.-][^\s"]*/,
    /xapp-[^\s"]*/,
    /secret-of[^\s"]*/,
    /\bundefined\b/,
    /\bat \S+ \(.*:\d+:\d+\)/,
  ];
  return forbidden.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
}
