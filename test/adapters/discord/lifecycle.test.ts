import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ApiFault } from "../../support/discord/api-fault.ts";
import { botAdded, botMemberUpdate, botRoleUpdate, showGuild, threadsSync } from "../../support/discord/gateway.ts";
import { answered, type Program, startProgram } from "../../support/discord/harness.ts";
import { type LocalDiscord, type LocalDiscordOptions, startLocalDiscord } from "../../support/discord/local-discord.ts";
import { buttonsOf, createPerson } from "../../support/discord/person.ts";
import { channelType, everything, permission } from "../../support/discord/world.ts";
import { runFile } from "../../support/program.ts";
import { tempFolder } from "../../support/temp.ts";

async function localDiscord(options: LocalDiscordOptions = {}) {
  const discord = await startLocalDiscord(options);
  onTestFinished(async () => {
    await discord.stop();
    expect(discord.violations).toEqual([]);
  });
  const guild = discord.world.guild("Lab");
  const channel = discord.world.channel(guild, "papers");
  const person = createPerson(discord, "Ada", { manages: true });
  return { discord, guild, channel, person, here: { channel } };
}

async function running(discord: LocalDiscord, more: Record<string, string> = {}, folder?: string): Promise<Program> {
  const program = await startProgram(discord, more, folder);
  onTestFinished(async () => void (await program.kill()));
  return program;
}

const overwrites = (discord: LocalDiscord) => discord.requests.filter((request) => request.startsWith("PUT")).length;

describe("the slash command", () => {
  it("is written where it differs, and left alone where it does not", async () => {
    const { discord } = await localDiscord();
    await (await running(discord)).stop();
    expect(overwrites(discord)).toBe(1);
    await (await running(discord)).stop();
    expect(overwrites(discord)).toBe(1);
    const [command] = discord.rest.commands.get("") ?? [];
    if (!command) throw new Error("nothing registered");
    discord.rest.commands.set("", [{ ...command, description: "Something older" }]);
    await (await running(discord)).stop();
    expect(overwrites(discord)).toBe(2);
  });

  it("of before stays where Discord does not take the new one", async () => {
    const { discord, person, here } = await localDiscord();
    const options = [{ type: 1 as const, name: "status", description: "x" }];
    discord.rest.commands.set("", [{ name: "papers", description: "Something older", options }]);
    discord.fail({ method: "PUT", path: /commands$/, answer: new ApiFault(500, 0, "Internal"), times: 3 });
    const program = await running(discord);
    expect(program.stderr()).toContain("the one of before stays");
    await answered(person.run("status", {}, here), "Status");
  });

  it("takes another language from a file in a folder, and is written anew when one is added", async () => {
    const { discord } = await localDiscord();
    const folder = tempFolder();
    const french = { description: "Des articles", commands: { search: { description: "Chercher des articles" } } };
    await (await running(discord, { DISCORD_LOCALES: folder })).stop();
    writeFileSync(join(folder, "fr.json"), JSON.stringify(french));
    await (await running(discord, { DISCORD_LOCALES: folder })).stop();
    const [command] = discord.rest.commands.get("") ?? [];
    expect(command?.description_localizations).toEqual({ fr: "Des articles" });
    expect(command?.options[0]).toMatchObject({ description_localizations: { fr: "Chercher des articles" } });
    expect(overwrites(discord)).toBe(2);
  });

  it("is offered the ways the application may be installed, and written anew when another is ticked", async () => {
    const { discord } = await localDiscord();
    const offered = () => discord.rest.commands.get("")?.[0];
    discord.rest.installations = [0];
    await (await running(discord)).stop();
    expect(offered()).toMatchObject({ integration_types: [0], contexts: [0, 1] });
    discord.rest.installations = [0, 1];
    await (await running(discord)).stop();
    expect(offered()).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
    expect(overwrites(discord)).toBe(2);
  });

  it("is for one guild alone where one is named for development", async () => {
    const { discord, guild, person, here } = await localDiscord();
    await running(discord, { DISCORD_DEV_GUILD: guild.id });
    expect([...discord.rest.commands.keys()]).toEqual([guild.id]);
    await answered(person.run("status", {}, here), "Status");
  });
});

