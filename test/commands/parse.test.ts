import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArgSpecs, Command } from "../../src/commands/command.ts";
import { commands } from "../../src/commands/index.ts";
import { LineError } from "../../src/commands/line-error.ts";
import { parseLine } from "../../src/commands/parse.ts";
import { formatLine, usage } from "../../src/commands/usage.ts";
import { UserError } from "../../src/errors.ts";

const plan: ArgSpecs = {
  hour: { kind: "word", summary: "" },
  times: { kind: "integer", summary: "", min: 1, max: 9 },
  zone: { kind: "word", summary: "", optional: true },
  note: { kind: "word", option: true, summary: "" },
};
const planner: Command = {
  name: "plan",
  summary: "For tests",
  examples: ["plan 09:00 3"],
  args: plan,
  answer: "private",
  run: async () => ({ fallback: "", blocks: [] }),
};
const all = [...commands, planner];

function parsed(line: string) {
  const { command, args } = parseLine(line, all, "/papers");
  return [command.name, args] as const;
}

function errorOf(line: string): UserError {
  try {
    parseLine(line, all, "/papers");
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`understood: ${line}`);
}

describe("reading a command line", () => {
  it.each([
    ["search mixture of experts", { query: "mixture of experts" }],
    ["/papers search mixture of experts", { query: "mixture of experts" }],
    ["search: mixture of experts", { query: "mixture of experts" }],
    ["/papers papers /search mixture of experts", { query: "mixture of experts" }],
    ["  Papers  SEARCH   mixture\u00a0of  experts ", { query: "mixture of experts" }],
    ["search “mixture of experts” -vision", { query: '"mixture of experts" -vision' }],
    ['search "a  b" --page 2 c', { query: '"a  b" c', page: 2 }],
    ["search moe —page 2 –sort Date", { query: "moe", page: 2, sort: "date" }],
    ["search moe --page=3", { query: "moe", page: 3 }],
    ["search feder\u200bated lear\u2060ning", { query: "federated learning" }],
    ["\u202esearch mix\u00adture\u200e of experts\u2069", { query: "mixture of experts" }],
    ["search retrieval – a survey", { query: "retrieval – a survey" }],
    ['search "a --page 2"', { query: '"a --page 2"' }],
    ['search " open', { query: '" open' }],
    ["search -vision", { query: "-vision" }],
  ])("understands %s", (line, args) => {
    expect(parsed(line)).toEqual(["search", args]);
  });

  it("reads words and integers, and strips the quotes that held a word together", () => {
    expect(parsed('plan "half past nine" 3 Europe/Berlin --note "a b"')).toEqual([
      "plan",
      { hour: "half past nine", times: 3, zone: "Europe/Berlin", note: "a b" },
    ]);
    expect(parsed("plan 09:00 3")).toEqual(["plan", { hour: "09:00", times: 3 }]);
  });

  it.each([
    ["unsubscribe all --yes", { topic: "all", yes: true }],
    ["unsubscribe —yes all", { topic: "all", yes: true }],
    ["unsubscribe all", { topic: "all" }],
  ])("reads a flag as there or not in %s", (line, args) => {
    expect(parsed(line)).toEqual(["unsubscribe", args]);
  });

  it.each(["", "   ", "/papers", "/papers help", "\u200b"])("takes %j as a call for help", (line) => {
    expect(parsed(line)[0]).toBe("help");
  });

  it.each(["/help", "/HELP", "/papers /help"])("forgives the stroke before a command's own name in %s", (line) => {
    expect(parsed(line)[0]).toBe("help");
  });

  it("helps a slip of the pen", () => {
    const error = errorOf("serach federated learning");
    expect(error.message).toBe("There is no command `serach`: did you mean `search`?");
    expect(error instanceof LineError && error.offers.map((offer) => offer.run)).toEqual([
      "search federated learning",
      "search serach federated learning",
      "help",
    ]);
  });

  it("offers to search for words that are no command", () => {
    const error = errorOf("/papers mixture of experts");
    expect(error.message).toMatch(/`mixture of experts` is not a command/);
    expect(error instanceof LineError && error.offers.map((offer) => offer.run)).toEqual([
      "search mixture of experts",
      "help",
    ]);
  });

  it.each([
    ["search", /`search` needs a query.*Usage: `\/papers search <query>.*for example `\/papers search mixture/],
    ["vote x", /`vote` needs `up`, `down` or `undo`\./],
    ["search x --page", /`--page` needs a value/],
    ["unsubscribe all --yes=no", /`--yes` takes no value/],
    ["unsubscribe all --yes --yes", /given twice/],
    ["search x --page --sort date", /`--page` needs a value/],
    ["search x --page nine", /whole number from 1 to 1000, not `nine`/],
    ["search x --page 0", /from 1 to 1000, not `0`/],
    ["search x --page 99999999999999999999", /whole number/],
    ["search x --sort dat", /`relevance`, `date` or `upvotes`, not `dat`. Did you mean `date`\?/],
    ["search x --pgae 2", /no option `--pgae`. Did you mean `--page`\?/],
    ["search x --constructor 2", /no option `--constructor`/],
    ["search x --page 2 --page 3", /given twice/],
    ["status now", /takes no words: what is `now`\?/],
    ["plan 09:00", /`plan` needs times/],
    ["plan 09:00 3 UTC more", /takes no more words: what is `more`\?/],
  ])("says what is wrong with %s, with usage", (line, sentence) => {
    expect(errorOf(line).message).toMatch(sentence);
    expect(errorOf(line).message).toContain("Usage: `/papers ");
  });

  it("refuses a line of more than 4,000 characters in words", () => {
    expect(errorOf(`search ${"x".repeat(4_000)}`).message).toBe(
      "That line is too long: at most 4,000 characters are read.",
    );
  });

  it("throws nothing but UserErrors, and what it writes it reads again", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...all.map((command) => command.name),
        "--page",
        "--sort",
        "—page",
        "--note",
        "date",
        "2",
        '"',
        "“",
      ),
      fc.constantFrom('"a b"', "/papers", " ", "\u200b-", "=", "--", "`", "09:00", '--note="x y"', 'a"b'),
      fc.string({ unit: "binary", maxLength: 12 }),
    );
    const lines = fc
      .tuple(fc.constantFrom(...all.map((command) => command.name), ""), fc.array(piece, { maxLength: 8 }))
      .map(([name, pieces]) => [name, ...pieces].join(" "));
    let understood = 0;
    fc.assert(
      fc.property(lines, (line) => {
        let first: ReturnType<typeof parsed>;
        try {
          first = parsed(line);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        understood++;
        const command = all.find(({ name }) => name === first[0]) ?? planner;
        expect(parsed(formatLine(command, first[1]))).toEqual(first);
      }),
      { numRuns: 3_000 },
    );
    expect(understood).toBeGreaterThan(200);
  });
});

