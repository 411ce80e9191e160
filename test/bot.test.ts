import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Command } from "../src/commands/command.ts";
import { commands } from "../src/commands/index.ts";
import { UserError } from "../src/errors.ts";
import { keySentence } from "../src/papers/key-sentence.ts";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { readText, runsOf, testBot } from "./support/bot.ts";
import { memoryEngine } from "./support/memory-engine.ts";
import { paperLike, paperShelf } from "./support/papers.ts";
import { tempFolder } from "./support/temp.ts";

function commandThat(run: Command["run"], more: Partial<Command> = {}): Command {
  return { name: "act", summary: "For tests", examples: ["act"], args: {}, answer: "public", run, ...more };
}

const done = { fallback: "done", blocks: [] };

describe("the bot", () => {
  it("answers a search with the papers, their reasons, and the next page as a button", async () => {
    const { message, visibility } = await testBot().say("/papers search experts");
    const text = readText(message);
    expect(text).toContain("12 papers match experts");
    expect(text).toContain("matches experts in the title and in the abstract");
    expect(text).toContain("Ada Moreno +2 · 2026-01-05 · 42 upvotes · cs.CL · arXiv 2601.10000");
    expect(runsOf(message)).toContain("show paper0000000");
    expect(runsOf(message).at(-1)).toBe("search experts --page 2");
    expect(visibility).toBe("private");
  });

  it("walks through the pages by its own buttons, there and back", async () => {
    const bot = testBot();
    const seen: string[] = [];
    let line: string | undefined = "search experts --sort date";
    while (line !== undefined) {
      const { message } = await bot.say(line);
      seen.push(...runsOf(message).filter((run) => run.startsWith("show")));
      line = findAction(message, "Next page");
    }
    expect(new Set(seen).size).toBe(12);
    const last = (await bot.say("search experts --sort date --page 3")).message;
    expect(findAction(last, "Previous page")).toBe("search experts --page 2 --sort date");
  });

  it("replaces the message a page button stands under, but never with an error", async () => {
    const bot = testBot();
    const click = { channel: { platform: "test", id: "c" }, person: { id: "p", mayManage: false }, replaces: true };
    expect((await bot.answer({ ...click, line: "latest --page 2" })).replaces).toBe(true);
    expect((await bot.answer({ ...click, line: "latest --page no" })).replaces).toBe(false);
  });

  it("says in words what was wrong, privately, and offers what may be meant", async () => {
    const { message, visibility } = await testBot().say("serach experts");
    expect(message.fallback).toBe("There is no command `serach`: did you mean `search`?");
    expect(runsOf(message)[0]).toBe("search experts");
    expect(visibility).toBe("private");
  });

  it("tells beforehand that a post would not come through, and does nothing", async () => {
    let isDone = false;
    const act = commandThat(
      async () => {
        isDone = true;
        return done;
      },
      { leadsToPosts: true },
    );
    const advice = "Invite me first.";
    const refused = await testBot({ commands: [act], canPostTo: async () => ({ allowed: false, advice }) }).say("act");
    expect(refused).toMatchObject({ visibility: "private", message: { fallback: advice } });
    expect(isDone).toBe(false);
    await testBot({ commands: [act], canPostTo: async () => ({ allowed: true }) }).say("act");
    expect(isDone).toBe(true);
  });

  it("logs what only the operator can mend, and tells nobody else where the database lies", async () => {
    const folder = tempFolder();
    const store = await openSqliteStore({ file: join(folder, "paperboy.db"), patience: 1 });
    onTestFinished(() => store.close());
    const other = new Database(join(folder, "paperboy.db"));
    onTestFinished(() => void other.close());
    other.exec("begin exclusive");
    const act = commandThat(async (_, { channel, clock }) => {
      await store.subscriptions.add(channel, { topic: "kites", by: { id: "p" }, at: clock.now() });
      return done;
    });
    const bot = testBot({ commands: [act] });
    const { message, problem } = await bot.say("act");
    expect(message.fallback).toMatch(
      /^Sorry, something is wrong with the disk or the database here.* as request `\w+`/,
    );
    expect(message.fallback).not.toContain(folder);
    expect(problem).toBe("failed");
    expect(String(bot.logged[0]?.["err"])).toContain("has been locked by another program");
  });

  it("logs a failure with its cause and apologises with the request's id, and nothing of the cause", async () => {
    const failing = commandThat(async () => {
      throw new Error("secret path /srv/x");
    });
    const bot = testBot({ commands: [failing] });
    const { message, visibility } = await bot.say("act");
    const [entry] = bot.logged;
    expect(entry?.["err"]).toMatchObject({ message: "secret path /srv/x" });
    expect(readText(message)).toContain(String(entry?.["request"]));
    expect(readText(message)).not.toContain("secret");
    expect(visibility).toBe("private");
  });

  it("does not wait for a command that takes too long, nor trips over its late failure", async () => {
    const late = Promise.withResolvers<typeof done>();
    const bot = testBot({ commands: [commandThat(() => late.promise)], answerWithin: 5 });
    const { message } = await bot.say("act");
    expect(message.fallback).toContain("that took longer than 0.005 seconds");
    late.reject(new Error("at last"));
    await expect(late.promise).rejects.toThrow("at last");
    expect(bot.logged).toHaveLength(1);
  });

  it("lets only those who may manage the channel use a command that needs it", async () => {
    const guarded = commandThat(async () => done, { needs: "manage-channel" });
    const refused = await testBot({ commands: [guarded] }, false).say("act");
    expect(refused.message.fallback).toContain("ask one of them");
    const allowed = await testBot({ commands: [guarded] }, true).say("act");
    expect(allowed).toEqual({ message: done, visibility: "public", replaces: false });
  });

  it("passes a wrong query's sentence on as it is", async () => {
    const engine = memoryEngine([], {
      search: async () => {
        throw new UserError("query", "The quote at character 5 is never closed.");
      },
    });
    const { message } = await testBot({ engine }).say('search moe "x');
    expect(message.fallback).toBe("The quote at character 5 is never closed.");
  });

  it("completes, and offers nothing when completing fails", async () => {
    expect((await testBot().complete("sea", 5)).map((offer) => offer.line)).toEqual(["search "]);
    const engine = memoryEngine([], {
      complete: async () => {
        throw new Error("no index");
      },
    });
    const bot = testBot({ engine });
    expect(await bot.complete("show x", 5)).toEqual([]);
    expect(bot.logged).toHaveLength(1);
    expect(await bot.complete("x".repeat(5_000), 5)).toEqual([]);
  });
});

