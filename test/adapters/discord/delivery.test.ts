import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDelivery } from "../../../src/delivery/index.ts";
import { createEngine } from "../../../src/engine.ts";
import { silentLog } from "../../../src/log.ts";
import { openSearchIndex } from "../../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../../src/store/sqlite.ts";
import { fixedClock } from "../../support/clock.ts";
import { discordAdapterTo } from "../../support/discord/adapter.ts";
import { startLocalDiscord } from "../../support/discord/local-discord.ts";
import { textOf } from "../../support/discord/person.ts";
import { type LocalChannel, permission } from "../../support/discord/world.ts";
import { draft } from "../../support/papers.ts";
import { tempFolder } from "../../support/temp.ts";

/** The real delivery, posting to a local Discord. It is the morning of 2026-03-11. */
async function delivering() {
  const discord = await startLocalDiscord();
  const folder = tempFolder();
  const store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  const index = await openSearchIndex({ file: join(folder, "index.db"), store });
  const clock = fixedClock("2026-03-11T05:00:00Z");
  onTestFinished(async () => {
    await index.close();
    await store.close();
  });
  const adapter = discordAdapterTo(discord, { clock, lines: store.lines });
  await store.papers.takeIn(Array.from({ length: 9 }, (_, number) => draft(`Sparse Experts, Part ${number}`)));
  await index.catchUp();
  const engine = createEngine({ store, index, clock });
  const { tick } = createDelivery({ store, engine, adapters: [adapter], clock, log: silentLog });
  const kept = ({ guild, id }: LocalChannel) => ({ platform: "discord", id: `${guild?.id ?? "@me"}/${id}` });
  const follow = async (followed: LocalChannel, hour: number, by: string) => {
    const channel = kept(followed);
    const at = clock.now();
    await store.subscriptions.add(channel, { topic: "experts", by: { id: by }, at });
    const days = [1, 2, 3, 4, 5, 6, 7] as const;
    await store.schedules.set(channel, { hour, minute: 0, timeZone: "UTC", days, by: { id: by }, at });
  };
  const inside = (id: string) => discord.world.messages.filter(({ channel }) => channel === id).map(textOf);
  return { discord, store, clock, tick, follow, inside, kept, guild: discord.world.guild("Lab") };
}

describe("digests on Discord", () => {
  it("come to each channel of a server at its own hour, once", async () => {
    const { discord, clock, tick, follow, inside, guild } = await delivering();
    const early = discord.world.channel(guild, "early");
    const late = discord.world.channel(guild, "late");
    await follow(early, 8, "1300000000000000011");
    await follow(late, 9, "1300000000000000011");
    clock.set("2026-03-11T08:00:30Z");
    await tick();
    expect(inside(early.id)).toHaveLength(1);
    expect(inside(late.id)).toEqual([]);
    clock.set("2026-03-11T09:00:30Z");
    await tick();
    await tick();
    expect(inside(early.id)).toHaveLength(1);
    expect(inside(late.id)).toHaveLength(1);
    expect(inside(late.id)[0]).toContain("Sparse Experts");
    expect(discord.rateLimits.refusals).toBe(0);
  });

  it("come to fifty channels at the same hour, one message and its thread each, without a 429", async () => {
    const { discord, clock, tick, follow, inside, guild } = await delivering();
    const channels = Array.from({ length: 50 }, (_, number) => discord.world.channel(guild, `channel-${number}`));
    for (const channel of channels) await follow(channel, 8, "1300000000000000011");
    clock.set("2026-03-11T08:00:30Z");
    await tick();
    for (const { id } of channels) {
      expect(inside(id)).toHaveLength(1);
      const thread = discord.world.messages.find(({ channel }) => channel === id)?.id ?? "";
      expect(inside(thread).join("\n")).toContain("Sparse Experts");
    }
    expect(discord.rateLimits.refusals).toBe(0);
  });

  it("come to a person who follows topics in direct messages", async () => {
    const { discord, clock, tick, follow, inside } = await delivering();
    const person = discord.world.user("Ada");
    const direct = discord.world.dm(person);
    await follow(direct, 8, person.id);
    clock.set("2026-03-11T08:00:30Z");
    await tick();
    await tick();
    const words = inside(direct.id).join("\n");
    for (let number = 0; number < 9; number++) expect(words.split(`Experts, Part ${number}]`)).toHaveLength(2);
  });

  it("stop where a permission was taken away: who set them is told once, what is missing and how to give it", async () => {
    const { discord, store, clock, tick, follow, inside, kept, guild } = await delivering();
    const channel = discord.world.channel(guild, "muted", { denied: permission.sendMessages });
    const manager = discord.world.user("Ada");
    await follow(channel, 8, manager.id);
    clock.set("2026-03-11T08:00:30Z");
    await tick();
    clock.set("2026-03-12T08:00:30Z");
    await tick();
    expect(inside(channel.id)).toEqual([]);
    const told = inside(discord.world.dm(manager).id);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`In <#${channel.id}>`);
    expect(told[0]).toContain("may not post in \\#muted");
    expect(told[0]).toContain("Send Messages");
    const attempts = discord.requests.filter((request) => request === `POST /channels/${channel.id}/messages`);
    expect(attempts).toHaveLength(1);
    expect(await store.subscriptions.list(kept(channel))).toHaveLength(1);
    expect((await store.schedules.get(kept(channel)))?.pause?.reason).toBe("forbidden");
  });
});
