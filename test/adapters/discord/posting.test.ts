import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Message } from "../../../src/message.ts";
import { ApiFault } from "../../support/discord/api-fault.ts";
import { showGuild } from "../../support/discord/gateway.ts";
import { type Program, startProgram } from "../../support/discord/harness.ts";
import { type LocalDiscord, startLocalDiscord } from "../../support/discord/local-discord.ts";
import { createPerson, textOf } from "../../support/discord/person.ts";
import {
  channelType,
  everything,
  type LocalChannel,
  type LocalGuild,
  permission,
} from "../../support/discord/world.ts";

const requiresTag = 1 << 4;

let discord: LocalDiscord;
let program: Program;
let guild: LocalGuild;
let crossposted: string;

beforeAll(async () => {
  discord = await startLocalDiscord();
  guild = discord.world.guild("Lab");
  crossposted = discord.world.channel(guild, "news", { type: channelType.announcement }).id;
  program = await startProgram(discord, { DISCORD_CROSSPOST: crossposted });
});

afterEach(() => expect(discord.violations).toEqual([]));

afterAll(async () => {
  await program.stop();
  await discord.stop();
});

let deliveries = 0;
/** 24 characters, as deliveries are named. */
const nextDelivery = () => `delivery-${String(++deliveries).padStart(15, "0")}`;

function channel(name: string, more: Partial<LocalChannel> = {}): LocalChannel {
  const made = discord.world.channel(guild, name, more);
  discord.gateway.dispatch("CHANNEL_CREATE", discord.world.showAtGateway(made), guild.id);
  return made;
}

function digest(more = 0): Message {
  const paper = (number: number) => ({
    type: "paper" as const,
    title: `Paper ${number}`,
    url: `https://example.org/${number}`,
    facts: ["Ada"],
    quote: ["It halves the cost. ".repeat(20)],
    actions: [{ label: "Similar", run: `similar ${number}` }],
  });
  const rest = Array.from({ length: more }, (_, number) => paper(number + 5));
  return {
    fallback: "5 new papers: Paper 0",
    blocks: [{ type: "heading", text: "5 new papers" }, ...[0, 1, 2, 3, 4].map(paper)],
    ...(more > 0 && { more: rest }),
  };
}

const inside = (id: string) => discord.world.messages.filter((message) => message.channel === id);
const requestsTo = (path: string) => discord.requests.filter((request) => request.endsWith(path)).length;