describe("the gateway", () => {
  it.each([
    ["asked to reconnect", (discord: LocalDiscord) => discord.gateway.askToReconnect()],
    ["closed with 4000", (discord: LocalDiscord) => discord.gateway.close(4000)],
  ])("%s: resumes and loses nothing said meanwhile", async (_name, interrupt) => {
    const { discord, person, here } = await localDiscord();
    await running(discord);
    interrupt(discord);
    await expect.poll(() => discord.gateway.connections).toBe(0);
    const asked = person.run("status", {}, here);
    await answered(asked, "Status");
    expect(discord.gateway.resumes).toBe(1);
    expect(discord.gateway.identifies).toBe(1);
  });

  it("resumes when its session is invalid and can be resumed", async () => {
    const { discord, person, here } = await localDiscord();
    await running(discord);
    discord.gateway.invalidate(true);
    await expect.poll(() => discord.gateway.resumes).toBe(1);
    await answered(person.run("status", {}, here), "Status");
    expect(discord.gateway.identifies).toBe(1);
  });

  it("identifies again when its session is invalid", async () => {
    const { discord, person, here } = await localDiscord();
    await running(discord);
    discord.gateway.invalidate(false);
    await expect.poll(() => discord.gateway.identifies).toBe(2);
    await expect.poll(() => discord.gateway.connections).toBe(1);
    await answered(person.run("status", {}, here), "Status");
  });

  it("leaves a connection that does not answer heartbeats", async () => {
    const { discord, person, here } = await localDiscord({ heartbeat: 250 });
    await running(discord);
    discord.gateway.goSilent();
    await expect.poll(() => discord.gateway.resumes).toBeGreaterThan(0);
    discord.gateway.goOn();
    await answered(person.run("status", {}, here), "Status");
  });

  it("serves every shard Discord recommends, and each channel once", async () => {
    const { discord, person } = await localDiscord({ shards: 2 });
    const guilds = Array.from({ length: 6 }, (_, number) => discord.world.guild(`Guild ${number}`));
    const shardOf = (id: string) => Number((BigInt(id) >> 22n) % 2n);
    // Ids made in one millisecond fall to one shard.
    while (new Set(guilds.map(({ id }) => shardOf(id))).size < 2) guilds.push(discord.world.guild("Another"));
    const program = await running(discord);
    expect(discord.gateway.identifies).toBe(2);
    for (const guild of guilds) {
      const place = { channel: discord.world.channel(guild, "papers") };
      const asked = person.run("status", {}, place);
      await answered(asked, "Status");
      expect(asked.messages).toHaveLength(1);
      await program.post(place.channel.id, `d-${guild.id}`, { fallback: "Today", blocks: [] });
      expect(discord.world.messages.filter(({ channel, only }) => channel === place.channel.id && !only)).toHaveLength(
        1,
      );
    }
  });

  it("answers at once although a guild is down and discord.js still waits for it", async () => {
    const { discord, person, here } = await localDiscord();
    discord.rest.commands.set("", [
      { name: "papers", description: "x", options: [{ type: 1, name: "status", description: "x" }] },
    ]);
    const down = discord.world.guild("Down");
    down.unavailable = true;
    const starting = startProgram(discord);
    onTestFinished(async () => void (await (await starting).kill()));
    await expect.poll(() => discord.gateway.identifies).toBe(1);
    const asked = person.run("status", {}, here);
    await answered(asked, "Status");
    expect(asked.firstAnswer).toBeLessThan(2_500);
  });
});

