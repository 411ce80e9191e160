import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { DigestItem } from "../../src/digests/digest.ts";
import { readDigest } from "../../src/digests/index.ts";
import { readPaperboyJsonl } from "../../src/digests/paperboy-jsonl.ts";
import { UserError } from "../../src/errors.ts";
import { header, layouts } from "../support/digest-builder.ts";

const takenInAt = new Date("2026-11-21T08:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "paperboy-digests-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function all(items: AsyncIterable<DigestItem>) {
  const found: DigestItem[] = [];
  for await (const item of items) found.push(item);
  return {
    entries: found.flatMap((item) => ("entry" in item ? [item.entry] : [])),
    rejects: found.flatMap((item) => ("reject" in item ? [item.reject] : [])),
  };
}

async function* chunked(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const lines = (text: string | Uint8Array, startAfterLine = 0, size = 7) =>
  all(readPaperboyJsonl(chunked(Buffer.from(text), size), { file: "c.jsonl", takenInAt }, { startAfterLine }));

function read(name: string, content: string | Uint8Array, startAfterLine?: number) {
  const file = join(folder, name);
  writeFileSync(file, content);
  return all(readDigest(file, { file: name, takenInAt }, startAfterLine === undefined ? {} : { startAfterLine }));
}

describe("paperboy-jsonl", () => {
  it("reads every field", async () => {
    const line = {
      id: "https://arxiv.org/abs/2401.00001v2",
      title: " Kites ",
      abstract: "They fly.",
      date: "2024-01-02T03:04:05Z",
      authors: "Ada Kite, Bo Wind and Cy Sail",
      categories: ["cs.NI"],
      links: { page: "https://x.org/1", code: "javascript:alert(1)", other: "https://x.org" },
      upvotes: 7,
      colour: "red",
    };
    expect(await lines(JSON.stringify(line))).toEqual({
      entries: [
        {
          title: "Kites",
          abstract: "They fly.",
          externalId: "https://arxiv.org/abs/2401.00001v2",
          arxivId: "2401.00001",
          published: "2024-01-02",
          authors: ["Ada Kite", "Bo Wind", "Cy Sail"],
          categories: ["cs.NI"],
          links: { page: "https://x.org/1" },
          upvotes: 7,
          line: 1,
        },
      ],
      rejects: [],
    });
  });

  it("takes any id, numbers and other texts included, and tells the arXiv ids among them", async () => {
    const ids = [7, "MED-10", "astro-ph/0601001v1", "arXiv:2104.12255"];
    const { entries } = await lines(ids.map((id) => JSON.stringify({ id, title: "T", abstract: "A" })).join("\n"));
    expect(entries.map((entry) => [entry.externalId, entry.arxivId])).toEqual([
      ["7", undefined],
      ["MED-10", undefined],
      ["astro-ph/0601001v1", "astro-ph/0601001"],
      ["arXiv:2104.12255", "2104.12255"],
    ]);
  });

  it("sorts a list of addresses by what they lead to", async () => {
    const links = [
      "https://github.com/a/b",
      "https://arxiv.org/abs/2401.00001",
      "https://arxiv.org/pdf/2401.00001",
      "ftp://x",
    ];
    const { entries } = await lines(JSON.stringify({ title: "T", abstract: "A", links }));
    expect(entries[0]?.links).toEqual({ code: links[0], page: links[1], pdf: links[2] });
  });

  it("rejects bad lines with number and reason and reads the rest", async () => {
    const text = [
      '{"title":"One","abstract":"A"}',
      "{broken",
      "",
      '{"abstract":"no title"}',
      "[1]",
      '{"title":5,"abstract":"A"}',
      `{"title":"T","id":"${"x".repeat(501)}"}`,
      '{"title":"T","date":"soon"}',
      '{"title":"Two","abstract":null,"authors":null}\r',
    ].join("\n");
    const { entries, rejects } = await lines(text);
    expect(entries.map((entry) => [entry.title, entry.line])).toEqual([
      ["One", 1],
      ["Two", 9],
    ]);
    expect(rejects.map((reject) => [reject.line, reject.reason.split(":")[0]])).toEqual([
      [2, "not valid JSON"],
      [4, "title"],
      [5, "not a JSON object"],
      [6, "title"],
      [7, "id"],
      [8, "date"],
    ]);
  });

  it("rejects a line over 1 MB without holding it, and goes on behind it", async () => {
    const long = `{"title":"${"x".repeat(3_000_000)}"}`;
    const { entries, rejects } = await lines(`${long}\n{"title":"Next"}`, 0, 65_536);
    expect(rejects).toMatchObject([{ line: 1, reason: "the line is longer than 1 MB" }]);
    expect(entries).toMatchObject([{ title: "Next", line: 2 }]);
  });

  it("resumes behind a line", async () => {
    const text = ["One", "Two", "Three"].map((title) => JSON.stringify({ title })).join("\n");
    expect((await lines(text, 2)).entries).toMatchObject([{ title: "Three", line: 3 }]);
  });

  it("keeps what a truncated gzip still holds and says that it is truncated", async () => {
    const text = Array.from({ length: 2000 }, (_, index) => JSON.stringify({ title: `Paper ${index * 7919}` })).join(
      "\n",
    );
    const { entries, rejects } = await read("truncated.jsonl.gz", gzipSync(text).subarray(0, -3000));
    expect(entries.length).toBeGreaterThan(500);
    expect(entries.every((entry, index) => entry.title === `Paper ${index * 7919}`)).toBe(true);
    expect(rejects).toMatchObject([{ line: entries.length + 1, reason: expect.stringContaining("gzip") }]);
  });

  it("never throws, whatever the bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), async (bytes, size) => {
        for (const entry of (await lines(bytes, 0, size)).entries) expect(entry.title).not.toBe("");
      }),
    );
  });
});

