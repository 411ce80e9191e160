import { describe, expect, it } from "vitest";
import { readText, runsOf, testBot } from "../support/bot.ts";
import { draft } from "../support/papers.ts";
import { realBot } from "../support/real-bot.ts";

const here = { platform: "test", id: "c" };
const shelf = [draft("Sparse Routing of Tokens", { listed: "2026-01-09" })];

/** It is Saturday, 2026-01-10, 09:00 UTC. */
async function following(topic = "sparse routing") {
  const bot = await realBot(shelf);
  await bot.store.subscriptions.add(here, { topic, by: { id: "p" }, at: bot.clock.now() });
  const textOf = async (line: string) => readText((await bot.say(line)).message);
  return { ...bot, textOf, scheduleNow: () => bot.store.schedules.get(here) };
}

describe("schedule", () => {
  it.each([
    ["schedule 09:00 Europe/Berlin weekdays", "09:00 Europe/Berlin, Monday to Friday", "2026-01-12T08:00:00.000Z"],
    ["schedule 10:30 Berlin daily", "10:30 Europe/Berlin, every day", "2026-01-10T09:30:00.000Z"],
    ["schedule mon,thu 17:00 New York", "17:00 America/New_York, Monday and Thursday", "2026-01-12T22:00:00.000Z"],
    ["schedule weekly fri", "09:00 UTC, every Friday", "2026-01-16T09:00:00.000Z"],
    ['schedule "" "New York"', "09:00 America/New_York, Monday to Friday", "2026-01-12T14:00:00.000Z"],
  ])("%s is understood, confirmed in public, with the next post", async (line, words, next) => {
    const bot = await following();
    const { message, visibility } = await bot.say(line);
    expect(visibility).toBe("public");
    expect(readText(message)).toContain(`Schedule set: ${words}. Next post: ${next}.`);
    expect(readText(message)).toContain("This channel follows 1 topic: sparse routing.");
    expect(await bot.textOf("schedule")).toContain(`This channel's schedule: ${words}. Next post: ${next}.`);
  });

  it("keeps what is not said", async () => {
    const bot = await following();
    await bot.say("schedule 08:15 Tokyo mon,thu");
    expect(await bot.textOf("schedule 07:00")).toContain("Schedule set: 07:00 Asia/Tokyo, Monday and Thursday.");
    expect(await bot.textOf("schedule daily")).toContain("Schedule set: 07:00 Asia/Tokyo, every day.");
  });

  it("takes a person's own zone where the platform knows it, else the installation's", async () => {
    const bot = await following();
    const say = (person: object, line: string) =>
      bot.answer({ line, channel: here, person: { id: "p", mayManage: true, ...person } });
    await say({ timeZone: "Asia/Kolkata" }, "schedule 09:00 daily");
    expect(await bot.scheduleNow()).toMatchObject({ hour: 9, timeZone: "Asia/Kolkata" });
    await bot.say("schedule off");
    await say({ timeZone: "Not/AZone" }, "schedule 09:00 daily");
    expect(await bot.scheduleNow()).toMatchObject({ timeZone: "UTC" });
  });

  it("offers near matches as buttons that say the whole schedule", async () => {
    const bot = await following();
    const typo = await bot.say("schedule 08:30 Berln");
    expect(typo.visibility).toBe("private");
    expect(typo.message.fallback).toContain("did you mean Berlin");
    const [offer = ""] = runsOf(typo.message);
    expect(offer).toBe("schedule 08:30 Europe/Berlin, Monday to Friday");
    expect(await bot.scheduleNow()).toBeUndefined();
    expect(await bot.textOf(offer)).toContain("Schedule set: 08:30 Europe/Berlin, Monday to Friday.");
    const ambiguous = runsOf((await bot.say("schedule daily BST")).message);
    expect(ambiguous).toEqual(["schedule 08:30 Europe/London, every day", "schedule 08:30 Asia/Dhaka, every day"]);
  });

  it.each([
    ["schedule 25:00", /no time of day/],
    ["schedule weekly", /Weekly on which day/],
    ["schedule 9:00 17:00", /one post a day/],
    ["schedule 9:00 wekdays", /did you mean weekdays/],
    ["schedule --empty never", /`post` or `skip`/],
    ["schedule --empty post", /no schedule yet/],
    ["schedule off --empty post", /leave out/],
  ])("explains %s, and sets nothing", async (line, sentence) => {
    const bot = await following();
    expect((await bot.say(line)).message.fallback).toMatch(sentence);
    expect(await bot.scheduleNow()).toBeUndefined();
  });

  it("can be looked at by everyone and set by those who may manage the channel", async () => {
    const bot = await following();
    const guest = { mayManage: false };
    for (const line of ["schedule 09:00", "pause", "resume"]) {
      expect((await bot.sayAs(guest, line)).message.fallback).toContain("ask one of them");
    }
    expect(await bot.scheduleNow()).toBeUndefined();
    const shown = await bot.sayAs(guest, "schedule");
    expect(readText(shown.message)).toContain("This channel has no schedule, so nothing is posted.");
    expect(runsOf(shown.message)).toEqual(["schedule 09:00 UTC, Monday to Friday"]);
  });

  it("is refused with advice where the bot cannot post, as resuming is; looking and ending are not", async () => {
    const { store, engine, clock } = await following();
    const canPostTo = async () => ({ allowed: false, advice: "Invite the bot first." }) as const;
    const bot = testBot({ store, engine, clock, canPostTo });
    for (const line of ["schedule 09:00", "schedule daily", "resume"]) {
      expect((await bot.say(line)).message.fallback).toBe("Invite the bot first.");
    }
    expect(await store.schedules.get(here)).toBeUndefined();
    expect((await bot.say("schedule")).message.fallback).toContain("no schedule");
    expect((await bot.say("schedule off")).message.fallback).toContain("nothing changed");
  });

  it("off ends the posts, keeps the topics, and says so", async () => {
    const bot = await following();
    expect(await bot.textOf("schedule off")).toContain("This channel has no schedule: nothing changed.");
    await bot.say("schedule 09:00");
    const text = await bot.textOf("schedule off");
    expect(text).toContain("Schedule off: nothing is posted any more. The 1 topic it follows is kept.");
    expect(await bot.scheduleNow()).toBeUndefined();
  });

  it("says what days with nothing new get, and keeps that when the hour changes", async () => {
    const bot = await following();
    expect(await bot.textOf("schedule 09:00")).toContain("a day with nothing new gets none");
    expect(await bot.textOf("schedule --empty post")).toContain("a day with nothing new gets one that says so");
    expect(await bot.textOf("schedule 10:00")).toContain("gets one that says so");
    expect(await bot.textOf("schedule --empty skip")).toContain("gets none");
  });

  it("counts a day that had its post as done, whatever the new hour", async () => {
    const bot = await following();
    await bot.say("schedule 08:00 daily");
    const lease = { owner: "o", now: bot.clock.now(), until: bot.clock.now() };
    await bot.store.deliveries.claim({ id: "d", channel: here, day: "2026-01-10", timeZone: "UTC", papers: [] }, lease);
    expect(await bot.textOf("schedule 11:00")).toContain("Next post: 2026-01-11T11:00:00.000Z.");
  });
});

