import { describe, expect, it } from "vitest";
import { readButton } from "../../../adapters/discord/button-line.ts";
import { escapeMarkdown, maskedLink } from "../../../adapters/discord/markdown.ts";
import { renderDiscord } from "../../../adapters/discord/render.ts";
import type { Message } from "../../../src/message.ts";
import { helpOverview } from "../../../src/views/help.ts";
import { paperBlock } from "../../../src/views/paper.ts";
import { type RenderedForTest, rendererContract } from "../../contracts/renderer.ts";
import { type Button, newMessage } from "../../support/discord/limits.ts";
import { buttonsOf, textOf } from "../../support/discord/person.ts";
import { hostileTexts, paperLike } from "../../support/papers.ts";

/** What Discord would make of it: the documented limits, and markup that nobody meant. */
function inspect(message: Message): RenderedForTest {
  const { payloads, more, longLines } = renderDiscord(message);
  const all = [...payloads, ...more];
  const faults = all.flatMap((payload) => {
    const checked = newMessage.safeParse(payload);
    return checked.success ? [] : checked.error.issues.map((issue) => issue.message);
  });
  const parsed = all
    .map((payload) => newMessage.parse(payload))
    .map(({ components = [] }) => ({ components, content: "" }));
  const written = parsed.map(textOf).join("\n");
  // Behind a backslash everything is plain; what is left over may only be markup of our own.
  const bare = written.replace(/\\[^\sa-z0-9]/gi, "");
  const withoutOurs = bare
    .replace(/\]\(https?:\/\/[^\s()<>[\]*_~`|\\]+\)/g, "")
    .replace(/<t:\d+:f>/g, "")
    .replace(/`[^`\n]+`/g, "");
  if (/@(everyone|here)|<[@#!:/t]|\]\(|\|\||~~|https?:/.test(withoutOurs))
    faults.push(`markup: ${withoutOurs.slice(0, 300)}`);
  const labels = [...written.matchAll(/(?<!\\)\[((?:\[[^[\]]*\]|[^[\]])*)\]\(https?:/g)].map(([, label = ""]) => label);
  for (const label of labels)
    if (/\\|([*_~`]).*\1|\|\||<\S|:\/\/|@everyone/.test(label)) faults.push(`label: ${label}`);
  if (/[\u202a-\u202e\u2066-\u2069\u200b]|[^\P{Cc}\n]/u.test(written)) faults.push("a control character");
  const runs = parsed.flatMap(buttonsOf).map((button) => lineOf(button, longLines));
  return {
    visible: written
      .replace(/\\([^\sa-z0-9])/gi, "$1")
      .replace(/<t:(\d+):f>/g, (_, seconds) => new Date(seconds * 1_000).toISOString()),
    runs,
    faults,
  };
}

function lineOf({ custom_id: id = "" }: Button, longLines: readonly { id: string; line: string }[]): string {
  const [, mark, rest = ""] = /^[pr][0-9a-z]+(?:@[0-9a-z]+)?([:#])(.+)$/s.exec(id) ?? [];
  return mark === "#" ? (longLines.find((long) => long.id === rest)?.line ?? "") : rest;
}

rendererContract("Discord", inspect);

describe("the Discord renderer", () => {
  const message: Message = { fallback: "x", blocks: [paperBlock(paperLike())] };

  it("writes a paper as linked title, facts in small print, quotation and reason, with its buttons under it", () => {
    const block = paperBlock(paperLike(), { quote: ["It halves ", { bold: "cost" }], reason: ["matches cost"] });
    const [payload] = renderDiscord({ fallback: "x", blocks: [block] }).payloads;
    const [text, row] = payload?.components ?? [];
    expect(text).toMatchObject({ type: 10 });
    expect(text && "content" in text && text.content.split("\n")).toEqual([
      "### [Routing Experts at Small Scale](https://arxiv.org/abs/2601.01234)",
      "-# Ada Moreno +2 · 2026-01-05 · 42 upvotes · [code](https://github.com/example/router) · cs.CL · arXiv 2601.01234",
      "> It halves **cost**",
      "-# matches cost",
    ]);
    expect(row).toMatchObject({ type: 1, components: expect.arrayContaining([expect.objectContaining({ style: 2 })]) });
  });

  it("allows one primary button a group, and any danger", () => {
    const style = (kind: "primary" | "danger", run: string) => ({ label: run, run, style: kind });
    const actions = [style("primary", "a"), style("primary", "b"), style("danger", "c")];
    const [payload] = renderDiscord({ fallback: "x", blocks: [{ type: "actions", actions }] }).payloads;
    const [row] = payload?.components ?? [];
    expect(row && "components" in row && row.components.map((button) => button.style)).toEqual([1, 2, 4]);
  });

  it("keeps five papers with four buttons each and the page buttons in one message", () => {
    const actions = ["More like this", "Not for us", "Similar", "Save"].map((label) => ({ label, run: `${label} k` }));
    const papers = Array.from({ length: 5 }, () => ({ ...paperBlock(paperLike()), actions }));
    const pages = ["Next page", "Previous page"].map((label) => ({ label, run: label, replaces: true }));
    const page: Message = {
      fallback: "x",
      blocks: [{ type: "heading", text: "12 papers" }, ...papers, { type: "actions", actions: pages }],
    };
    expect(renderDiscord(page).payloads).toHaveLength(1);
  });

  it("splits what is larger than a message between papers", () => {
    const papers = Array.from({ length: 30 }, (_, index) =>
      paperBlock(paperLike({ title: `Paper ${index}` }), { quote: ["q".repeat(400)] }),
    );
    const { payloads } = renderDiscord({ fallback: "x", blocks: papers });
    expect(payloads.length).toBeGreaterThan(1);
    for (const { components } of payloads) {
      expect(components[0]?.type).toBe(10);
      expect(components.at(-1)?.type).toBe(1);
    }
  });

  it("says the fallback where there is nothing else to show", () => {
    expect(inspect({ fallback: "Nothing new", blocks: [] }).visible).toContain("Nothing new");
    expect(inspect({ fallback: "", blocks: [{ type: "text", text: [] }] }).visible).toBe("\n…");
  });

  it("says which channel it is about where it is shown in another", () => {
    const { payloads } = renderDiscord({ fallback: "x", blocks: [paperBlock(paperLike())] }, "1300000000000000007");
    const [text] = payloads[0]?.components ?? [];
    expect(text && "content" in text && text.content).toMatch(/^-# In <#1300000000000000007>\n### /);
  });

  it("carries a file beside the last message and does not repeat it, unless it is too large for Discord", () => {
    const list = (content: string): Message => ({
      fallback: "x",
      blocks: [
        { type: "heading", text: "Your list" },
        { type: "text", text: [{ code: content }] },
      ],
      file: { name: "list.csv", content },
    });
    const [small] = renderDiscord(list("key,title")).payloads;
    expect(small?.file).toEqual({ name: "list.csv", content: "key,title" });
    expect(small?.components).toEqual([
      { type: 10, content: "## Your list" },
      { type: 13, file: { url: "attachment://list.csv" } },
    ]);
    const { payloads } = renderDiscord(list("x".repeat(11 * 1_024 * 1_024)));
    expect(payloads.every(({ file }) => file === undefined)).toBe(true);
    expect(JSON.stringify(payloads.at(-1))).toContain("11 MB, and Discord takes 10 at most");
  });

  it("joins lines of text into one component", () => {
    const help = helpOverview(
      [{ name: "latest", usage: "/papers latest", summary: "Newest", notes: [], args: [], examples: [] }],
      "/papers",
    );
    expect(renderDiscord(help).payloads[0]?.components).toHaveLength(1);
  });

  it.each([
    ["@everyone <@1> <#2>", "\\@everyone \\<\\@1\\> \\<\\#2\\>"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["see https://evil.example", "see https\\://evil.example"],
    ["a_b *c*", "a\\_b \\*c\\*"],
  ])("escapes %s", (text, shown) => {
    expect(escapeMarkdown(text)).toBe(shown);
  });

  it.each([
    ["ReAct: Acting (and Reasoning), #1", "[ReAct: Acting (and Reasoning), #1](https://example.org/)"],
    ["[Re] What A* costs at p < 0.05", "[[Re] What A* costs at p < 0.05](https://example.org/)"],
    ["On [0, 1)", "On \\[0, 1\\) [link](https://example.org/)"],
    ["Soft* and hard*", "Soft\\* and hard\\* [link](https://example.org/)"],
    ["A \\(x\\) of", "A \\\\\\(x\\\\\\) of [link](https://example.org/)"],
    ["<@1> at https://evil.example", "\\<\\@1\\> at https\\://evil.example [link](https://example.org/)"],
    ["🦩 Flamingo", "🦩 Flamingo [link](https://example.org/)"],
    [" ", "[link](https://example.org/)"],
  ])("links %s without a backslash in the label, which Discord would show", (title, shown) => {
    expect(maskedLink(title, "https://example.org/", 200)).toBe(shown);
  });

  it("gives every hostile title a heading of its own length at most", () => {
    for (const title of hostileTexts) {
      const { payloads } = renderDiscord({ ...message, blocks: [paperBlock(paperLike({ title }))] });
      for (const { components } of payloads) {
        const [text] = components;
        expect(text && "content" in text && (text.content.split("\n")[0]?.length ?? 0)).toBeLessThan(800);
      }
    }
  });
});

describe("a Discord button", () => {
  const memory = (lines: Record<string, string> = {}) => ({
    keep: async () => undefined,
    find: async (id: string) => lines[id],
  });

  const first = (run: string, channel?: string) => {
    const actions = [{ label: "Go", run, replaces: true }];
    const { payloads, longLines } = renderDiscord({ fallback: "x", blocks: [{ type: "actions", actions }] }, channel);
    const [id] = (payloads[0]?.components ?? []).flatMap((part) =>
      "components" in part ? part.components.map((button) => button.custom_id) : [],
    );
    return { id: id ?? "", longLines };
  };

  it("carries its whole command line", async () => {
    const { id, longLines } = first("search x --page 2");
    expect(longLines).toEqual([]);
    expect(await readButton(id, memory())).toEqual({ line: "search x --page 2", replaces: true });
  });

  it("carries the channel it is about", async () => {
    const { id } = first("digest", "1300000000000000007");
    expect(await readButton(id, memory())).toMatchObject({ line: "digest", channel: "1300000000000000007" });
  });

  it("remembers a line too long for it", async () => {
    const line = `search ${"mixture of experts ".repeat(20)}`;
    const { id, longLines } = first(line, "1300000000000000007");
    expect(id.length).toBeLessThanOrEqual(100);
    const kept = Object.fromEntries(longLines.map((long) => [long.id, long.line]));
    expect(await readButton(id, memory(kept))).toMatchObject({ line, replaces: true });
    expect(await readButton(id, memory())).toBeUndefined();
  });

  it.each(["", "other-bot", "p0:", "x0:search a", `p0@${"z".repeat(40)}:a`])(
    "knows that %j is not its own",
    async (id) => {
      expect(await readButton(id, memory())).toBeUndefined();
    },
  );
});