describe("a digest", () => {
  it("is one message with a nonce of its delivery, and its thread", async () => {
    const { id } = channel("one");
    const posted = await program.post(id, nextDelivery(), digest(12));
    const [message, ...others] = inside(id);
    expect(posted).toEqual({ id: message?.id });
    expect(others).toEqual([]);
    expect(message?.nonce).toMatch(/^[\w-]{25}$/);
    const thread = discord.world.channels.get(message?.id ?? "");
    expect(thread?.name).toBe("5 new papers: Paper 0");
    const rest = inside(message?.id ?? "")
      .map(textOf)
      .join("\n");
    for (let number = 5; number < 17; number++) expect(rest).toContain(`Paper ${number}`);
  });

  it("without more has no thread", async () => {
    const { id } = channel("short");
    await program.post(id, nextDelivery(), digest());
    expect(discord.world.channels.has(inside(id)[0]?.id ?? "")).toBe(false);
  });

  it("goes on in a thread that is followed itself", async () => {
    const parent = channel("parent");
    const thread = { ...channel("topic", { type: channelType.publicThread, parent, owner: "1" }) };
    await program.post(thread.id, nextDelivery(), digest(12));
    expect(inside(thread.id).length).toBeGreaterThan(1);
  });

  it("reaches a person in direct messages", async () => {
    const direct = discord.world.dm(discord.world.user("Cy"));
    await program.post(direct.id, nextDelivery(), digest(7));
    expect(inside(direct.id).map(textOf).join("\n")).toContain("Paper 11");
  });

  it("goes on in the channel itself where Discord opens no thread: a voice channel, or too many of them", async () => {
    const voice = channel("voice", { type: channelType.voice });
    await program.post(voice.id, nextDelivery(), digest(12));
    expect(inside(voice.id).map(textOf).join("\n")).toContain("Paper 16");
    const { id } = channel("full");
    const deliveryId = nextDelivery();
    const answer = new ApiFault(400, 160006, "Maximum number of active threads reached");
    discord.fail({ method: "POST", path: new RegExp(`${id}/messages/\\d+/threads$`), answer });
    const posted = await program.post(id, deliveryId, digest(12));
    expect(inside(id).map(textOf).join("\n")).toContain("Paper 16");
    const sought = { deliveryId, channel: { platform: "discord", id }, since: new Date().toISOString() };
    expect(await program.ask({ do: "find", sought })).toEqual(posted);
  });

  it("is published from an announcement channel where that was asked for, and only there", async () => {
    await program.post(crossposted, nextDelivery(), digest());
    expect(inside(crossposted)[0]?.crossposted).toBe(true);
    const other = channel("quiet-news", { type: channelType.announcement });
    await program.post(other.id, nextDelivery(), digest());
    expect(inside(other.id)[0]?.crossposted).toBe(false);
  });

  it("is posted even where Discord does not publish it", async () => {
    discord.fail({ method: "POST", path: /crosspost$/, answer: new ApiFault(403, 50013, "Missing Permissions") });
    expect(await program.post(crossposted, nextDelivery(), digest())).toHaveProperty("id");
  });

  it("comes whole and at once where Discord publishes no more of the channel's this hour, and asks once", async () => {
    const news = channel("busy-news", { type: channelType.announcement });
    const publishing = () => requestsTo("/crosspost");
    const published = () => inside(news.id).map(({ crossposted: isPublished }) => isPublished);
    const publisher = await startProgram(discord, { DISCORD_CROSSPOST: "all" });
    const post = (by: Program) => by.post(news.id, nextDelivery(), digest(12));
    await post(publisher);
    // Eight more of the hour's ten are used by others of the same application.
    const [first] = inside(news.id);
    const address = `${discord.url}/v10/channels/${news.id}/messages/${first?.id}/crosspost`;
    for (let others = 0; others < 8; others++) {
      const headers = { Authorization: `Bot ${discord.token}` };
      expect((await fetch(address, { method: "POST", headers })).status).toBe(200);
    }
    await post(publisher);
    expect(published()).toEqual([true, true]);
    // It knows by Discord's last answer that the hour is used up; one that is started anew has to ask.
    const asked = publishing();
    await post(publisher);
    expect(publishing()).toBe(asked);
    await publisher.stop();
    const restarted = await startProgram(discord, { DISCORD_CROSSPOST: "all" });
    await post(restarted);
    expect(publishing()).toBe(asked + 1);
    expect(published()).toEqual([true, true, false, false]);
    for (const { id } of inside(news.id)) expect(inside(id).map(textOf).join("\n")).toContain("Paper 16");
    expect(restarted.stderr()).toContain("posted but not published to following channels");
    await restarted.stop();
  });

  it("is a post of its own in a forum, with the tag that fits", async () => {
    const tags = [
      { id: discord.world.snowflake(), name: "staff", moderated: true },
      { id: discord.world.snowflake(), name: "chat", moderated: false },
      { id: discord.world.snowflake(), name: "Papers", moderated: false },
    ];
    guild.botRole &= ~permission.manageThreads;
    const forum = channel("forum", { type: channelType.forum, flags: requiresTag, tags });
    const posted = (await program.post(forum.id, nextDelivery(), digest(12))) as { id: string };
    const thread = discord.world.channels.get(posted.id);
    expect(thread).toMatchObject({ name: "5 new papers: Paper 0", appliedTags: [tags[2]?.id] });
    expect(inside(posted.id).map(textOf).join("\n")).toContain("Paper 16");
    guild.botRole = everything;
  });

  it("says what to do where a forum leaves it no tag", async () => {
    const forum = channel("tagless", { type: channelType.forum, flags: requiresTag });
    await expect(program.post(forum.id, nextDelivery(), digest())).rejects.toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("needs a tag"),
    });
    expect(await program.ask({ do: "check", channel: forum.id })).toMatchObject({ allowed: false });
  });
});

