import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parsePageText } from "../src/digests/page-text.ts";
import type { Digest, PaperEntry } from "../src/papers/paper.ts";
import { realData } from "./support/real-data.ts";

const folder = fileURLToPath(new URL("../data/digests", import.meta.url));
const digests = readdirSync(folder)
  .filter((file) => file.endsWith(".txt"))
  .sort()
  .map((file) => read(file));
const entries = digests.flatMap((digest) => digest.entries);

describe("the sample digests", () => {
  it("are four, of four days, and the parser rejects nothing in them", () => {
    expect(digests.map((digest) => digest.date)).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"]);
    expect(digests.flatMap((digest) => digest.rejects)).toEqual([]);
  });

  it("hold about fifteen papers each, and a few papers twice", () => {
    for (const digest of digests) {
      expect(digest.entries.length).toBeGreaterThanOrEqual(13);
      expect(digest.entries.length).toBeLessThanOrEqual(17);
    }
    const papers = new Set(entries.map((entry) => entry.arxivId));
    expect(entries.length - papers.size).toBeGreaterThanOrEqual(3);
    expect(papers.size).toBeGreaterThanOrEqual(50);
  });

  it.each(entries.map((entry) => [entry.title, entry] as const))("tell the facts of %s", (title, entry) => {
    expect(title.length).toBeGreaterThan(10);
    expect(entry.arxivId).toMatch(/^\d{4}\.\d{4,5}$/);
    // An arXiv id begins with the year and month it was given in.
    expect(entry.published?.slice(2, 7).replace("-", "")).toBe(entry.arxivId?.slice(0, 4));
    expect(sentences(entry).length).toBeGreaterThanOrEqual(3);
    expect(entry.abstract).not.toMatch(/Published on|Authors:/);
  });

  it("show every topic more than once, mixture of experts and federated learning five times", () => {
    const topics = {
      "mixture of experts": 5,
      "federated learning": 5,
      "speculative decoding": 2,
      "kv cache": 2,
      "retrieval-augmented generation": 3,
      "diffusion model": 4,
      "vision transformer": 3,
      "graph neural network": 3,
      "human feedback": 2,
      "speech recognition": 3,
      protein: 3,
      "state-space model": 2,
      interpretability: 2,
      "code generation": 2,
    };
    for (const [topic, least] of Object.entries(topics)) {
      const papers = new Set(entries.filter((entry) => speaksOf(entry, topic)).map((entry) => entry.arxivId));
      expect(papers.size, topic).toBeGreaterThanOrEqual(least);
    }
  });

  it.skipIf(realData === undefined)("share no run of eight words with what others wrote", () => {
    const own = new Map(entries.flatMap((entry) => runs(entry.abstract).map((run) => [run, entry.title] as const)));
    const copied: string[] = [];
    for (const text of textsOfOthers(realData ?? "")) {
      for (const run of runs(text)) if (own.has(run)) copied.push(`${own.get(run)}: ${run}`);
    }
    expect(copied).toEqual([]);
  });
});

function read(file: string): Digest {
  const takenInAt = new Date("2026-11-21T08:00:00Z");
  return parsePageText(readFileSync(join(folder, file), "utf8"), { file, takenInAt });
}

function sentences(entry: PaperEntry): string[] {
  return entry.abstract.split(/[.?!]\s+(?=\S)/);
}

function speaksOf(entry: PaperEntry, topic: string): boolean {
  return `${entry.title} ${entry.abstract}`.toLowerCase().replace(/\s+/g, " ").includes(topic);
}

function runs(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.slice(7).map((_, index) => words.slice(index, index + 8).join(" "));
}

/** Line by line where a line is a paper; JSON's `\n` is a blank between two words. */
function textsOfOthers(root: string): string[] {
  return ["digests", "feeds", "corpus"].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .flatMap((item) => {
        const bytes = readFileSync(join(item.parentPath, item.name));
        const text = (item.name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").replaceAll("\\n", " ");
        return item.name.endsWith(".gz") ? text.split("\n") : [text];
      }),
  );
}