describe("what a channel follows", () => {
  async function scheduled() {
    const all = await localDiscord();
    const program = await running(all.discord);
    const channel = `${all.guild.id}/${all.channel.id}`;
    await program.ask({ do: "schedule", channel });
    const pause = () => program.ask({ do: "pause", channel });
    return { ...all, program, pause, kept: channel };
  }

  it("is paused when the bot is sent away, and goes on when it is invited again", async () => {
    const { discord, guild, pause } = await scheduled();
    guild.joined = false;
    discord.gateway.dispatch("GUILD_DELETE", { id: guild.id }, guild.id);
    await expect.poll(pause).toBe("gone");
    guild.joined = true;
    discord.gateway.dispatch("GUILD_CREATE", showGuild(discord.world, guild.id), guild.id);
    await expect.poll(pause).toBeNull();
  });

  it("goes on in a thread, too, that was archived while the bot was away", async () => {
    const { discord, guild, channel, program, person } = await scheduled();
    const thread = discord.world.channel(guild, "daily", {
      type: channelType.publicThread,
      parent: channel,
      owner: "1",
    });
    discord.gateway.dispatch("THREAD_CREATE", discord.world.show(thread), guild.id);
    await answered(person.run("subscribe", { topic: "experts" }, { channel: thread }), "Subscribed");
    const pause = () => program.ask({ do: "pause", channel: `${guild.id}/${thread.id}` });
    guild.joined = false;
    discord.gateway.dispatch("GUILD_DELETE", { id: guild.id }, guild.id);
    await expect.poll(pause).toBe("gone");
    guild.joined = true;
    thread.archived = true;
    discord.gateway.dispatch("GUILD_CREATE", showGuild(discord.world, guild.id), guild.id);
    await expect.poll(pause).toBeNull();
  });

  it("is left alone in an outage", async () => {
    const { discord, guild, pause, person, here } = await scheduled();
    discord.gateway.dispatch("GUILD_DELETE", { id: guild.id, unavailable: true }, guild.id);
    await answered(person.run("status", {}, here), "Status");
    expect(await pause()).toBeNull();
  });

  it("is paused when the bot was sent away while the connection was lost, and goes on when it is back", async () => {
    const { discord, guild, pause } = await scheduled();
    guild.joined = false;
    discord.gateway.invalidate(false);
    await expect.poll(pause).toBe("gone");
    guild.joined = true;
    discord.gateway.dispatch("GUILD_CREATE", showGuild(discord.world, guild.id), guild.id);
    await expect.poll(pause).toBeNull();
  });

  it("is left alone where the connection was lost and the server is still there", async () => {
    const { discord, guild, pause, person, here, program, kept } = await scheduled();
    discord.gateway.invalidate(false);
    await expect.poll(() => discord.gateway.identifies).toBe(2);
    await answered(person.run("status", {}, here), "Status");
    expect(await pause()).toBeNull();
    // Given back while nobody listened.
    guild.botRole &= ~permission.sendMessages;
    discord.gateway.dispatch("GUILD_ROLE_UPDATE", botRoleUpdate(guild), guild.id);
    await program.ask({ do: "refuse", channel: kept });
    guild.botRole = everything;
    discord.gateway.invalidate(false);
    await expect.poll(pause).toBeNull();
  });

  it("goes on as soon as a permission is given back, by the role, with the role or in the channel", async () => {
    const { discord, guild, channel, program, person, here, pause, kept } = await scheduled();
    const dispatch = (event: string, data: unknown) => discord.gateway.dispatch(event, data, guild.id);
    const role = (rights: bigint) => {
      guild.botRole = rights;
      dispatch("GUILD_ROLE_UPDATE", botRoleUpdate(guild));
    };
    const overwrite = (denied: bigint) => {
      channel.denied = denied;
      dispatch("CHANNEL_UPDATE", discord.world.showAtGateway(channel));
    };
    const member = (hasRole: boolean) =>
      dispatch("GUILD_MEMBER_UPDATE", botMemberUpdate(discord.world, guild, hasRole));
    for (const [name, take, give] of [
      ["the role's rights", () => role(permission.viewChannel), () => role(everything)],
      ["the role itself", () => member(false), () => member(true)],
      ["the channel", () => overwrite(permission.sendMessages), () => overwrite(0n)],
    ] as const) {
      take();
      await program.ask({ do: "refuse", channel: kept });
      // A round trip: what was told before has been heard.
      await answered(person.run("status", {}, here), "Status");
      expect(await pause(), name).toBe("forbidden");
      give();
      await expect.poll(pause, { message: name }).toBeNull();
    }
  });

  it("stays paused where a forum still leaves the bot no tag, whatever else changes there", async () => {
    const { discord, guild, program, person, here } = await scheduled();
    const forum = discord.world.channel(guild, "forum", { type: channelType.forum, flags: 1 << 4 });
    const kept = `${guild.id}/${forum.id}`;
    const pause = () => program.ask({ do: "pause", channel: kept });
    guild.botRole &= ~permission.manageThreads;
    discord.gateway.dispatch("GUILD_ROLE_UPDATE", botRoleUpdate(guild), guild.id);
    discord.gateway.dispatch("CHANNEL_CREATE", discord.world.showAtGateway(forum), guild.id);
    await program.ask({ do: "schedule", channel: kept });
    await program.ask({ do: "refuse", channel: kept });
    discord.gateway.dispatch("CHANNEL_UPDATE", { ...discord.world.show(forum), topic: "new" }, guild.id);
    await answered(person.run("status", {}, here), "Status");
    expect(await pause()).toBe("forbidden");
    forum.tags.push({ id: discord.world.snowflake(), name: "papers", moderated: false });
    discord.gateway.dispatch("CHANNEL_UPDATE", discord.world.showAtGateway(forum), guild.id);
    await expect.poll(pause).toBeNull();
  });

  it("goes on in a thread whose channel may be seen again, though the bot was restarted meanwhile", async () => {
    const { discord, guild, channel } = await localDiscord();
    const daily = { type: channelType.publicThread, parent: channel, owner: "1" };
    const thread = discord.world.channel(guild, "daily", daily);
    channel.denied = permission.viewChannel;
    const program = await running(discord);
    const kept = `${guild.id}/${thread.id}`;
    await program.ask({ do: "schedule", channel: kept });
    await program.ask({ do: "refuse", channel: kept });
    channel.denied = 0n;
    discord.gateway.dispatch("CHANNEL_UPDATE", discord.world.showAtGateway(channel), guild.id);
    discord.gateway.dispatch("THREAD_LIST_SYNC", threadsSync(discord.world, channel), guild.id);
    await expect.poll(() => program.ask({ do: "pause", channel: kept })).toBeNull();
  });

  it("needs the bot in a private thread, and goes on when it is mentioned there", async () => {
    const { discord, guild, channel, program, person, here } = await scheduled();
    guild.botRole &= ~permission.manageThreads;
    discord.gateway.dispatch("GUILD_ROLE_UPDATE", botRoleUpdate(guild), guild.id);
    const circle = { type: channelType.privateThread, parent: channel, owner: "1" };
    const thread = discord.world.channel(guild, "circle", circle);
    const words = await answered(person.run("subscribe", { topic: "experts", channel: thread.id }, here), "private");
    expect(words).toContain("Mention it there");
    const unseen = { channel: discord.world.channel(guild, "another circle", circle) };
    await answered(person.run("subscribe", { topic: "experts" }, unseen), "mention it there");
    const kept = `${guild.id}/${thread.id}`;
    await program.ask({ do: "schedule", channel: kept });
    await program.ask({ do: "refuse", channel: kept });
    thread.hasBot = true;
    discord.gateway.dispatch("THREAD_CREATE", discord.world.show(thread), guild.id);
    discord.gateway.dispatch("THREAD_MEMBERS_UPDATE", botAdded(discord.world, thread), guild.id);
    await expect.poll(() => program.ask({ do: "pause", channel: kept })).toBeNull();
  });

  it("is paused when the channel is deleted", async () => {
    const { discord, guild, channel, pause } = await scheduled();
    discord.gateway.dispatch("CHANNEL_DELETE", discord.world.show(channel), guild.id);
    await expect.poll(pause).toBe("gone");
  });

  it("goes on at the next start where the bot was invited again while it was off", async () => {
    const { discord, guild, channel } = await localDiscord();
    const folder = tempFolder();
    const first = await running(discord, {}, folder);
    const kept = `${guild.id}/${channel.id}`;
    await first.ask({ do: "schedule", channel: kept });
    discord.gateway.dispatch("GUILD_DELETE", { id: guild.id }, guild.id);
    await expect.poll(() => first.ask({ do: "pause", channel: kept })).toBe("gone");
    await first.stop();
    const second = await running(discord, {}, folder);
    await expect.poll(() => second.ask({ do: "pause", channel: kept })).toBeNull();
  });
});