describe("posting once", () => {
  it("repeats after a 5xx and after a broken connection, and one message stands there", async () => {
    for (const fault of [{ answer: new ApiFault(503, 0, "Service Unavailable") }, { resetAfter: true }]) {
      const { id } = channel("shaky");
      discord.fail({ method: "POST", path: new RegExp(`${id}/messages$`), ...fault });
      await program.post(id, nextDelivery(), digest());
      expect(inside(id)).toHaveLength(1);
      expect(requestsTo(`${id}/messages`)).toBe(2);
    }
  });

  it("is unknown after three failures, found when it was posted, and not found when it was not", async () => {
    const since = new Date().toISOString();
    for (const [fault, isThere] of [
      [{ resetAfter: true }, true],
      [{ answer: new ApiFault(500, 0, "Internal") }, false],
    ] as const) {
      const { id } = channel("lost");
      const deliveryId = nextDelivery();
      discord.fail({ method: "POST", path: new RegExp(`${id}/messages$`), times: 3, ...fault });
      await expect(program.post(id, deliveryId, digest())).rejects.toMatchObject({ kind: "unknown" });
      const sought = { deliveryId, channel: { platform: "discord", id }, since };
      const found = await program.ask({ do: "find", sought });
      expect(found).toEqual(isThere ? { id: inside(id)[0]?.id } : null);
    }
  });

  it("in a forum tries once, because Discord enforces no nonce there, and looks for it", async () => {
    const forum = channel("careful", { type: channelType.forum });
    const deliveryId = nextDelivery();
    discord.fail({ method: "POST", path: new RegExp(`${forum.id}/threads$`), resetAfter: true });
    await expect(program.post(forum.id, deliveryId, digest())).rejects.toMatchObject({ kind: "unknown" });
    expect(requestsTo(`${forum.id}/threads`)).toBe(1);
    const sought = { deliveryId, channel: { platform: "discord", id: forum.id }, since: new Date().toISOString() };
    expect(await program.ask({ do: "find", sought })).toHaveProperty("id");
    expect(await program.ask({ do: "find", sought: { ...sought, deliveryId: nextDelivery() } })).toBeNull();
  });

  it("completes a thread that another process began, with nothing twice and nothing missing", async () => {
    const { id } = channel("interrupted");
    const deliveryId = nextDelivery();
    const whole = channel("whole");
    await program.post(whole.id, deliveryId, digest(20));
    const parts = inside(inside(whole.id)[0]?.id ?? "").map(textOf);
    expect(parts.length).toBeGreaterThan(1);

    const first = parts[0] ?? "";
    discord.fail({ method: "POST", path: /\/threads$/, answer: new ApiFault(500, 0, "Internal"), times: 3 });
    await expect(program.post(id, deliveryId, digest(20))).rejects.toMatchObject({ kind: "unknown" });
    expect(inside(id)).toHaveLength(1);
    const sought = { deliveryId, channel: { platform: "discord", id }, since: new Date().toISOString() };
    expect(await program.ask({ do: "find", sought })).toBeNull();
    expect(await program.post(id, deliveryId, digest(20))).toEqual({ id: inside(id)[0]?.id });
    expect(inside(id)).toHaveLength(1);
    expect(inside(inside(id)[0]?.id ?? "").map(textOf)).toEqual(parts);
    expect(first).toContain("Paper 5");
    expect(await program.ask({ do: "find", sought })).toEqual({ id: inside(id)[0]?.id });
  });

  it("completes what a killed process had begun, with nothing twice and nothing missing", async () => {
    const { id } = channel("killed");
    const deliveryId = nextDelivery();
    const doomed = await startProgram(discord, { NOT_STARTED: "1" });
    discord.fail({ method: "POST", path: new RegExp(`${id}/messages/\\d+/threads$`), delay: 2_000 });
    const lost = doomed.post(id, deliveryId, digest(20)).catch(() => undefined);
    await expect.poll(() => inside(id).length).toBe(1);
    await doomed.kill();
    void lost;
    const sought = { deliveryId, channel: { platform: "discord", id }, since: new Date().toISOString() };
    expect(await program.ask({ do: "find", sought })).toBeNull();
    expect(await program.post(id, deliveryId, digest(20))).toEqual({ id: inside(id)[0]?.id });
    expect(inside(id)).toHaveLength(1);
    const titles = inside(inside(id)[0]?.id ?? "")
      .map(textOf)
      .join("\n")
      .match(/\[Paper \d+\]/g);
    expect(titles).toEqual(Array.from({ length: 20 }, (_, number) => `[Paper ${number + 5}]`));
    expect(await program.ask({ do: "find", sought })).not.toBeNull();
  });

  it("finds a forum's post although another of the bot's was emptied meanwhile", async () => {
    const forum = channel("tidied", { type: channelType.forum });
    const since = new Date().toISOString();
    const [emptied, kept] = [nextDelivery(), nextDelivery()];
    const { id } = (await program.post(forum.id, emptied, digest())) as { id: string };
    discord.world.messages.splice(
      discord.world.messages.findIndex((message) => message.id === id),
      1,
    );
    const posted = await program.post(forum.id, kept, digest());
    const sought = { deliveryId: kept, channel: { platform: "discord", id: forum.id }, since };
    expect(await program.ask({ do: "find", sought })).toEqual(posted);
  });

  it("cannot tell where it may not read the history, and says so", async () => {
    const { id } = channel("blind", { denied: permission.readMessageHistory });
    const sought = {
      deliveryId: nextDelivery(),
      channel: { platform: "discord", id },
      since: new Date().toISOString(),
    };
    await expect(program.ask({ do: "find", sought })).rejects.toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("Read Message History"),
    });
  });
});