describe("a digest file", () => {
  const paper = {
    title: "Kite Routing in Windy Networks",
    abstract: `We route. ${"It is sparse and it holds. ".repeat(9)}`.trim(),
    id: "2401.00001",
  };
  const page = `${header}Mar 11\n\n${layouts.plain([paper])}`;
  const json = `${JSON.stringify(paper)}\n`;

  it.each([
    ["page.txt", page],
    ["page.md.gz", gzipSync(page)],
    ["papers.jsonl", json],
    ["papers.jsonl.gz", gzipSync(json)],
    ["packed-without-the-name.jsonl", gzipSync(json)],
    ["no-name", json],
  ])("is recognised: %s", async (name, content) => {
    expect(await read(name, content)).toMatchObject({
      entries: [{ title: paper.title, abstract: paper.abstract }],
      rejects: [],
    });
  });

  it.each([
    ["empty.txt", "", /empty/],
    ["scan.pdf", "%PDF-1.7\n%\xe2\xe3", /PDF/],
    ["page.html", "<!DOCTYPE html><html><body>Hi</body></html>", /HTML/],
    ["photo.jpg", Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 37) % 256)), /binary/],
    ["utf16.txt", Buffer.from("\ufeffMar 11\n", "utf16le"), /UTF-16/],
    ["feed.xml", '<?xml version="1.0"?><feed/>', /not a digest format/],
    ["cut.txt.gz", gzipSync(page).subarray(0, 12), /gzip/],
  ])("that is none says why: %s", async (name, content, reason) => {
    const { entries, rejects } = await read(name, content);
    expect(entries).toEqual([]);
    expect(rejects).toMatchObject([{ file: name, line: 1, reason: expect.stringMatching(reason) }]);
  });

  it("too large for a page says so", async () => {
    const { rejects } = await read("large.txt", "word ".repeat(11_000_000));
    expect(rejects).toMatchObject([{ reason: expect.stringContaining("50 MB") }]);
  });

  it("that is a truncated gzip keeps what came before", async () => {
    const { entries, rejects } = await read("short.jsonl.gz", gzipSync(json.repeat(3)).subarray(0, -6));
    expect(entries).toHaveLength(3);
    expect(rejects).toMatchObject([{ line: 4, reason: expect.stringContaining("gzip") }]);
    const cutPage = await read("short.txt.gz", gzipSync(page).subarray(0, -6));
    expect(cutPage).toMatchObject({
      entries: [{ title: paper.title }],
      rejects: [{ reason: expect.stringContaining("gzip") }],
    });
  });

  it("with invalid UTF-8 is read all the same", async () => {
    const { entries } = await read("latin.txt", Buffer.concat([Buffer.from(page), Buffer.from([0x20, 0xe9, 0x2e])]));
    expect(entries).toMatchObject([{ title: paper.title }]);
  });

  it("that is not there is the person's to mend", async () => {
    await expect(all(readDigest(join(folder, "gone.txt"), { file: "gone.txt", takenInAt }))).rejects.toBeInstanceOf(
      UserError,
    );
    await expect(all(readDigest(folder, { file: "dir", takenInAt }))).rejects.toBeInstanceOf(UserError);
  });

  it("resumes behind a line", async () => {
    expect((await read("more.jsonl", json + json, 1)).entries).toMatchObject([{ line: 2 }]);
  });
});
