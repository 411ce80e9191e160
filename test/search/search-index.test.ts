import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import type { SearchIndex, SearchOptions } from "../../src/search/search-index.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { cpuClock } from "../support/cpu-clock.ts";
import { draft } from "../support/papers.ts";
import { library, paper } from "../support/search-papers.ts";

const today = "2024-06-02";
const paperOf = async (key: string) => (await store.papers.getMany([key]))[0];
const numberOf = async (key: string) => Number((await paperOf(key))?.externalId);

let folder: string;
let file: string;
let store: Store;
let index: SearchIndex;
let renewals: string[];

async function open(): Promise<void> {
  index = await openSearchIndex({ file, store, onRenewed: (reason) => renewals.push(reason) });
  await index.catchUp();
}

async function ask(query: string, options: Partial<SearchOptions> = {}) {
  const result = await index.search(query, { limit: 10, today, ...options });
  return { ...result, numbers: await Promise.all(result.hits.map((hit) => numberOf(hit.key))) };
}

const found = async (query: string) => (await ask(query)).numbers.toSorted((a, b) => a - b);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-search-"));
  file = join(folder, "index.db");
  store = await openSqliteStore({ file: join(folder, "paperboy.db") });
  await store.papers.takeIn(library);
  renewals = [];
  await open();
});