describe("a restart", () => {
  it("leaves the buttons of before working, those with long lines too", async () => {
    const { discord, person, here } = await localDiscord();
    const folder = tempFolder();
    const first = await running(discord, {}, folder);
    const asked = person.run("search", { query: `experts ${"-vision ".repeat(20)}` }, here);
    await answered(asked);
    await first.kill();
    await expect.poll(() => discord.gateway.connections).toBe(0);
    await running(discord, {}, folder);
    const [message] = asked.messages;
    if (!message) throw new Error("no message");
    expect(buttonsOf(message).some(({ custom_id: id }) => id?.includes("#"))).toBe(true);
    const pressed = person.press(message, "Share", here);
    await answered(pressed, "Ada shares");
  });

  it("leaves votes and their Undo working, each answered in private", async () => {
    const { discord, person, here } = await localDiscord();
    const folder = tempFolder();
    const first = await running(discord, {}, folder);
    const asked = person.run("search", { query: "experts" }, here);
    await answered(asked);
    const [found] = asked.messages;
    if (!found) throw new Error("no message");
    const shared = person.press(found, "Share", here);
    await answered(shared, "shares");
    const [all] = shared.messages;
    if (!all) throw new Error("nothing shared");
    const voted = person.press(all, "More like this", here);
    expect(await answered(voted, "More like")).toMatch(/More like “[^”]+”\. \S/u);
    expect(voted.messages[0]?.only).toBe(person.user.id);
    await first.kill();
    await expect.poll(() => discord.gateway.connections).toBe(0);
    await running(discord, {}, folder);
    const [answer] = voted.messages;
    if (!answer) throw new Error("no answer");
    const undone = person.press(answer, "Undo", here);
    await answered(undone, "is taken back");
    expect(undone.messages[0]?.only).toBe(person.user.id);
    await answered(person.press(answer, "Undo", here), "no vote of yours");
    await answered(person.press(all, "Not for us", here), "Less like");
    expect(discord.violations).toEqual([]);
  });
});

