import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { completerResult } from "../../../adapters/terminal/chat.ts";
import { createTerminalAdapter } from "../../../adapters/terminal/index.ts";
import type { Bot } from "../../../src/adapter.ts";
import { adapterContract } from "../../contracts/adapter.ts";
import { testBot } from "../../support/bot.ts";
import { atKeyboard, hasPython } from "../../support/keyboard.ts";
import { tempFolder } from "../../support/temp.ts";

function terminal(interactive: boolean, folder?: string) {
  const input = new PassThrough();
  const output = new PassThrough();
  const config = {
    input,
    output,
    interactive,
    columns: () => 80,
    color: false,
    hyperlinks: false,
    ...(folder && { folder }),
  };
  return { input, output, adapter: createTerminalAdapter(config) };
}

async function piped(content: string, bot: Bot = testBot()): Promise<string> {
  const { input, output, adapter } = terminal(false);
  const printed = text(output);
  input.end(content);
  await adapter.start(bot);
  await adapter.ended;
  output.end();
  return printed;
}

adapterContract("the terminal", () => {
  const { input, output, adapter } = terminal(true);
  let visible = "";
  output.on("data", (chunk) => {
    visible += chunk;
  });
  return {
    adapter,
    visible: () => visible,
    async say(line) {
      const before = visible.length;
      input.write(`${line}\n`);
      // The prompt comes back when the answer is complete.
      while (!/\n[^\n]*papers> [^\n]*$/.test(visible.slice(before + line.length))) await once(output, "data");
      return visible.slice(before);
    },
  };
});

describe("piped input", () => {
  it("is answered line by line, whatever ends the lines; comments and empty lines are skipped", async () => {
    const printed = await piped("\ufeff/papers search experts\r\n\r\n# a comment\nstatus\nlatest");
    const order = ["12 papers match experts", "12 papers known", "Latest papers"].map((words) =>
      printed.indexOf(words),
    );
    expect(order.every((position) => position >= 0)).toBe(true);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    expect(printed).not.toContain("not a command");
    expect(printed).not.toContain("papers>");
  });

  it("takes a number as the action on the screen, and says when there is none", async () => {
    const printed = await piped("3\nlatest\n26\n[1]\n99\n");
    expect(printed).toContain("There is nothing to choose from yet.");
    expect(printed).toContain("Page 2 of 3");
    expect(printed).toContain("Key paper0000005");
    expect(printed).toContain("There is no choice 99: the last numbers on the screen go from 1 to 4.");
  });

  it("stops at quit", async () => {
    expect(await piped("status\nquit\nlatest\n")).not.toContain("Latest papers");
  });

  it("keeps a character whole that two chunks share, and bounds a line without an end", async () => {
    const { input, output, adapter } = terminal(false);
    const printed = text(output);
    await adapter.start(testBot());
    const bytes = Buffer.from("search 漢字\n");
    input.write(bytes.subarray(0, 9));
    input.write(bytes.subarray(9));
    for (let chunk = 0; chunk < 64; chunk++) input.write("x".repeat(65_536));
    input.end();
    await adapter.ended;
    output.end();
    expect(await printed).toContain("No paper matches 漢字");
    expect(await printed).toContain("at most 4,000 characters are read");
  });

  it("goes on numbering in a post, so that the numbers on the screen keep their meaning", async () => {
    const { input, output, adapter } = terminal(false);
    const printed = text(output);
    const bot = testBot();
    await adapter.start(bot);
    const actions = [{ label: "State", run: "status" }];
    const message = { fallback: "x", blocks: [{ type: "actions", actions }] } as const;
    const channel = { platform: "terminal", id: "terminal" };
    await adapter.post({ deliveryId: "1", channel, message });
    await adapter.post({ deliveryId: "2", channel, message });
    input.end("2\n");
    await adapter.ended;
    output.end();
    expect(await printed).toContain("[2] State");
    expect(await printed).toContain("12 papers known");
  });
});

describe("completion by Tab", () => {
  it("lists what comes behind the shared part of the line", async () => {
    const offers = await testBot().complete("show experts and routers, part 1", 3);
    const [hits, typed] = completerResult("show experts and routers, part 1", offers);
    expect(typed).toBe("experts and routers, part 1");
    expect(hits[0]).toBe("Experts and Routers, Part 1");
    expect(completerResult("zzz", [])).toEqual([[], "zzz"]);
  });
});

const program = new URL("../../support/terminal-program.ts", import.meta.url).pathname;

describe("a real process", () => {
  it("ends with status 0 at the end of a pipe", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
      input: "search experts",
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("12 papers match experts");
  });

  it("ends quietly when its reader is gone", async () => {
    const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "pipe"] });
    const errors = text(child.stderr);
    child.stdin.on("error", () => undefined);
    child.stdin.write("help\n");
    await once(child.stdout, "data");
    child.stdout.destroy();
    child.stdin.end("help\n".repeat(2_000));
    const [status] = await once(child, "close");
    expect({ status, errors: await errors }).toEqual({ status: 0, errors: "" });
  });

  it.skipIf(!hasPython)("completes, answers and leaves on a pseudo-terminal (needs python3)", async () => {
    const { status, screen } = await atKeyboard(program, [
      { sees: "papers> ", types: "stat\t" },
      { sees: "status ", types: "\r" },
      { sees: "papers> ", types: "half a line\x03" },
      { sees: "leaves)", types: "\x03" },
    ]);
    expect(status).toBe(0);
    expect(screen).toContain("12 papers known");
    expect(screen).toContain("Ctrl-C once more leaves");
  });
});

describe("a message with a file", () => {
  const file = {
    name: "reading-list.csv",
    content: "key,title\r\n1,A\u001b[31m long title that no line has room for, ninety characters and more of it\r\n",
  };
  const bot: Bot = {
    ...testBot(),
    answer: async () => ({
      message: {
        fallback: "Your list",
        blocks: [
          { type: "heading", text: "Your list" },
          { type: "text", text: [{ code: file.content }] },
        ],
        file,
      },
      visibility: "private",
      replaces: false,
    }),
  };

  it("is printed into a pipe as it is, but for what a terminal would obey", async () => {
    expect(await piped("export csv", bot)).toBe(
      "Your list\n\nkey,title\n1,A long title that no line has room for, ninety characters and more of it\n\n",
    );
  });

  /** What a person at the keyboard sees after some lines. */
  async function typed(folder: string, ...lines: readonly string[]): Promise<string> {
    const { input, output, adapter } = terminal(true, folder);
    let visible = "";
    output.on("data", (chunk) => {
      visible += chunk;
    });
    await adapter.start(bot);
    for (const line of lines) {
      const before = visible.length;
      input.write(`${line}\n`);
      while (!/\n[^\n]*papers> [^\n]*$/.test(visible.slice(before + line.length))) await once(output, "data");
    }
    await adapter.stop();
    return visible;
  }

  it("is written beside the person at the keyboard, and never over another file", async () => {
    const folder = tempFolder();
    expect(await typed(folder, "export csv", "export csv")).toContain(
      `Written to ${join(folder, "reading-list-2.csv")}`,
    );
    expect(readFileSync(join(folder, "reading-list.csv"), "utf8")).toBe(file.content);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it("is printed where it cannot be written", async () => {
    const printed = await typed(join(tempFolder(), "not there"), "export csv");
    expect(printed).toMatch(/could not be written .*so here it is:\s+key,title/);
  });
});
