import { describe, expect, it } from "vitest";
import { createDelivery } from "../../src/delivery/index.ts";
import { DeliveryError } from "../../src/errors.ts";
import { silentLog } from "../../src/log.ts";
import { readText, runsOf } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { testPlatform } from "../support/platform.ts";
import { realBot } from "../support/real-bot.ts";

const sparse = (listed: string, parts: readonly number[]) =>
  parts.map((part) =>
    draft(`Sparse Routing, Part ${part}`, { listed, abstract: `We route tokens, in way ${part * 7}, to experts.` }),
  );

/** A channel with its topics, the real engine, store and scheduler, and a platform. It is 2026-01-10, 09:00 UTC. */
async function channel(...topics: readonly string[]) {
  const bot = await realBot();
  const platform = testPlatform();
  const { store, engine, clock } = bot;
  const delivery = createDelivery({ store, engine, clock, log: silentLog, adapters: [platform.adapter] });
  for (const topic of topics) await bot.say(`subscribe ${topic}`);
  await bot.say("schedule 10:00 UTC daily");
  return {
    ...bot,
    platform,
    async tickAt(time: string) {
      clock.set(time);
      await delivery.tick();
    },
    textOf: async (line: string) => readText((await bot.say(line)).message),
    posts: () => platform.arrived.map(({ message }) => message),
    last: () => {
      const post = platform.arrived.at(-1);
      if (!post) throw new Error("nothing was posted");
      return post.message;
    },
  };
}

describe("a channel's post", () => {
  it("holds all topics of the channel: grouped, five papers, the rest in the thread, reasons that name the topics", async () => {
    const here = await channel("sparse routing", "whale song");
    await here.takeIn([
      ...sparse("2026-01-10", [1, 2, 3, 4, 5, 6, 7]),
      draft("Whale Song by Night", { listed: "2026-01-10" }),
    ]);
    await here.tickAt("2026-01-10T10:00:00Z");
    expect(here.posts()).toHaveLength(1);
    const post = here.last();
    expect(post.blocks[0]).toEqual({ type: "heading", text: "8 new papers, Saturday 10 January 2026" });
    expect(post.blocks.filter(({ type }) => type === "paper")).toHaveLength(5);
    expect(post.more?.filter(({ type }) => type === "paper")).toHaveLength(3);
    const text = readText(post);
    expect(text).toMatch(/matches sparse routing: sparse in the title, routing in the title and in the abstract/);
    expect(text).toMatch(/matches whale song: whale and song in the title/);
    expect(text.indexOf("Sparse Routing")).toBeLessThan(text.indexOf("Whale Song by Night"));
    expect(post.fallback).toMatch(/^8 new papers, Saturday 10 January 2026: Sparse Routing, Part \d; /);
  });

  it("has nothing twice, and does not come on a day with nothing new", async () => {
    const here = await channel("sparse routing");
    await here.takeIn(sparse("2026-01-10", [1]));
    for (const day of ["10", "11", "12"]) await here.tickAt(`2026-01-${day}T10:00:00Z`);
    await here.takeIn(sparse("2026-01-12", [2]));
    await here.tickAt("2026-01-13T10:00:00Z");
    expect(here.posts().map(({ fallback }) => fallback)).toEqual([
      "1 new paper, Saturday 10 January 2026: Sparse Routing, Part 1",
      "1 new paper, Tuesday 13 January 2026: Sparse Routing, Part 2",
    ]);
  });

  it("says that there is nothing new where the channel asked for that", async () => {
    const here = await channel("sparse routing");
    await here.say("schedule --empty post");
    await here.tickAt("2026-01-10T10:00:00Z");
    expect(readText(here.last())).toBe("Nothing new, Saturday 10 January 2026: no paper on sparse routing.");
    expect(await here.textOf("status")).toContain("2026-01-10: posted, nothing new.");
  });

  it("does not come where the channel follows nothing", async () => {
    const here = await channel();
    await here.say("schedule --empty post");
    await here.takeIn(sparse("2026-01-10", [1]));
    await here.tickAt("2026-01-10T10:00:00Z");
    expect(here.posts()).toEqual([]);
  });

  it("after nights off is one, with the best of what was missed, capped, and says so in one line", async () => {
    const here = await channel("sparse routing");
    await here.takeIn(sparse("2026-01-10", [1]));
    await here.tickAt("2026-01-10T10:00:00Z");
    for (const day of ["11", "12", "13"]) {
      const first = Number(day) * 20;
      await here.takeIn(
        sparse(
          `2026-01-${day}`,
          Array.from({ length: 20 }, (_, index) => first + index),
        ),
      );
    }
    for (const minute of ["00", "01", "02"]) await here.tickAt(`2026-01-13T11:${minute}:00Z`);
    expect(here.posts()).toHaveLength(2);
    const post = here.last();
    const papers = [...post.blocks, ...(post.more ?? [])].filter(({ type }) => type === "paper");
    expect(papers.length).toBeLessThanOrEqual(35);
    expect(post.blocks.filter(({ type }) => type === "paper")).toHaveLength(5);
    const lines = readText(post)
      .split("\n")
      .filter((line) => line.startsWith("Posts were left out before this one"));
    expect(lines).toHaveLength(1);
  });

  it("comes neither in a pause nor for it, and after it at the next hour", async () => {
    const here = await channel("sparse routing");
    await here.say("pause 2");
    await here.takeIn(sparse("2026-01-10", [1]));
    for (const day of ["10", "11"]) await here.tickAt(`2026-01-${day}T10:00:00Z`);
    await here.tickAt("2026-01-12T00:00:00Z");
    expect(here.posts()).toEqual([]);
    await here.tickAt("2026-01-12T10:00:00Z");
    expect(here.posts()).toHaveLength(1);
  });
});