describe("the start", () => {
  it("waits for a Discord that is down, and serves when it is back", async () => {
    const { discord, person, here } = await localDiscord();
    discord.fail({
      method: "GET",
      path: /gateway\/bot$/,
      answer: new ApiFault(503, 0, "Service Unavailable"),
      times: 4,
    });
    const program = await running(discord);
    expect(program.stderr()).toContain("Discord cannot be reached; it is tried again");
    await answered(person.run("status", {}, here), "Status");
  });

  it("that waits ends at once on SIGTERM", async () => {
    const { discord } = await localDiscord();
    discord.fail({ method: "GET", path: /gateway\/bot$/, answer: new ApiFault(503, 0, "Down"), times: 100 });
    const main = join(import.meta.dirname, "../../../src/main.ts");
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url, PAPERBOY_DATA: tempFolder() };
    const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "ignore", "pipe"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    let written = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      written += chunk;
    });
    await expect.poll(() => written).toContain("Discord cannot be reached");
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
  });
});

describe("what has no form of Discord's", () => {
  it("ends nothing, and the next command is answered", async () => {
    const { discord, guild, person, here } = await localDiscord();
    const program = await running(discord);
    const parts = [null, 1, "x", [], {}, [null], { id: null }];
    const interactions = parts.flatMap((odd) => [
      odd,
      ...[2, 3, 4, 5, odd].map((type) => ({ id: "1", token: "t", type, data: odd })),
      { id: "2", token: "t", type: 2, data: { name: "papers", type: 1, options: odd } },
      {
        id: "3",
        token: "t",
        type: 2,
        data: { name: "papers", type: 1, options: [{ name: "search", type: 1, options: odd }] },
      },
      { id: "4", token: "t", type: 3, channel: odd, member: odd, data: { component_type: 2, custom_id: odd } },
      { id: "5", token: "t", type: 4, channel: odd, data: { options: [{ name: "show", type: 1, options: [odd] }] } },
    ]);
    for (const odd of interactions) discord.gateway.dispatch("INTERACTION_CREATE", odd, guild.id);
    for (const name of [
      "GUILD_DELETE",
      "GUILD_ROLE_UPDATE",
      "GUILD_MEMBER_UPDATE",
      "CHANNEL_UPDATE",
      "THREAD_DELETE",
    ]) {
      for (const odd of parts) discord.gateway.dispatch(name, odd, guild.id);
    }
    discord.gateway.dispatch("UNHEARD_OF", {}, guild.id);
    await answered(person.run("status", {}, here), "Status");
    expect(program.stderr()).toContain("an event of Discord's could not be read");
    expect(await program.stop()).toBe(0);
  });
});