describe("show", () => {
  it("shows the whole abstract, the authors and the links of a paper named by key or words", async () => {
    const bot = testBot({ engine: memoryEngine([paperLike()]) });
    for (const line of ["show aaaaaaaaaaaa", "show 2601.01234", "show routing experts"]) {
      const text = readText((await bot.say(line)).message);
      expect(text).toContain("We study how few experts a sparse layer needs. Our router halves the cost");
      expect(text).toContain("Ada Moreno, Bo Lind and Chi Okafor");
      expect(text).toContain("Code https://github.com/example/router");
      expect(text).toContain("seen in page-2026-01-06.txt (2026-01-06)");
    }
  });

  it("asks which one when several fit, and each button names one", async () => {
    const bot = testBot({ engine: memoryEngine(paperShelf(7)) });
    const { message } = await bot.say("show routers");
    expect(readText(message)).toContain("7 papers fit routers: which one?");
    expect(readText(message)).toContain("And 2 more");
    const first = await bot.say(runsOf(message)[0] ?? "");
    expect(readText(first.message)).toContain("Experts and Routers, Part 1");
  });

  it("says how papers are named when none fits, and offers to search", async () => {
    const { message } = await testBot().say("show zebra");
    expect(message.fallback).toContain("No paper fits zebra.");
    expect(runsOf(message)).toEqual(["search zebra"]);
  });
});

describe("latest, status and help", () => {
  it("shows the newest papers first, under the day that listed them", async () => {
    const text = readText((await testBot().say("latest")).message);
    expect(text.indexOf("Listed 2026-01-28")).toBeLessThan(text.indexOf("Listed 2026-01-27"));
    expect(text).toContain("Page 1 of 3, 12 papers.");
    const { title, abstract } = paperLike();
    expect(text).toContain(keySentence(title, abstract));
  });

  it("says plainly that there are no papers yet, and that a page does not exist", async () => {
    const empty = testBot({ engine: memoryEngine([]) });
    expect((await empty.say("latest")).message.fallback).toContain("no papers yet");
    expect((await empty.say("search x")).message.fallback).toContain("There are no papers yet.");
    expect((await empty.say("status")).message.fallback).toBe("No posts here. There are no papers yet.");
    const beyond = await testBot().say("search experts --page 9");
    expect(beyond.message.fallback).toBe("There is no page 9: 12 papers fill 3 pages.");
    expect(runsOf(beyond.message)).toEqual(["search experts --page 3"]);
  });

  it("tells a whole index from one that is catching up, and an interrupted intake from a finished one", async () => {
    const at = new Date("2026-01-10T08:00:00Z");
    const lastIntake = { fileId: "f", file: "a.txt", position: 200, finished: false, entries: 200, rejects: 2, at };
    const status = async () => ({ papers: 1_200, indexed: 800, lastIntake });
    const text = readText((await testBot({ engine: memoryEngine([], { status }) }).say("status")).message);
    expect(text).toContain("1,200 papers known, 800 of them searchable: the search index is catching up.");
    expect(text).toContain("interrupted at 200");
    expect(readText((await testBot().say("status")).message)).toContain("12 papers known, all of them searchable.");
  });

  it("lists every command, explains each, and runs its examples from buttons", async () => {
    const bot = testBot();
    const overview = readText((await bot.say("help")).message);
    for (const { name, unlisted } of commands) {
      expect(overview).toContain(unlisted ? name : `/papers ${name}`);
      const { message } = await bot.say(`help ${name}`);
      expect(runsOf(message).length).toBeGreaterThan(0);
    }
    expect(readText((await bot.say("help search")).message)).toContain("--sort relevance|date");
    expect((await bot.say("help serach")).message.fallback).toContain("did you mean `/papers help search`?");
  });
});

function findAction(message: Awaited<ReturnType<ReturnType<typeof testBot>["say"]>>["message"], label: string) {
  const actions = message.blocks.flatMap((block) => ("actions" in block ? block.actions : []));
  return actions.find((action) => action.label === label)?.run;
}