describe("pause and resume", () => {
  it.each([
    ["pause 1", "2026-01-11T00:00:00.000Z", "2026-01-11T10:00:00.000Z"],
    ["pause 3", "2026-01-13T00:00:00.000Z", "2026-01-13T10:00:00.000Z"],
  ])("%s before today's post leaves out whole days, today first", async (line, until, next) => {
    const bot = await following();
    await bot.say("schedule 10:00 daily");
    const text = await bot.textOf(line);
    expect(text).toContain(`Posts are paused until ${until}. The next post comes ${next}.`);
    expect(text).toContain("Topics and schedule are kept: 10:00 UTC, every day. resume ends the pause.");
  });

  it("begins with tomorrow where today's post has come", async () => {
    const bot = await following();
    await bot.say("schedule 08:00 daily");
    expect(await bot.textOf("pause 1")).toContain("The next post comes 2026-01-12T08:00:00.000Z.");
  });

  it("without days lasts until resumed, and names who paused", async () => {
    const bot = await following();
    await bot.say("schedule 10:00 daily");
    await bot.sayAs({ id: "u1", name: "Ada" }, "pause");
    const text = await bot.textOf("status");
    expect(text).toContain("Paused by Ada, since 2026-01-10T09:00:00.000Z: resume ends that.");
    expect(text).not.toContain("Next post");
    expect(await bot.textOf("resume")).toContain(
      "The pause is over. 10:00 UTC, every day. Next post: 2026-01-10T10:00:00.000Z.",
    );
    expect(await bot.textOf("resume")).toContain("Posts were not paused: nothing changed.");
  });

  it("is over by itself, and status stops mentioning it", async () => {
    const bot = await following();
    await bot.say("schedule 10:00 daily");
    await bot.say("pause 2");
    bot.clock.set("2026-01-12T08:00:00Z");
    const text = await bot.textOf("status");
    expect(text).toContain("Next post: 2026-01-12T10:00:00.000Z.");
    expect(text).not.toContain("aused");
  });

  it.each(["pause", "resume"])("%s says plainly that there is no schedule", async (line) => {
    expect((await (await following()).say(line)).message.fallback).toContain("no schedule");
  });
});