describe("status", () => {
  it("tells the next post and what became of the last ones", async () => {
    const here = await channel("sparse routing");
    expect(await here.textOf("status")).toContain("Posts: 10:00 UTC, every day. Next post: 2026-01-10T10:00:00.000Z.");
    await here.takeIn(sparse("2026-01-10", [1, 2]));
    for (const day of ["10", "11"]) await here.tickAt(`2026-01-${day}T10:00:00Z`);
    const text = await here.textOf("status");
    expect(text).toContain("Next post: 2026-01-12T10:00:00.000Z.");
    expect(text).toMatch(/2026-01-11: nothing new, nothing posted\.\n2026-01-10: posted, 2 papers\./);
    expect(text).toContain("2 papers known, all of them searchable.");
    expect(text).not.toContain("problem");
  });

  it("tells in plain words what went wrong, and when it is tried again", async () => {
    const here = await channel("sparse routing");
    await here.takeIn(sparse("2026-01-10", [1]));
    here.platform.decide(() => ({
      arrives: false,
      answer: new DeliveryError("retry", "The platform is down for now."),
    }));
    await here.tickAt("2026-01-10T10:00:00Z");
    const text = await here.textOf("status");
    expect(text).toMatch(/2026-01-10: not posted yet, tried again 2026-01-10T10:00:[12]\d/);
    expect(text).toContain("Last problem, on 2026-01-10: The platform is down for now.");
    here.platform.decide(() => ({ arrives: true }));
    await here.tickAt("2026-01-10T10:05:00Z");
    expect(await here.textOf("status")).toContain("2026-01-10: posted, 1 paper.");
  });

  it("tells why posts are paused and how to resume; what was not posted then comes with the next", async () => {
    const here = await channel("sparse routing");
    await here.takeIn(sparse("2026-01-10", [1]));
    here.platform.decide(() => ({
      arrives: false,
      answer: new DeliveryError("forbidden", "The bot may not write here."),
    }));
    await here.tickAt("2026-01-10T10:00:00Z");
    const text = await here.textOf("status");
    expect(text).toContain("because posting here is not allowed: The bot may not write here.");
    expect(text).toContain("Once that is mended, resume starts the posts again.");
    expect(text).toContain("2026-01-10: not posted, and posts were paused.");
    here.platform.decide(() => ({ arrives: true }));
    await here.say("resume");
    await here.tickAt("2026-01-11T10:00:00Z");
    expect(readText(here.last())).toContain("Sparse Routing, Part 1");
  });
});

describe("archive", () => {
  it("lists the days and shows a digest again as it was posted", async () => {
    const here = await channel("sparse routing", "whale song");
    await here.takeIn([
      ...sparse("2026-01-10", [1, 2, 3, 4, 5, 6]),
      draft("Whale Song by Night", { listed: "2026-01-10" }),
    ]);
    await here.tickAt("2026-01-10T10:00:00Z");
    const posted = here.last();
    await here.tickAt("2026-01-11T10:00:00Z");
    await here.takeIn(sparse("2026-01-12", [8]));
    await here.tickAt("2026-01-12T10:00:00Z");
    const days = (await here.say("archive")).message;
    expect(runsOf(days)).toEqual(["archive 2026-01-12", "archive 2026-01-10"]);
    expect(readText(days)).toContain("2026-01-10, 7 papers: sparse routing, whale song");
    const { message, visibility } = await here.say("archive 2026-01-10");
    const titles = (blocks: readonly object[] = []) =>
      blocks.flatMap((block) => ("title" in block ? [block.title] : []));
    expect(titles(message.blocks)).toEqual(titles(posted.blocks));
    expect(titles(message.more)).toEqual(titles(posted.more));
    expect(visibility).toBe("private");
    expect(await here.textOf("archive today")).toContain("Digest of Monday 12 January 2026: 1 paper");
  });

  it("helps with a day that had no digest, and with what is no day", async () => {
    const here = await channel("sparse routing");
    await here.takeIn(sparse("2026-01-10", [1]));
    for (const day of ["10", "11"]) await here.tickAt(`2026-01-${day}T10:00:00Z`);
    const quiet = (await here.say("archive 2026-01-11")).message;
    expect(quiet.fallback).toContain("There was nothing new on 2026-01-11.");
    expect(runsOf(quiet)).toEqual(["archive 2026-01-10"]);
    expect((await here.say("archive 2025-12-24")).message.fallback).toContain("There was no digest on 2025-12-24.");
    expect((await here.say("archive 2026-13-45")).message.fallback).toContain("is no day: write it as 2026-01-11.");
    expect((await here.sayAs({ channel: "other" }, "archive")).message.fallback).toBe(
      "This channel has had no digest yet.",
    );
  });
});
