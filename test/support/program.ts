import { type SpawnOptions, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export const root = resolve(import.meta.dirname, "../..");

/** What came of a program that ran to its end. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Run {
  /** Variables beside PATH and HOME; nothing else of the machine's environment gets in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What stdin gives: text, or a stream that may stay open. Without it stdin is /dev/null. */
  readonly input?: string | Readable;
}

export function startProgram(command: string, args: readonly string[], { env, cwd = root, input }: Run = {}) {
  const { PATH = "", HOME = "" } = process.env;
  const stdio: SpawnOptions["stdio"] = [input === undefined ? "ignore" : "pipe", "pipe", "pipe"];
  const child = spawn(command, args, { cwd, stdio, env: { PATH, HOME, ...env } });
  child.stdin?.on("error", () => undefined);
  if (typeof input === "string") child.stdin?.end(input);
  else if (child.stdin) input?.pipe(child.stdin);
  const { promise, resolve: settle, reject } = Promise.withResolvers<number | null>();
  child.on("error", reject).on("close", settle);
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : Promise.resolve("")));
  const ended = async (): Promise<Ended> => {
    const status = await promise;
    return { status, stdout: (await stdout) ?? "", stderr: (await stderr) ?? "" };
  };
  return { child, ended };
}

/** Runs one of our files as npm would, without npm. */
export function runFile(file: string, args: readonly string[], run: Run = {}): Promise<Ended> {
  return startProgram(process.execPath, [join(root, file), ...args], run).ended();
}