describe("usage", () => {
  it("is generated from the declaration", () => {
    expect(all.map(usage)).toEqual([
      "search <query> [--page <number>] [--sort relevance|date|upvotes]",
      "show <paper>",
      "similar <paper> [--page <number>]",
      "latest [--page <number>] [--sort date|upvotes]",
      "trending [<days>] [--page <number>]",
      "topics",
      "topic <topic> [--exclude <word>] [--include <word>]",
      "subscribe <topic> [--at <word>]",
      "unsubscribe <topic> [--yes]",
      "subscriptions [--page <number>]",
      "digest [<topic>]",
      "schedule [<at>] [<zone>] [<days>] [--empty post|skip] [--rest thread|channel]",
      "pause [<days>]",
      "resume",
      "test",
      "archive [<date>]",
      "share <line>",
      "vote <paper> up|down|undo",
      "recommend [--number <number>]",
      "taste [remove|restore|reset] [<words>] [--channel] [--yes]",
      "like <papers> [--channel] [--undo]",
      "import <text> [--channel]",
      "why <paper>",
      "save <paper>",
      "unsave <paper>",
      "saved [--page <number>]",
      "export [bibtex|csv|json]",
      "forget [me|channel|all-channels] [--yes]",
      "status",
      "help [<command>]",
      "plan <hour> <times> [<zone>] [--note <word>]",
    ]);
  });
});

describe("every command", () => {
  it.each(commands.map((command) => [command.name, command] as const))(
    "%s has examples that parse to it",
    (_, command) => {
      for (const example of command.examples) expect(parsed(example)[0]).toBe(command.name);
      expect(command.summary.length).toBeLessThanOrEqual(100);
    },
  );
});
