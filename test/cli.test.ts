import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { root, runFile, startProgram } from "./support/program.ts";
import { tempFolder } from "./support/temp.ts";

/** The command line on a data folder of its own. */
function paperboy(folder = tempFolder()) {
  const run = (...args: string[]) => runFile("src/cli.ts", args, { env: { PAPERBOY_DATA: join(folder, "data") } });
  const json = async (...args: string[]) => {
    const { status, stdout, stderr } = await run(...args, "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.endsWith("}\n")).toBe(true);
    return JSON.parse(stdout);
  };
  return { folder, run, json };
}

function collection(folder: string, papers: number, first = 0): string {
  const file = join(folder, `from-${first}.jsonl`);
  const lines = Array.from({ length: papers }, (_, index) => {
    const number = first + index;
    const title = `Study ${number} of routing tokens to experts`;
    return JSON.stringify({
      id: `study/${number}`,
      title,
      abstract: `We measure what router ${number} does.`,
      date: "2025-02-03",
    });
  });
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

describe("the commands", () => {
  it("take in, find, complete and tell the state, each as one JSON document", async () => {
    const { folder, json } = paperboy();
    const report = await json("ingest", collection(folder, 30));
    expect(report).toEqual({ files: 1, entries: 30, papers: 30, new: 30, merged: 0, rejected: [] });

    const found = await json("search", "study routing -nothing", "--limit", "2");
    expect(found).toMatchObject({ query: "study routing -nothing", total: 30 });
    expect(found.hits).toHaveLength(2);
    expect(Object.keys(found.hits[0])).toEqual([
      "key",
      "id",
      "title",
      "url",
      "published",
      "score",
      "reason",
      "snippet",
    ]);
    expect(found.hits[0]).toMatchObject({ id: expect.stringMatching(/^study\/\d+$/), published: "2025-02-03" });

    expect(await json("complete", "study 7")).toEqual({
      prefix: "study 7",
      titles: expect.arrayContaining(["Study 7 of routing tokens to experts"]),
    });
    expect(await json("status")).toMatchObject({ data: join(folder, "data"), papers: 30, indexed: 30 });
  });

  it("change nothing when the same is taken in twice, plain or zipped", async () => {
    const { folder, json } = paperboy();
    const file = collection(folder, 30);
    await json("ingest", file);
    expect(await json("ingest", file)).toMatchObject({ entries: 30, papers: 30, new: 0, merged: 30 });
    const zipped = join(folder, "same.jsonl.gz");
    writeFileSync(
      zipped,
      gzipSync(`${JSON.stringify({ title: "Study 1 of routing tokens to experts", abstract: "" })}\n`),
    );
    expect(await json("ingest", zipped)).toMatchObject({ entries: 1, new: 0, merged: 1 });
    expect(await json("status")).toMatchObject({ papers: 30 });
  });

  it("index many papers beside taking them in, all of them by the end", async () => {
    const { folder, json } = paperboy();
    await json("ingest", collection(folder, 6_000));
    expect(await json("status")).toMatchObject({ papers: 6_000, indexed: 6_000 });
    expect(await json("search", '"study 5999"')).toMatchObject({ total: 1 });
  });

  it("count relative paths from where npm was called", async () => {
    const folder = tempFolder();
    collection(folder, 1);
    const env = { INIT_CWD: folder, npm_lifecycle_event: "paperboy" };
    const { status } = await runFile("src/cli.ts", ["ingest", "from-0.jsonl", "--data", "mine"], { env });
    expect({ status, made: existsSync(join(folder, "mine", "paperboy.db")) }).toEqual({ status: 0, made: true });
  });

  it("says that nothing was found as a chat does", async () => {
    const { run } = paperboy();
    expect((await run("search", "zebra")).stdout).toBe("No paper matches zebra.\n");
  });

  it("strip what a terminal would obey out of paper text", async () => {
    const { folder, run } = paperboy();
    const hostile = { title: "Red \u001b[31malert\u0007 study", abstract: "Be\u001b]0;owned\u0007ware of this study." };
    const file = join(folder, "hostile.jsonl");
    writeFileSync(file, JSON.stringify(hostile));
    await run("ingest", file);
    const { stdout } = await run("search", "alert \u001b[2J");
    expect(stdout).toContain("alert");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe("a search that finds next to nothing", () => {
  it("says what else could be asked, in words and as JSON", async () => {
    const { folder, run, json } = paperboy();
    const file = join(folder, "experts.jsonl");
    const abstracts = ["A mixture of experts.", "Mixture-of-experts layers.", "One more mixture of experts."];
    writeFileSync(file, abstracts.map((abstract) => JSON.stringify({ title: `On ${abstract}`, abstract })).join("\n"));
    await run("ingest", file);
    const asked = 'moe OR "mixture of experts"';
    expect((await run("search", "moe")).stdout).toContain(
      `\nThe papers also say mixture of experts (3 papers): ${asked}\n`,
    );
    expect(await json("search", "moe")).toEqual({
      query: "moe",
      total: 0,
      hits: [],
      also: [{ words: "mixture of experts", papers: 3, query: asked }],
    });
    expect(await json("search", "exprts")).toMatchObject({ total: 0, didYouMean: "experts" });
    expect(Object.keys(await json("search", "experts"))).toEqual(["query", "total", "hits"]);
  });
});

describe("help", () => {
  it.each([["--help"], ["-h"], ["help"]])("lists the commands on %s", async (word) => {
    const { status, stdout } = await runFile("src/cli.ts", [word]);
    expect(status).toBe(0);
    for (const name of ["ingest", "search", "complete", "status"])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    const listed = stdout.match(/^ {2}[a-z]+/gm) ?? [];
    expect(listed).toEqual([...new Set(listed)]);
  });

  it("says more about one command, whichever way it is asked", async () => {
    const { run } = paperboy();
    const first = await run("ingest", "--help");
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toContain("Usage: npm run -s paperboy -- ingest PATH...");
    expect(await run("help", "ingest")).toEqual(first);
    expect(await run("--help", "ingest")).toEqual(first);
  });
});

describe("wrong usage ends with status 2 and one line that says what to do", () => {
  it.each([
    [["serach", "x"], 'There is no command "serach". Did you mean search?'],
    [["search"], "QUERY is missing. Usage: npm run -s paperboy -- search QUERY"],
    [["search", ""], "The query has no words"],
    [["search", "x", "--limt", "5"], "Did you mean --limit?"],
    [["search", "x", "--limit", "0"], '--limit takes a whole number from 1 to 1000, not "0".'],
    [["search", "x", "--sort", "up"], '--sort takes relevance, date or upvotes, not "up".'],
    [["search", "author:"], "Nothing follows author:"],
    [["ingest"], "PATH is missing."],
    [["ingest", "/no/such/path"], "There is no /no/such/path: check the path."],
    [["ingest", "--date", "yesterday", "x"], '--date takes a day such as 2026-03-11, not "yesterday".'],
    [["status", "extra"], 'status takes no words, but got "extra".'],
    [["status", "--data"], "--data needs a value behind it."],
  ])("%j", async (args, sentence) => {
    const { status, stdout, stderr } = await paperboy().run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^paperboy: [^\n]+\n$/);
    expect(stderr).toContain(sentence);
  });
});

describe("work that fails ends with status 1 and one line", () => {
  it("when nothing of what was given is a digest; the rejects are listed all the same", async () => {
    const { folder, run } = paperboy();
    const pdf = join(folder, "a.pdf");
    writeFileSync(pdf, "%PDF-1.7\n\u0000\u0001");
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const { status, stdout, stderr } = await run("ingest", pdf, empty, "--json");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "paperboy: Nothing could be taken in: each reject says why.\n",
    });
    expect(
      JSON.parse(stdout)
        .rejected.map(({ file }: { file: string }) => file)
        .sort(),
    ).toEqual([pdf, empty]);
  });

  it("when the data folder cannot be one", async () => {
    const { folder, run } = paperboy();
    writeFileSync(join(folder, "data"), "a file where the folder should be");
    const { status, stderr } = await run("status");
    expect({ status, lines: stderr.split("\n").length }).toEqual({ status: 1, lines: 2 });
    expect(stderr).toContain("cannot be opened: check that its folder exists");
  });

  it("when paperboy.db is not a database; it is left as it is", async () => {
    const { folder, run } = paperboy();
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "data", "paperboy.db"), "no database at all, just some words");
    expect(await run("search", "x")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/not a Paperboy database.*\n$/),
    });
  });
});

