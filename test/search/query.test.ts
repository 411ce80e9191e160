import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { toMatch } from "../../src/search/fts-match.ts";
import { type Clause, longestQuery, parseQuery } from "../../src/search/query.ts";
import { cpuClock } from "../support/cpu-clock.ts";

const today = "2024-05-31";

function shape(clause: Clause): string {
  switch (clause.type) {
    case "all":
      return `(${clause.clauses.map(shape).join(" & ")})`;
    case "any":
      return `(${clause.clauses.map(shape).join(" | ")})`;
    case "not":
      return `-${shape(clause.clause)}`;
    case "spelled":
      return `(${clause.clauses.map(shape).join(" = ")})`;
    case "word":
      return `${clause.field ?? ""}${clause.field ? ":" : ""}${clause.typed}`;
    case "phrase":
      return `${clause.field ? `${clause.field}:` : ""}"${clause.typed}"`;
    case "author":
      return `author:${clause.terms.join("+")}`;
    case "category":
      return `cat:${clause.category}`;
    default:
      return clause satisfies never;
  }
}

const understood = (text: string) => parseQuery(text, { today }).clauses.map(shape).join(" & ");

describe("the query language reads", () => {
  it.each([
    ["mixture of experts", "mixture & experts"],
    ['"mixture of experts" -vision', '"mixture of experts" & -vision'],
    ['moe OR "sparse experts"', '(moe | "sparse experts")'],
    ["moe | experts", "(moe | experts)"],
    ["sparse experts OR moe", "((sparse & experts) | moe)"],
    ["moe OR experts -vision", "(moe | experts) & -vision"],
    ["(moe OR experts) routing", "(moe | experts) & routing"],
    ["(mixture (of experts))", "mixture & experts"],
    ["diffusion -(video OR audio)", "diffusion & -(video | audio)"],
    ["bert NOT gpt", "bert & -gpt"],
    ["bert AND gpt", "bert & gpt"],
    ["optimisation", "(optimisation = optimization)"],
    ["Color -behavior", "(Color = colour) & -(behavior = behaviour)"],
    [
      'title:"colour centre"',
      '(title:"colour centre" = title:"colour center" = title:"color centre" = title:"color center")',
    ],
    ["modelling supervised promise analyses", "modelling & supervised & promise & analyses"],
    ["author:grey", "author:grei"],
    ["author:hinton", "author:hinton"],
    ['author:"Geoffrey Hinton" dropout', "author:geoffrei+hinton & dropout"],
    ["Author:hinton -TITLE:survey", "author:hinton & -title:survey"],
    ['Author:"Geoffrey Hinton"', "author:geoffrei+hinton"],
    ["Title: Kites", "Title & Kites"],
    ["Papers about kites", "kites"],
    ["articles on (kites OR sails)", "(kites | sails)"],
    ["papers about -kites sails", "papers & sails & -kites"],
    ["papers on OR kites", "(papers | kites)"],
    ["wall papers on kites", "wall & papers & kites"],
    ["cat:cs.CL", "cat:cs.cl"],
    ["cat:cs.*", "cat:cs"],
    ["title:transformer", "title:transformer"],
    ['title:"graph networks"', 'title:"graph networks"'],
    ["-title:survey graphs", "graphs & -title:survey"],
    ["GPT-4", '"GPT-4"'],
    ["state-of-the-art parsing", '"state-of-the-art" & parsing'],
    ["cooled to -80 degrees", "cooled & 80 & degrees"],
    ["a - b c", "b & c"],
    ["“curly quotes”", '"curly quotes"'],
    ['"never closed', '"never closed"'],
    ["((unbalanced", "unbalanced"],
    ["unbalanced))", "unbalanced"],
    ["OR moe OR OR", "moe"],
    ["AlphaGo: mastering Go", "AlphaGo & mastering & Go"],
    ["Tool:use", '"Tool:use"'],
    ["https://arxiv.org/abs/2104.12255", '"https://arxiv.org/abs/2104.12255"'],
    ['NEAR(xy* zeta^ "c")', "NEAR & xy & zeta & c"],
    ["\u0000\ud800 moe", "moe"],
  ])("%j as %j", (text, expected) => {
    expect(understood(text)).toBe(expected);
  });

  it.each([
    ["since:30d", "2024-05-01"],
    ["since:2w", "2024-05-17"],
    ["since:6m", "2023-11-30"],
    ["since:3m", "2024-02-29"],
    ["since:1y", "2023-05-31"],
    ["since:2024", "2024-01-01"],
    ["since:2024-02", "2024-02-01"],
    ["since:2024-02-29", "2024-02-29"],
    ["since:9999y", "0001-01-01"],
    ["since:2023 since:2024", "2024-01-01"],
  ])("%s as %s", (text, from) => {
    expect(parseQuery(`moe ${text}`, { today }).from).toBe(from);
  });

  it("-since: as an end and is:code as a filter of the whole query", () => {
    expect(parseQuery("moe OR experts -since:2024 is:code", { today })).toMatchObject({
      before: "2024-01-01",
      code: true,
      clauses: [{ type: "any" }],
    });
    expect(parseQuery("-is:code moe", { today }).code).toBe(false);
    expect(parseQuery("since:7d", { today }).clauses).toEqual([]);
    expect(parseQuery("SINCE:7d Is:code", { today })).toMatchObject({ clauses: [], code: true });
  });

  it("only so much of a pasted text, and says so", () => {
    const query = parseQuery("word ".repeat(2000), { today });
    expect(query.text.length).toBe(longestQuery);
    expect(query.note).toMatch(/first 4000 characters/u);
    expect(parseQuery("a1 ".repeat(500), { today }).note).toMatch(/first 400 words/u);
  });
});

describe("a wrong query is refused with a sentence that says where and what to write", () => {
  it.each([
    ["moe since:yesterday", /since:yesterday \(column 5\).*since:30d/u],
    ["since:2024-02-30 moe", /since:2024-02-30 \(column 1\)/u],
    ["since:2024-13 moe", /since:2024-13/u],
    ["moe is:fast", /is:fast \(column 5\).*is:code/u],
    ["autor:hinton", /no field autor: \(column 1\); did you mean author:/u],
    ["authors:hinton", /did you mean author:/u],
    ["moe titel:x", /no field titel: \(column 5\); did you mean title:/u],
    ["moe author:", /Nothing follows author: \(column 5\).*author:hinton/u],
    ["-vision -video", /only says what to leave out.*diffusion -video/u],
    ["what is the", /only words that nearly every text has/u],
    ["", /no words/u],
    ["*** ()", /no words/u],
  ])("%j", (text, message) => {
    expect(() => understood(text)).toThrow(UserError);
    expect(() => understood(text)).toThrow(message);
  });
});

it("any text at all is a query or a UserError, within 50 ms", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      '"',
      "(",
      ")",
      "OR",
      "-",
      "author:",
      "cat:",
      "since:",
      "is:",
      "title:",
      "NEAR(",
      "*",
      "^",
      ":",
      "|",
      "\u0000",
      "\ud83d",
      "🧪",
      "مرحبا",
      "since:9999y",
      "x".repeat(3000),
      "a OR ".repeat(700),
      "(".repeat(900),
      '" '.repeat(500),
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom("", " "), (pieces, between) => {
      const read = () => {
        const spent = cpuClock();
        try {
          toMatch(parseQuery(pieces.join(between), { today }).clauses);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message).not.toMatch(/\n/u);
        }
        return spent();
      };
      expect(read()).toBeLessThan(1_000);
    }),
    { numRuns: 1000 },
  );
});