describe("the end", () => {
  it("comes with status 0 on SIGTERM", async () => {
    const { discord } = await localDiscord();
    const program = await running(discord);
    expect(await program.stop()).toBe(0);
    await expect.poll(() => discord.gateway.connections).toBe(0);
  });

  it("comes with a reason where the token is wrong", async () => {
    const { discord } = await localDiscord();
    await expect(startProgram(discord, { DISCORD_TOKEN: "not.the.token" })).rejects.toThrow(
      /ended with 1: .*Discord does not know the token in DISCORD_TOKEN.*Reset Token/s,
    );
  });

  it.each([
    [4004, "does not take the token"],
    [4014, "refuses the intents"],
  ])("comes with a reason where the gateway closes with %i", async (code, reason) => {
    const { discord } = await localDiscord();
    discord.gateway.refuseIdentify(code);
    await expect(startProgram(discord)).rejects.toThrow(reason);
  });

  it("comes with a reason where the token is reset while it runs", async () => {
    const { discord, channel } = await localDiscord();
    const program = await running(discord);
    discord.fail({ method: "POST", path: /messages$/, answer: new ApiFault(401, 0, "401: Unauthorized") });
    const lost = program.post(channel.id, "d-1", { fallback: "Today", blocks: [] }).catch(() => undefined);
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toContain("does not take the token any more");
    void lost;
  });
});

describe("npm start", () => {
  it("ends with the status of a wrong setting, which no restart mends, where Discord refuses the token", async () => {
    const { discord } = await localDiscord();
    const env = { DISCORD_TOKEN: "not.the.token", DISCORD_API_URL: discord.url, PAPERBOY_DATA: tempFolder() };
    const { status, stderr } = await runFile("src/main.ts", [], { env });
    expect(stderr).toContain("paperboy: Discord does not know the token in DISCORD_TOKEN.");
    expect(status).toBe(2);
  });

  it("with DISCORD_TOKEN serves Discord until SIGTERM", async () => {
    const { discord, person, here } = await localDiscord();
    const { PATH = "", HOME = "" } = process.env;
    const main = join(import.meta.dirname, "../../../src/main.ts");
    const env = { PATH, HOME, DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url, PAPERBOY_DATA: tempFolder() };
    const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    let written = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      written += chunk;
    });
    await expect.poll(() => written).toContain("Paperboy serves discord");
    expect(written).toContain("Invite it to a server: https://discord.com/oauth2/authorize");
    const found = person.run("search", { query: "mixture of experts" }, here);
    await answered(found, "match");
    const [message] = found.messages;
    if (message) await answered(person.press(message, "Save", here), "reading list");
    for (const [format, name] of [
      ["bibtex", "reading-list.bib"],
      ["csv", "reading-list.csv"],
      ["json", "reading-list.json"],
    ] as const) {
      const exported = person.run("export", { format }, here);
      expect(await answered(exported, "1 paper")).not.toContain("Mixture");
      const [answer] = exported.messages;
      expect(answer?.only).toBe(person.user.id);
      expect(answer?.files).toMatchObject([{ name, content: expect.stringContaining("Mixture-of-Experts") }]);
    }
    expect(discord.violations).toEqual([]);
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
  });
});