describe("what goes wrong outside", () => {
  it("a search index that is broken or gone is made anew by the next search", async () => {
    const { folder, run, json } = paperboy();
    await run("ingest", collection(folder, 20));
    const index = join(folder, "data", "index.db");
    writeFileSync(index, "broken ".repeat(2_000));
    expect(await json("search", "routing")).toMatchObject({ total: 20 });
    for (const suffix of ["", "-wal", "-shm"]) rmSync(index + suffix, { force: true });
    expect(await json("search", "routing")).toMatchObject({ total: 20 });
  });

  it("a search finds what there is while another process takes papers in", async () => {
    const { folder, run, json } = paperboy();
    await run("ingest", collection(folder, 20));
    const [report, ...searches] = await Promise.all([
      json("ingest", collection(folder, 2_500, 100)),
      json("search", "routing"),
      json("search", "routing"),
    ]);
    expect(report).toMatchObject({ new: 2_500 });
    for (const { total } of searches) expect(total).toBeGreaterThanOrEqual(20);
    expect(await json("search", "routing")).toMatchObject({ total: 2_520 });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGKILL", null],
  ] as const)("an intake stopped by %s goes on where it stopped", async (signal, status) => {
    const { folder, json } = paperboy();
    const file = collection(folder, 20_000);
    const data = join(folder, "data");
    const { child, ended } = startProgram(process.execPath, [join(root, "src/cli.ts"), "ingest", file, "--json"], {
      env: { PAPERBOY_DATA: data },
    });
    const store = await openSqliteStore({ file: join(data, "paperboy.db") });
    while ((await store.papers.count()) === 0) expect(child.exitCode).toBeNull();
    child.kill(signal);
    await store.close();
    const end = await ended();
    expect(end.status).toBe(status);
    if (signal === "SIGINT") {
      expect(JSON.parse(end.stdout)).toMatchObject({ interrupted: true });
      expect(end.stderr).toBe("paperboy: Interrupted: the same command goes on where this one stopped.\n");
    }
    const { papers } = await json("status");
    expect(papers).toBeGreaterThan(0);
    expect(papers).toBeLessThan(20_000);
    expect(await json("ingest", file)).toMatchObject({ entries: 20_000 - papers, resumed: [{ file, line: papers }] });
    expect(await json("status")).toMatchObject({ papers: 20_000, indexed: 20_000 });
  });
});
