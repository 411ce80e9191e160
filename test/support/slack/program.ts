import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { tempFolder } from "../temp.ts";
import type { LocalSlack } from "./local-slack.ts";

const root = join(import.meta.dirname, "..", "..", "..");

export interface Program {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Resolves with the exit status; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<number | null>;
}

/** `npm start` as a person would run it, with the sample digests, in a data folder of its own. */
export function startProgram(environment: Readonly<Record<string, string>>, data = tempFolder()): Program {
  const child = spawn(process.execPath, ["src/main.ts"], {
    cwd: root,
    env: { PATH: process.env["PATH"], PAPERBOY_DATA: data, LOG_LEVEL: "info", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk));
  const exited = once(child, "exit").then(([status]) => status as number | null);
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await exited;
  });
  return {
    process: child,
    output: () => output,
    exited,
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/** The settings of socket mode in the local Slack's first workspace. */
export function socketSettings(slack: LocalSlack): Readonly<Record<string, string>> {
  return { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.workspace().botToken, SLACK_APP_TOKEN: slack.appToken };
}
