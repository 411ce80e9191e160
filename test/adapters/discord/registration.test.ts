import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTranslations, slashCommand } from "../../../adapters/discord/registration.ts";
import { defineCommand } from "../../../src/commands/command.ts";
import { commands } from "../../../src/commands/index.ts";
import { applicationCommand, type CommandOption } from "../../support/discord/limits.ts";
import { tempFolder } from "../../support/temp.ts";

const shipped = join(import.meta.dirname, "../../../adapters/discord/locales");

function optionsOf(name: string): readonly CommandOption[] {
  const written = applicationCommand.parse(slashCommand("papers", commands));
  return written.options.find((each) => each.name === name)?.options ?? [];
}

describe("the slash command", () => {
  it("has one subcommand for each of ours that is listed, within Discord's limits", () => {
    const written = applicationCommand.parse(slashCommand("papers", commands, readTranslations(shipped)));
    expect(written.options.map(({ name }) => name)).toEqual(
      commands.filter(({ unlisted }) => unlisted !== true).map(({ name }) => name),
    );
  });

  it("is offered in servers, in direct messages and to who installs it for themselves; anyone may use it", () => {
    const written = slashCommand("papers", commands);
    expect(written).toMatchObject({ contexts: [0, 1, 2], integration_types: [0, 1], default_member_permissions: null });
  });

  it("types its options as the commands declare them", () => {
    expect(optionsOf("search")).toMatchObject([
      { name: "query", type: 3, required: true, autocomplete: true },
      { name: "page", type: 4, min_value: 1, max_value: 1_000 },
      {
        name: "sort",
        type: 3,
        choices: [{ name: "relevance", value: "relevance" }, { name: "date" }, { name: "upvotes" }],
      },
    ]);
    for (const name of ["similar", "show"]) {
      expect(optionsOf(name)[0]).toMatchObject({ name: "paper", type: 3, required: true, autocomplete: true });
    }
    expect(optionsOf("schedule").map(({ name }) => name)).toEqual(expect.arrayContaining(["at", "zone", "days"]));
  });

  it("takes another channel, of the kinds that take posts, wherever the channel matters", () => {
    for (const name of [
      "subscribe",
      "unsubscribe",
      "schedule",
      "pause",
      "resume",
      "subscriptions",
      "digest",
      "status",
    ]) {
      const channel = optionsOf(name).find((option) => option.name === "channel");
      expect(channel, name).toMatchObject({ type: 7, channel_types: [0, 5, 10, 11, 12, 15] });
    }
    expect(optionsOf("search").some(({ name }) => name === "channel")).toBe(false);
  });

  it("puts required options first, whatever the order of the declaration, and makes flags booleans", () => {
    const odd = defineCommand({
      name: "odd",
      summary: "Odd",
      examples: ["odd"],
      args: {
        loud: { kind: "flag", option: true, summary: "louder" },
        when: { kind: "word", optional: true, summary: "when" },
        what: { kind: "rest", summary: "what" },
      },
      answer: "private",
      run: async () => ({ fallback: "", blocks: [] }),
    });
    const written = applicationCommand.parse(slashCommand("papers", [odd]));
    expect(written.options[0]?.options?.map(({ name, type }) => [name, type])).toEqual([
      ["what", 3],
      ["loud", 5],
      ["when", 3],
    ]);
  });
});

describe("translations", () => {
  it("that ship name no command and no option that is not there", () => {
    const written = slashCommand("papers", commands);
    const optionsByCommand = new Map(
      applicationCommand.parse(written).options.map(({ name, options = [] }) => [name, options.map((it) => it.name)]),
    );
    for (const texts of Object.values(readTranslations(shipped))) {
      for (const [command, { options = {} }] of Object.entries(texts.commands)) {
        expect(optionsByCommand.get(command), command).toEqual(expect.arrayContaining(Object.keys(options)));
      }
    }
  });

  const folderWith = (name: string, content: unknown) => {
    const folder = tempFolder();
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    return folder;
  };

  it("are a file a language, put into a folder", () => {
    const french = { commands: { search: { description: "Chercher", options: { query: "Quoi" } } } };
    const written = applicationCommand.parse(
      slashCommand("papers", commands, readTranslations(folderWith("fr.json", french))),
    );
    const search = written.options.find(({ name }) => name === "search");
    expect(search?.description_localizations).toEqual({ fr: "Chercher" });
    expect(search?.options?.[0]?.description_localizations).toEqual({ fr: "Quoi" });
    expect(written.options.find(({ name }) => name === "show")?.description_localizations).toBeUndefined();
  });

  it.each([
    ["xx.json", {}, "Discord knows no language xx"],
    ["fr.json", "{", "JSON"],
    ["fr.json", { description: "x".repeat(101) }, "description"],
    ["fr.json", { comands: {} }, "comands"],
  ])("tell which file is wrong and how: %s %j", (name, content, says) => {
    expect(() => readTranslations(folderWith(name, content))).toThrow(says);
  });
});