afterEach(async () => {
  await index.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

describe("a query finds", () => {
  it.each([
    ["mixture expert", [1, 2]],
    ['"mixture of experts"', [1, 2]],
    ['"mixture of expert opinions"', [2]],
    ['"experts mixture"', []],
    ['"state of the art"', [4]],
    ['"to be or not to be"', [8]],
    ["diffusion", [5, 6, 7]],
    ["diffusion -video", [7]],
    ["diffusion -title:video", [5, 7]],
    ['diffusion -"diffusion models"', [5, 7]],
    ["registers OR hyperbolic", [3, 4]],
    ["(registers OR hyperbolic) -trees", [3]],
    ["poincare", [4]],
    ["POINCARÉ embedding", [4]],
    ["c++", [4]],
    ["gpt-4", [4]],
    ["author:hinton", [1, 2, 3]],
    ['author:"geoffrey hinton"', [1, 2]],
    ['author:"hinton, geoffrey"', [1, 2]],
    ["author:alvarez", [3]],
    ["author:muller cat:cs", [4]],
    ["cat:cs.CL", [1]],
    ["cat:cs.lg", [1, 4, 6]],
    ["cat:cs -cat:cs.LG", [3, 7, 8]],
    ["title:mixture", [1, 2]],
    ['title:"sparse mixture"', [1]],
    ["title:forecasters", [2]],
    ["is:code", [1, 3]],
    ["is:code -vision", [1]],
    ["diffusion -is:code since:30d", [6, 7]],
    ["since:2024-05-31", [6, 7]],
    ["cat:cs -since:2022", [8]],
    ["lindqvist", [1]],
    ["artifact", [3]],
    ['"maps hold artifact"', []],
    ['"hold artifacts"', [3]],
    ["transformers -artifact", []],
    ["feature-maps transformers artifacts OR hyperbolic", [3, 4]],
  ])("%s: papers %j", async (query, expected) => {
    const result = await ask(query);
    expect(result.numbers.toSorted((a, b) => a - b)).toEqual(expected);
    expect(result).toMatchObject({ total: expected.length, whole: expected.length });
  });

  it("papers that match part of the words where none matches all, those with most first, and says so", async () => {
    const result = await ask("hyperbolic trees in parliaments");
    expect(result.numbers).toEqual([4, 5]);
    expect(result).toMatchObject({ total: 2, whole: 0 });
  });

  it("no such parts where they were excluded, quoted or asked of a field", async () => {
    expect(await found("hyperbolic parliaments -governments")).toEqual([4]);
    expect(await found('"hyperbolic parliaments"')).toEqual([]);
    expect(await found("title:hyperbolic parliaments")).toEqual([]);
  });

  it("the title before the abstract, and the shorter text of equals", async () => {
    await store.papers.takeIn([
      paper(20, { title: "Quokka", abstract: "A small study." }),
      paper(21, { title: "A small study", abstract: "Of one quokka." }),
    ]);
    await index.catchUp();
    expect((await ask("quokka")).numbers).toEqual([20, 21]);
  });

  it("the newest first when sorted by date, listed day standing in for the missing one", async () => {
    expect((await ask("diffusion", { sort: "date" })).numbers).toEqual([7, 6, 5]);
  });
});

describe("pages", () => {
  it.each(["relevance", "date"] as const)(
    "by %s join without gap or repetition, with one exact total",
    async (sort) => {
      await store.papers.takeIn(
        Array.from({ length: 1234 }, (_, i) => paper(100 + i, { title: `Wombat ${i % 7} of ${i}` })),
      );
      await index.catchUp();
      const keys: string[] = [];
      for (let offset = 0; offset < 1300; offset += 100) {
        const page = await ask("wombat", { limit: 100, offset, sort });
        expect(page.total).toBe(1234);
        keys.push(...page.hits.map((hit) => hit.key));
      }
      expect(keys.length).toBe(1234);
      expect(new Set(keys).size).toBe(1234);
    },
  );

  it("of a very large answer join as well", async () => {
    await store.papers.takeIn([
      ...Array.from({ length: 3600 }, (_, i) =>
        paper(100 + i, { title: i % 9 ? `Paper ${i}` : `Wombat ${i}`, abstract: "wombat" }),
      ),
    ]);
    await index.catchUp();
    const keys: string[] = [];
    for (let offset = 0; offset < 3600; offset += 450) {
      const page = await ask("wombat", { limit: 450, offset });
      expect(page.total).toBe(3600);
      keys.push(...page.hits.map((hit) => hit.key));
    }
    expect(new Set(keys).size).toBe(3600);
    expect((await paperOf(keys[0] ?? ""))?.title).toMatch(/^Wombat/u);
  });
});

describe("the reason of a hit", () => {
  it("names what was typed and every field it stands in", async () => {
    const { hits } = await ask('experts "mixture of experts" author:hinton cat:cs.cl');
    expect(hits[0]?.matches).toEqual([
      { term: "experts", kind: "word", fields: ["title", "abstract"] },
      { term: "mixture of experts", kind: "phrase", fields: ["title", "abstract"] },
      { term: "hinton", kind: "author", fields: ["authors"] },
      { term: "cs.cl", kind: "category", fields: ["categories"] },
    ]);
  });

  it("is true: every word it names stands in that field, and no other field has it", async () => {
    const words = ["mixture", "diffusion", "experts", "ontologies", "video", "state", "hinton", "models"];
    for (const query of words) {
      const { hits } = await ask(query);
      expect(hits, query).not.toEqual([]);
      for (const hit of hits) {
        const known = await paperOf(hit.key);
        const holds = (text: string | undefined) =>
          text?.toLowerCase().includes(query.replace(/(ies|s)$/u, "")) ?? false;
        const fields = [
          ...(holds(known?.title) ? ["title"] : []),
          ...(holds(known?.abstract) ? ["abstract"] : []),
          ...(holds(known?.authors.join(" ")) ? ["authors"] : []),
        ];
        expect(hit.matches).toEqual([{ term: query, kind: "word", fields }]);
      }
    }
  });

  it("names no sign that was not looked for", async () => {
    const titles = ["Seeds of k-means", "A Star", "Shortest Paths with A*"];
    await store.papers.takeIn(titles.map((title) => draft(title, { abstract: "Nothing else." })));
    await index.catchUp();
    const matches = async (query: string) => (await ask(query)).hits.map((hit) => hit.matches);
    expect(await matches("k-means++")).toEqual([[{ term: "k-means", kind: "phrase", fields: ["title"] }]]);
    expect(await matches('"(k) means!"')).toEqual([[{ term: "k) means", kind: "phrase", fields: ["title"] }]]);
    expect(await matches('"A*"')).toEqual([[{ term: "A*", kind: "word", fields: ["title"] }]]);
    expect((await ask("A* paths -star")).whole).toBe(1);
  });

  it("leaves out what a partial hit lacks, and alternatives that are not there", async () => {
    const partial = await ask("hyperbolic trees in parliaments");
    expect(partial.hits[1]?.matches.map((match) => match.term)).toEqual(["parliaments"]);
    expect((await ask("registers OR hyperbolic")).hits.map((hit) => hit.matches.map((match) => match.term))).toEqual(
      expect.arrayContaining([["registers"], ["hyperbolic"]]),
    );
  });
});

describe("a name that splits into words", () => {
  it("is found among the authors as any word is, whole and in one name, but not in quotes", async () => {
    await store.papers.takeIn([
      draft("Pictures of the World", { authors: ["Bo Chen", "Fei-Fei Li"] }),
      draft("Other Pictures", { authors: ["Fei Li", "Li Fei"] }),
    ]);
    await index.catchUp();
    const { whole, hits } = await ask("Fei-Fei Li pictures");
    expect(whole).toBe(1);
    expect(hits[0]?.matches).toContainEqual({ term: "Fei-Fei", kind: "phrase", fields: ["authors"] });
    expect(await ask('"Fei-Fei"')).toMatchObject({ whole: 0 });
    expect(await ask("title:pictures -Fei-Fei")).toMatchObject({ whole: 1 });
  });
});

describe("a script without blanks between words", () => {
  it("is searched for any of its words, wherever they stand, and by name", async () => {
    await store.papers.takeIn([
      draft("基于GPT的机器翻译：混合专家模型综述", { abstract: "本文综述了混合专家模型。", authors: ["王伟"] }),
      draft("深層学習による音声認識", { abstract: "音声認識のための深層学習。", authors: ["山田 太郎"] }),
      draft("型模", { abstract: "GPT, 大模大样。" }),
    ]);
    await index.catchUp();
    for (const query of ["专家模型", "模型", "综述 翻译 gpt", "王伟", '"混合专家"', "title:翻译", "author:王伟"])
      expect([query, (await ask(query)).whole]).toEqual([query, 1]);
    expect(await ask("模型 -专家")).toMatchObject({ whole: 0 });
    expect(await ask("音声認識 author:太郎")).toMatchObject({ whole: 1 });
    expect((await ask("专家模型")).hits[0]?.matches).toEqual([
      { term: "专家模型", kind: "phrase", fields: ["title", "abstract"] },
    ]);
    // Of the title's word the abstract has a sign alone, inside another word.
    expect((await ask("型模")).hits[0]?.snippet).toEqual({ text: "GPT, 大模大样。", marks: [] });
    expect((await index.complete("基于GPT的机", 3)).map(({ title }) => title)).toEqual([
      "基于GPT的机器翻译：混合专家模型综述",
    ]);
  });
});

describe("a word in British and American spelling", () => {
  const british = paper(21, {
    title: "Tumour Growth",
    abstract: "A tumour grows. Models of tumour growth are compared.",
  });
  const american = paper(22, {
    title: "Tumor Growth",
    abstract: "A tumor grows. Models of tumor growth are compared.",
  });
  const others = [23, 24, 25].map((number) =>
    paper(number, { title: `Cohort ${number}`, abstract: "A tumor is mentioned among a great many other things." }),
  );

  it("is one word: either way finds the same papers in the same order", async () => {
    await store.papers.takeIn([british, american, ...others]);
    await index.catchUp();
    const one = await ask("tumour growth");
    expect(one.whole).toBe(2);
    expect(one.hits[0]?.score).toBeCloseTo(one.hits[1]?.score ?? 0, 5);
    const [answer, other] = [await ask("tumour"), await ask("Tumors")];
    expect(answer.numbers).toEqual(other.numbers);
    expect(answer.whole).toBe(5);
    expect(new Set(answer.numbers.slice(0, 2))).toEqual(new Set([21, 22]));
  });

  it("is named and marked as the paper has it", async () => {
    await store.papers.takeIn([british, american]);
    await index.catchUp();
    const { hits } = await ask("tumor");
    const reasons = hits.map((hit) => hit.matches.map(({ term }) => term).join());
    expect(reasons.toSorted()).toEqual(["tumor", "tumour"]);
    for (const hit of hits) {
      const marked = hit.snippet.marks.map(({ start, end }) => hit.snippet.text.slice(start, end));
      expect(marked).toEqual(marked.map(() => hit.matches[0]?.term));
      expect(marked).not.toEqual([]);
    }
  });

  it("is no slip where papers have the other spelling", async () => {
    await store.papers.takeIn([american, ...others]);
    await index.catchUp();
    expect(await ask("tumour zebra")).not.toHaveProperty("didYouMean", "tumor zebra");
  });
});

describe("the snippet", () => {
  it("marks the words found, in text that stands in the abstract", async () => {
    const hit = (await ask("diffusion video")).hits[0];
    expect(await numberOf(hit?.key ?? "")).toBe(6);
    const marked = hit?.snippet.marks.map(({ start, end }) => hit.snippet.text.slice(start, end));
    expect(marked).toEqual(["Diffusion", "video"]);
  });

  it("shows the best part of a long abstract, cut between words", async () => {
    const filler = "Nothing of interest stands in this sentence at all. ".repeat(20);
    const abstract = `${filler}The quokka smiles at every wombat it meets. ${filler}`;
    await store.papers.takeIn([paper(30, { title: "Marsupials", abstract })]);
    await index.catchUp();
    const snippet = (await ask("quokka wombat")).hits[0]?.snippet;
    expect(snippet?.text).toMatch(/^… .* …$/u);
    expect(snippet?.text.length).toBeLessThanOrEqual(250);
    expect(` ${abstract} `).toContain(` ${snippet?.text.slice(2, -2)} `);
    expect(snippet?.marks.map(({ start, end }) => snippet.text.slice(start, end))).toEqual(["quokka", "wombat"]);
  });
});

describe("the index follows the store", () => {
  it("with added papers, papers that learnt more, and papers folded into one", async () => {
    const both = await store.papers.takeIn([
      draft("Wallabies at Dusk"),
      draft("Foraging Wallabies", { arxivId: "2401.00001" }),
    ]);
    expect(await index.catchUp()).toBe(2);
    expect((await ask("wallaby")).hits.map((hit) => hit.key).toSorted()).toEqual(both.map(({ key }) => key).toSorted());
    const [proof] = await store.papers.takeIn([draft("Wallabies at Dusk", { arxivId: "2401.00001" })]);
    await index.catchUp();
    expect((await ask("wallaby")).hits.map((hit) => hit.key)).toEqual([proof?.key]);
    expect(await index.count()).toBe(library.length + 1);
    expect(await index.catchUp()).toBe(0);
  });

  it("from where it stopped, when opened again", async () => {
    await index.close();
    await store.papers.takeIn([paper(9, { title: "Wallaby" })]);
    index = await openSearchIndex({ file, store });
    expect(await index.catchUp()).toBe(1);
    expect(await found("wallaby")).toEqual([9]);
  });

  it("beside another process that has the same file open", async () => {
    const other = await openSearchIndex({ file, store });
    await store.papers.takeIn([paper(9, { title: "Wallaby" })]);
    await Promise.all([other.catchUp(), index.catchUp()]);
    expect(await found("wallaby")).toEqual([9]);
    expect((await other.search("wallaby", { limit: 5, today })).total).toBe(1);
    expect(await other.complete("walla", 5)).toHaveLength(1);
    await other.close();
  });

  it.each([
    ["deleted", () => rmSync(file)],
    ["overwritten", () => writeFileSync(file, "not a database, but long enough to be read as one".repeat(100))],
    ["emptied", () => truncateSync(file, 0)],
    ["cut off", () => truncateSync(file, 40_960)],
  ])("from the beginning, when its file was %s", async (_, spoil) => {
    await index.close();
    for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
    spoil();
    await open();
    expect(await found("mixture expert")).toEqual([1, 2]);
    expect(await index.count()).toBe(8);
  });

  it("from the beginning, when the file belongs to another store, and says why", async () => {
    await index.close();
    await store.close();
    store = await openSqliteStore({ file: join(folder, "other.db") });
    await store.papers.takeIn([paper(1, { title: "Kiwi" }), paper(2, { title: "Kakapo" })]);
    await open();
    expect(await found("mixture")).toEqual([]);
    expect(await found("kakapo")).toEqual([2]);
    expect(renewals).toEqual(["it followed another store"]);
  });

  it("without keeping others waiting", async () => {
    await store.papers.takeIn([
      ...Array.from({ length: 3000 }, (_, i) =>
        paper(100 + i, { title: `Wombat ${i}`, abstract: "Digs. ".repeat(150) }),
      ),
    ]);
    let turns = 0;
    let running = true;
    const watch = () => {
      turns++;
      if (running) setImmediate(watch);
    };
    watch();
    await index.catchUp();
    running = false;
    // A turn for others at least every 50 papers, some 10 ms.
    expect(turns).toBeGreaterThan(3000 / 50);
  });
});

describe("typing slips", () => {
  it("in a query get a correction that finds something", async () => {
    expect((await ask("mixtrue of experts")).didYouMean).toBe("mixture of experts");
    expect((await ask('"difusion models" -video')).didYouMean).toBe('"diffusion models" -video');
    expect((await ask("title:regsters cat:cs")).didYouMean).toBe("title:registers cat:cs");
  });

  it("get none where every word is known or nothing is near", async () => {
    expect((await ask("diffusion")).didYouMean).toBeUndefined();
    expect((await ask("xylophonequartet")).didYouMean).toBeUndefined();
  });

  it("corrects a slip that a paper has as well, where the word it is for is far commoner", async () => {
    const many = Array.from({ length: 60 }, (_, number) => draft(`Transformer number ${number}`));
    await store.papers.takeIn([...many, draft("A transfomer of ours"), draft("Lanterns"), draft("Lantern walks")]);
    await index.catchUp();
    expect((await ask("transfomer")).didYouMean).toBe("transformer");
    expect((await ask("lantrn")).didYouMean).toMatch(/^lanterns?$/);
    await store.papers.takeIn([draft("The transporter", { authors: ["Ada Transformex"] })]);
    await index.catchUp();
    expect((await ask("transformex")).didYouMean).toBeUndefined();
  });
});

describe("completion", () => {
  const titles = async (prefix: string, limit = 10) => (await index.complete(prefix, limit)).map(({ title }) => title);

  it.each([
    ["vis", "Vision Transformers Need Registers"],
    ["sparse mixtur of exp", "Sparse Mixture of Experts for Language Models"],
    ["mixtrue of experts", "Sparse Mixture of Experts for Language Models"],
    ["mixture experts", "Sparse Mixture of Experts for Language Models"],
    ["poincare emb", "Poincaré Embeddings of Ontologies"],
    ["Viedo dif", "Video Diffusion Models"],
    ["transformers need", "Vision Transformers Need Registers"],
    ["the art", "The Art of the State: Diffusion of Policies"],
  ])("of %j begins with %j", async (prefix, title) => {
    expect((await titles(prefix))[0]).toBe(title);
  });

  it("lists no title twice and no more than asked for", async () => {
    await store.papers.takeIn([paper(40, { title: "Video diffusion models" }), paper(41, { title: "Videos" })]);
    await index.catchUp();
    expect(await titles("video d")).toEqual(["Video diffusion models"]);
    expect(await titles("mixtur of exp")).toEqual(
      expect.arrayContaining(["Sparse Mixture of Experts for Language Models"]),
    );
    expect(await titles("vi", 2)).toHaveLength(2);
  });

  it("of nothing is nothing", async () => {
    expect(await titles("")).toEqual([]);
    expect(await titles(" \u0000* ")).toEqual([]);
    expect(await titles("vis", 0)).toEqual([]);
  });
});

it("a place where no index can be is named, with what to do", async () => {
  const taken = join(folder, "taken.db");
  mkdirSync(taken);
  const opening = openSearchIndex({ file: taken, store });
  await expect(opening).rejects.toThrow(`${taken} cannot be opened: check`);
  await expect(opening).rejects.toBeInstanceOf(UserError);
});

it("hostile text never fails otherwise than with a UserError, and never takes long", async () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          "(",
          ")",
          " OR ",
          "-",
          "title:",
          "NEAR(",
          "*",
          "^",
          "{title}:",
          "\u0000",
          "mixture",
          "'",
          ";--",
        ),
        { maxLength: 200 },
      )
      .map((parts) => parts.join("")),
    fc.constantFrom("expert OR ".repeat(10_000), "mixture ".repeat(5000), '"'.repeat(4000), "\ud83d".repeat(4000)),
  );
  await fc.assert(
    fc.asyncProperty(hostile, fc.constantFrom("relevance", "date"), async (text, sort) => {
      const answer = async () => {
        const spent = cpuClock();
        await index.search(text, { limit: 5, today, sort }).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
        });
        await index.complete(text, 5);
        return spent();
      };
      expect(await answer()).toBeLessThan(1_000);
    }),
    { numRuns: 300 },
  );
});