describe("what Discord refuses", () => {
  it.each([
    ["a channel that is gone", "gone", () => discord.world.snowflake()],
    ["a channel it may not see", "forbidden", () => channel("hidden", { denied: permission.viewChannel }).id],
    ["a channel it may not write to", "forbidden", () => channel("muted", { denied: permission.sendMessages }).id],
  ])("%s: %s, after one request", async (_name, kind, make) => {
    const id = make();
    const before = discord.requests.length;
    await expect(program.post(id, nextDelivery(), digest())).rejects.toMatchObject({ kind });
    expect(discord.requests.length - before).toBe(1);
    expect(inside(id)).toEqual([]);
  });

  it("a person who takes no direct messages: forbidden, and said so", async () => {
    const direct = discord.world.dm(discord.world.user("Shy"));
    const answer = new ApiFault(403, 50007, "Cannot send messages to this user");
    discord.fail({ method: "POST", path: new RegExp(`${direct.id}/messages$`), answer });
    await expect(program.post(`@me/${direct.id}`, nextDelivery(), digest())).rejects.toMatchObject({
      kind: "forbidden",
      message: "This person takes no direct messages from Paperboy.",
    });
  });

  it("a channel it may not even see, without Discord's placeholder for its name", async () => {
    const { id } = channel("secret", { denied: permission.viewChannel });
    expect(await program.ask({ do: "check", channel: id })).toEqual({
      allowed: false,
      advice: expect.stringContaining("may not post in that channel: it lacks View Channel."),
    });
  });

  it("a person who shares no server with the bot any more: forbidden, and said so", async () => {
    const direct = discord.world.dm(discord.world.user("Gone"));
    const answer = new ApiFault(403, 50278, "Cannot send messages to this user due to having no mutual guilds");
    discord.fail({ method: "POST", path: new RegExp(`${direct.id}/messages$`), answer });
    await expect(program.post(`@me/${direct.id}`, nextDelivery(), digest())).rejects.toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("shares no server with Paperboy"),
    });
  });

  it("the bot itself while it is in time-out: it waits, asks nothing and says until when", async () => {
    const strict = discord.world.guild("Strict");
    strict.timedOutUntil = new Date(Date.now() + 3_600_000);
    const { id } = discord.world.channel(strict, "papers");
    discord.gateway.dispatch("GUILD_CREATE", showGuild(discord.world, strict.id), strict.id);
    await expect
      .poll(() => program.ask({ do: "check", channel: id }))
      .toMatchObject({
        allowed: false,
        advice: expect.stringContaining("time-out"),
      });
    const before = discord.requests.length;
    await expect(program.post(id, nextDelivery(), digest())).rejects.toMatchObject({
      kind: "retry",
      retryAfter: expect.closeTo(3_600_000, -5),
    });
    expect(discord.requests.length).toBe(before);
  });

  it("a channel that cannot be looked at for a moment: nothing was posted, so it is tried again", async () => {
    const direct = discord.world.dm(discord.world.user("Slow"));
    const answer = new ApiFault(500, 0, "Internal");
    discord.fail({ method: "GET", path: new RegExp(`channels/${direct.id}$`), answer, times: 3 });
    await expect(program.post(`@me/${direct.id}`, nextDelivery(), digest())).rejects.toMatchObject({ kind: "retry" });
  });

  it("a text in the thread costs the thread, not the digest", async () => {
    const { id } = channel("moderated");
    const answer = new ApiFault(400, 200000, "Message was blocked by automatic moderation");
    const inThread = new RegExp(`/channels/(?!${id}/)\\d+/messages$`);
    discord.fail({ method: "POST", path: inThread, answer });
    const posted = (await program.post(id, nextDelivery(), digest(9))) as { id: string };
    expect(inside(id).map((message) => message.id)).toEqual([posted.id]);
    expect(discord.requests).toContain(`POST /channels/${posted.id}/messages`);
    expect(inside(posted.id)).toEqual([]);
  });

  it("names the permission that is missing and how to give it", async () => {
    const { id } = channel("muted-too", { denied: permission.sendMessages });
    await expect(program.post(id, nextDelivery(), digest())).rejects.toThrow(
      "Paperboy may not post in #muted-too: it lacks Send Messages. Give that to its role in the channel's settings",
    );
    expect(await program.ask({ do: "check", channel: id })).toMatchObject({ allowed: false });
    expect(await program.ask({ do: "check", channel: channel("open").id })).toEqual({ allowed: true });
  });

  it("a thread it may not begin costs the thread, not the digest", async () => {
    const { id } = channel("no-threads", { denied: permission.createPublicThreads });
    expect(await program.post(id, nextDelivery(), digest(9))).toEqual({ id: inside(id)[0]?.id });
  });

  it("a long wait is handed back instead of waited for", async () => {
    const { id } = channel("crowded");
    discord.rateLimits.refuse("shared", 120);
    await expect(program.post(id, nextDelivery(), digest())).rejects.toMatchObject({ kind: "retry" });
    expect(inside(id)).toEqual([]);
  });

  it.each([
    ["a ban", { status: 429, retryAfter: 1_200 }, { kind: "retry", retryAfter: expect.closeTo(1_200_000, -3) }],
    ["a refusal", { status: 403 }, { kind: "retry" }],
    ["a fault", { status: 502 }, { kind: "unknown" }],
  ] as const)("%s of Cloudflare's in front of Discord is a page and no JSON", async (_name, page, failure) => {
    const { id } = channel("walled");
    discord.fail({ method: "POST", path: new RegExp(`${id}/messages$`), page, times: 3 });
    await expect(program.post(id, nextDelivery(), digest())).rejects.toMatchObject(failure);
    const other = channel("open-again");
    expect(await program.post(other.id, nextDelivery(), digest())).toHaveProperty("id");
  });

  it("short waits of any scope are waited for", async () => {
    for (const scope of ["user", "shared", "global"] as const) {
      const { id } = channel(`wait-${scope}`);
      discord.rateLimits.refuse(scope, 0.2);
      await program.post(id, nextDelivery(), digest());
      expect(inside(id)).toHaveLength(1);
    }
  });
});

