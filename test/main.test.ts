import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { draft } from "./support/papers.ts";
import { tempFolder } from "./support/temp.ts";

const main = join(import.meta.dirname, "..", "src", "main.ts");
const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;
const terminal = { platform: "terminal", id: "terminal" };

/** Folders of a program whose terminal had its hour at midnight, with a paper for it. */
async function dueToday(): Promise<Record<string, string>> {
  const data = tempFolder();
  const now = new Date();
  const store = await openSqliteStore({ file: join(data, "paperboy.db") });
  await store.papers.takeIn([draft("Sparse Routing of Tokens", { listed: now.toISOString().slice(0, 10) })]);
  const by = { id: "terminal" };
  const at = new Date(now.getTime() - 3 * 86_400_000);
  await store.subscriptions.add(terminal, { topic: "sparse", by, at });
  const days = [1, 2, 3, 4, 5, 6, 7] as const;
  await store.schedules.set(terminal, { hour: 0, minute: 0, timeZone: "UTC", days, by, at });
  await store.close();
  return {
    PAPERBOY_DATA: data,
    PAPERBOY_DIGESTS: tempFolder(),
    PORT: "0",
    TERM: "xterm",
    NO_COLOR: "1",
    PATH: process.env["PATH"] ?? "",
  };
}

async function statesIn(env: Record<string, string>) {
  const store = await openSqliteStore({ file: join(env["PAPERBOY_DATA"] ?? "", "paperboy.db") });
  const counts = await store.deliveries.counts();
  await store.close();
  return counts;
}

describe("the program", () => {
  it.skipIf(!hasPython)(
    "posts what is due into the chat of a terminal, and ends in time when told (needs python3)",
    async () => {
      const env = await dueToday();
      const { status, stdout, stderr } = spawnSync("python3", ["-c", reader, process.execPath, main], {
        env,
        encoding: "utf8",
        timeout: 18_000,
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain("1 new paper");
      expect(stdout).toContain("Sparse Routing of Tokens");
      expect(await statesIn(env)).toEqual({ posted: 1 });
    },
  );

  it("posts nothing into a pipe: its lines are answered, and that is all", async () => {
    const env = await dueToday();
    const child = spawn(process.execPath, [main], { env });
    const [printed, errors] = [text(child.stdout), text(child.stderr)];
    child.stdin.end("schedule\n");
    const [status] = await once(child, "close");
    expect({ status, errors: await errors }).toEqual({ status: 0, errors: "" });
    expect(await printed).toContain("The next post is due now.");
    expect(await statesIn(env)).toEqual({});
  });
});

/** Waits for the post and the prompt behind it, then sends SIGTERM and expects the end within ten seconds. */
const reader = `
import os, pty, select, signal, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b""
while b"Show abstract" not in seen:
    ready, _, _ = select.select([terminal], [], [], 8)
    if not ready: sys.exit("waited in vain in " + repr(seen))
    seen += os.read(terminal, 4096)
told = time.monotonic()
os.kill(pid, signal.SIGTERM)
try:
    while True:
        chunk = os.read(terminal, 4096)
        if not chunk: break
        seen += chunk
except OSError:
    pass
_, status = os.waitpid(pid, 0)
sys.stdout.write(seen.decode())
if time.monotonic() - told > 10: sys.exit("took too long to end")
sys.exit(os.waitstatus_to_exitcode(status))
`;
