import { describe, expect, it } from "vitest";
import type { CliOptions } from "../../src/cli/cli-command.ts";
import { readWords } from "../../src/cli/read-words.ts";

const options: CliOptions = { limit: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } };
const read = (...words: string[]) => readWords(words, options);

describe("the words of a command line", () => {
  it("tell options from words wherever they stand", () => {
    const expected = { values: { limit: "5", json: true }, positionals: ["moe", "routing"] };
    expect(read("--json", "moe", "--limit", "5", "routing")).toEqual(expected);
    expect(read("moe", "routing", "--limit=5", "--json")).toEqual(expected);
  });

  it("keep an exclusion as a word of the query", () => {
    expect(read("-video", "diffusion", "-still images", "--json")).toEqual({
      values: { json: true },
      positionals: ["-video", "diffusion", "-still images"],
    });
  });

  it("hold no option behind a double dash", () => {
    expect(read("--", "--json", "--", "-h")).toEqual({ values: {}, positionals: ["--json", "--", "-h"] });
  });

  it("ask for help with -h as with --help", () => {
    expect(read("-h")).toEqual(read("--help"));
  });

  it("name an unknown option, and the one that may be meant", () => {
    expect(() => read("--limt", "5")).toThrow('There is no option "--limt" here. Did you mean --limit?');
    expect(() => read("--constructor")).toThrow('There is no option "--constructor" here. --help lists the options.');
  });

  it("say when a value is missing or too much", () => {
    for (const words of [["--limit"], ["--limit="], ["--limit", "--json"]]) {
      expect(() => read(...words)).toThrow("--limit needs a value behind it.");
    }
    expect(() => read("--json=1")).toThrow('--json takes no value: leave out "=1".');
    expect(read("--limit=--5").values).toEqual({ limit: "--5" });
  });
});
