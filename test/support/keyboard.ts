import { spawnSync } from "node:child_process";
import { startProgram } from "./program.ts";

/** Pseudo-terminals come from Python, which is on most machines; without it the tests that need one are skipped. */
export const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;

/** What a person does at a keyboard: once these words stand on the screen (below those of the last step), the rest. */
export interface Step {
  readonly sees: string;
  readonly types?: string;
  readonly signal?: "SIGTERM";
}

export interface Sitting {
  readonly status: number;
  /** All that the program wrote on the screen. */
  readonly screen: string;
  /** From the last step to the program's end. */
  readonly secondsToEnd: number;
}

/** Runs one of our files on a pseudo-terminal, with a person at its keyboard, until it ends. */
export async function atKeyboard(
  file: string,
  steps: readonly Step[],
  env: Readonly<Record<string, string>> = {},
): Promise<Sitting> {
  const args = ["-c", typist, JSON.stringify(steps), process.execPath, file];
  const { stdout, stderr } = await startProgram("python3", args, {
    env: { TERM: "xterm", NO_COLOR: "1", ...env },
  }).ended();
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const typist = `
import json, os, pty, select, signal, sys, time
steps, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
seen, past = b"", 0
for step in steps:
    words = step["sees"].encode()
    while words not in seen[past:]:
        ready, _, _ = select.select([terminal], [], [], 40)
        if not ready: sys.exit("waited in vain for " + repr(words) + " in " + repr(seen[past:]))
        seen += os.read(terminal, 4096)
    past = seen.index(words, past) + len(words)
    if "types" in step: os.write(terminal, step["types"].encode())
    if "signal" in step: os.kill(pid, getattr(signal, step["signal"]))
told = time.monotonic()
try:
    while True:
        chunk = os.read(terminal, 4096)
        if not chunk: break
        seen += chunk
except OSError:
    pass
_, status = os.waitpid(pid, 0)
json.dump({"status": os.waitstatus_to_exitcode(status), "screen": seen.decode(), "secondsToEnd": time.monotonic() - told}, sys.stdout)
`;