describe("an adapter that is not started", () => {
  it("posts, goes on in the thread, and finds what it posted, without a connection to the gateway", async () => {
    const { identifies } = discord.gateway;
    const alone = await startProgram(discord, { NOT_STARTED: "1" });
    const { id } = channel("from-the-command-line");
    const deliveryId = nextDelivery();
    const posted = await alone.post(id, deliveryId, digest(12));
    expect(posted).toEqual({ id: inside(id)[0]?.id });
    expect(inside(inside(id)[0]?.id ?? "").length).toBeGreaterThan(0);
    const sought = { deliveryId, channel: { platform: "discord", id }, since: new Date().toISOString() };
    expect(await alone.ask({ do: "find", sought })).toEqual(posted);
    await expect(
      alone.post(channel("shut", { denied: permission.sendMessages }).id, nextDelivery(), digest()),
    ).rejects.toMatchObject({ kind: "forbidden" });
    expect(discord.gateway.identifies).toBe(identifies);
    expect(await alone.stop()).toBe(0);
  });
});

describe("many refusals", () => {
  it("are told before Discord bans the address for them", async () => {
    const refusing = await startLocalDiscord();
    const place = { channel: refusing.world.channel(refusing.world.guild("Lab"), "papers") };
    const refused = await startProgram(refusing);
    const times = 500;
    refusing.fail({ method: "POST", path: /callback$/, answer: new ApiFault(403, 0, "Forbidden"), times });
    const person = createPerson(refusing, "Ada");
    for (let number = 0; number < times; number++) person.run("help", {}, place);
    await expect.poll(refused.stderr).toContain("Discord bans an address at 10,000");
    await refused.stop();
    await refusing.stop();
  });
});

describe("many posts", () => {
  it("seven to one channel and fifty channels at once cause no 429", async () => {
    const before = discord.rateLimits.refusals;
    const busy = channel("busy");
    const many = Array.from({ length: 50 }, (_, number) => channel(`many-${number}`));
    await Promise.all([
      ...Array.from({ length: 7 }, () => program.post(busy.id, nextDelivery(), digest())),
      ...many.map(({ id }) => program.post(id, nextDelivery(), digest(3))),
    ]);
    expect(inside(busy.id)).toHaveLength(7);
    for (const { id } of many) expect(inside(id)).toHaveLength(1);
    expect(discord.rateLimits.refusals - before).toBe(0);
  });
});
