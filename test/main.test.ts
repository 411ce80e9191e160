import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { atKeyboard, hasPython } from "./support/keyboard.ts";
import { draft } from "./support/papers.ts";
import { runFile } from "./support/program.ts";
import { tempFolder } from "./support/temp.ts";

const main = join(import.meta.dirname, "..", "src", "main.ts");
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
  return { PAPERBOY_DATA: data, PAPERBOY_DIGESTS: tempFolder(), PORT: "0" };
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
      const steps = [
        { sees: "Show abstract", types: "schedule\r" },
        { sees: "while this chat is open", signal: "SIGTERM" },
      ] as const;
      const { status, screen, secondsToEnd } = await atKeyboard(main, steps, env);
      expect(status).toBe(0);
      expect(screen).toContain("1 new paper");
      expect(screen).toContain("Sparse Routing of Tokens");
      expect(secondsToEnd).toBeLessThan(10);
      expect(await statesIn(env)).toEqual({ posted: 1 });
    },
  );

  it("posts nothing into a pipe, and promises nothing: its lines are answered, and that is all", async () => {
    const env = await dueToday();
    const { status, stdout, stderr } = await runFile("src/main.ts", [], {
      env,
      input: "schedule\nsubscribe moe\npause 3\n",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Schedule");
    expect(stdout.match(/Posts do not come through a pipe/gu)).toHaveLength(2);
    expect(stdout).not.toMatch(/next post(?: is due| comes|:)/iu);
    expect(await statesIn(env)).toEqual({});
  });
});
