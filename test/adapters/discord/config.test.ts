import { describe, expect, it } from "vitest";
import { readDiscordConfig } from "../../../adapters/discord/config.ts";

const token = "abc.def.ghi";
const read = (settings: Readonly<Record<string, string>>) => readDiscordConfig((name) => settings[name]);

describe("the configuration of Discord", () => {
  it("is not there without a token", () => {
    expect(read({})).toBeUndefined();
    expect(read({ DISCORD_CROSSPOST: "nonsense" })).toBeUndefined();
  });

  it("is the token alone, and the rest as it comes", () => {
    const config = read({ DISCORD_TOKEN: token });
    expect(config).toMatchObject({ token, apiUrl: "https://discord.com/api", crosspost: [] });
    expect(config).not.toHaveProperty("developmentGuild");
  });

  it("takes all there is", () => {
    const settings = {
      DISCORD_TOKEN: token,
      DISCORD_API_URL: "http://127.0.0.1:1/api/",
      DISCORD_DEV_GUILD: "1300000000000000001",
      DISCORD_CROSSPOST: "1300000000000000002, 1300000000000000003",
    };
    expect(read(settings)).toMatchObject({
      apiUrl: "http://127.0.0.1:1/api",
      developmentGuild: "1300000000000000001",
      crosspost: ["1300000000000000002", "1300000000000000003"],
    });
    expect(read({ ...settings, DISCORD_CROSSPOST: "all" })?.crosspost).toBe("all");
  });

  it("says in one sentence what a setting takes", () => {
    expect(() => read({ DISCORD_TOKEN: "secret-without-dots" })).toThrow(/^DISCORD_TOKEN takes the bot's token, /u);
  });

  it.each([
    ["DISCORD_TOKEN", "secret-without-dots", "three parts"],
    ["DISCORD_API_URL", "ftp://x", "takes an address"],
    ["DISCORD_DEV_GUILD", "my server", "Copy Server ID"],
    ["DISCORD_CROSSPOST", "some", "`all` or ids"],
  ])("names %s where it is %j, and does not repeat secrets", (name, value, says) => {
    const reading = () => read({ DISCORD_TOKEN: token, [name]: value });
    expect(reading).toThrow(name);
    expect(reading).toThrow(says);
    expect(reading).not.toThrow("secret-without-dots");
  });
});