describe("subscribe and the schedule", () => {
  it("sets the usual schedule where there is none, and says exactly what is now on and how to change it", async () => {
    const bot = await realBot(shelf);
    const person = { id: "p", name: "Ada", mayManage: true, timeZone: "Europe/Berlin" };
    const { message, visibility } = await bot.answer({ line: "subscribe sparse routing", channel: here, person });
    const text = readText(message);
    expect(visibility).toBe("public");
    expect(text).toContain("This channel follows 1 topic: sparse routing.");
    expect(text).toContain(
      "it got the usual one: 09:00 Europe/Berlin, Monday to Friday. Next post: 2026-01-12T08:00:00.000Z.",
    );
    expect(text).toContain("Change it with schedule 08:30 Tokyo daily, stop it with pause or schedule off.");
    expect(message.fallback).toContain("Next post: Monday 12 January at 09:00 (Europe/Berlin).");
    expect(await bot.store.schedules.get(here)).toMatchObject({ by: { id: "p", name: "Ada" } });
  });

  it("never touches a schedule that is there, and names it", async () => {
    const bot = await realBot(shelf);
    await bot.say("schedule 17:00 Tokyo daily");
    await bot.say("pause");
    const before = await bot.store.schedules.get(here);
    const text = readText((await bot.say("subscribe sparse routing")).message);
    expect(text).toContain("One post a day holds all of it: 17:00 Asia/Tokyo, every day.");
    expect(text).toContain("resume ends that");
    expect(await bot.store.schedules.get(here)).toEqual(before);
  });

  it("a topic that is refused sets no schedule", async () => {
    const bot = await realBot(shelf);
    await bot.say("subscribe -video");
    expect(await bot.store.schedules.get(here)).toBeUndefined();
  });

  it.each(["unsubscribe sparse routing", "unsubscribe all --yes"])(
    "%s of the last topic says what remains",
    async (line) => {
      const bot = await realBot(shelf);
      await bot.say("subscribe sparse routing");
      const text = readText((await bot.say(line)).message);
      expect(text).toContain("This channel follows no topic.");
      expect(text).toContain("Its schedule stays, 09:00 UTC, Monday to Friday, but nothing is posted until");
    },
  );
});
