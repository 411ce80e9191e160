import { describe, expect, it } from "vitest";
import { renderSlack, type SlackPayload } from "../../../adapters/slack/render.ts";
import type { Action, Message, PaperBlock } from "../../../src/message.ts";
import { paperBlock } from "../../../src/views/paper.ts";
import { rendererContract } from "../../contracts/renderer.ts";
import { hostileTexts, paperLike } from "../../support/papers.ts";
import { buttonsOf, messageFaults, visibleText } from "../../support/slack/block-kit.ts";

function inspect(message: Message) {
  const { payloads, thread, longLines } = renderSlack(message);
  const all = [...payloads, ...thread];
  const lines = new Map(longLines.map(({ id, line }) => [id, line]));
  return {
    visible: all.map((payload) => visibleText(payload.blocks)).join("\n"),
    runs: all.flatMap((payload) =>
      buttonsOf(payload.blocks).map(({ value }) => lines.get(String(value)) ?? String(value)),
    ),
    faults: all.flatMap(messageFaults),
  };
}

rendererContract("slack", inspect);

const says = (...text: Extract<Message["blocks"][number], { type: "text" }>["text"]): Message => ({
  fallback: "x",
  blocks: [{ type: "text", text }],
});

function onlyPayload(message: Message): SlackPayload {
  const { payloads } = renderSlack(message);
  const [payload] = payloads;
  if (!payload || payloads.length > 1) throw new Error(`${payloads.length} payloads`);
  return payload;
}

function markup(message: Message): string {
  const [block] = onlyPayload(message).blocks;
  return block?.type === "section" ? block.text.text : "";
}

describe("slack renderer", () => {
  it("links the title, and sets facts, quoted sentence, reason and buttons under it", () => {
    const paper: PaperBlock = {
      ...paperBlock(paperLike()),
      quote: ["Our router ", { bold: "halves" }, " the cost."],
      reason: ["matches router in the abstract"],
    };
    const { blocks } = onlyPayload({ fallback: "x", blocks: [paper] });
    expect(blocks.map(({ type }) => type)).toEqual(["section", "context", "section", "actions"]);
    const texts = JSON.stringify(blocks);
    expect(texts).toContain("*<https://arxiv.org/abs/2601.01234|Routing Experts at Small Scale>*");
    expect(texts).toContain("Ada Moreno +2 · 2026-01-05 · 42 upvotes · <https://github.com/example/router|code>");
    expect(texts).toContain("> Our router *halves* the cost.\\nmatches router in the abstract");
  });

  it("neither mentions, formats nor quotes what a paper says", () => {
    expect(markup(says("<!channel> & <@U1> *b* _i_ ~s~ `c` :fire: a_b"))).toBe(
      "&lt;!channel&gt; &amp; &lt;@U1&gt; ∗b∗ ˍiˍ ∼s∼ ˋcˋ ꞉fire: a_b",
    );
    expect(markup(says("> not a quotation"))).toBe("› not a quotation");
    expect(markup(says({ code: "<!here> `x` &" }))).toBe("`&lt;!here&gt; 'x' &amp;`");
    expect(markup(says("a\u202eb\u200bc\nd"))).toBe("abc d");
  });

  it("formats at the edges of words only, where Slack would not print the mark itself", () => {
    expect(markup(says("a ", { bold: " b " }, "c"))).toBe("a  *b* c");
    expect(markup(says("a", { bold: "b" }, "c"))).toBe("abc");
  });

  it("gives times to each reader's own clock", () => {
    expect(markup(says({ time: new Date("2026-01-05T08:30:00Z") }))).toBe(
      "<!date^1767601800^{date_short_pretty} {time}|2026-01-05 08:30 UTC>",
    );
  });

  it("splits a text that no section holds and loses none of it", () => {
    const words = Array.from({ length: 900 }, (_, index) => `word${index}`);
    const { visible, faults } = inspect(says(words.join(" ")));
    expect(faults).toEqual([]);
    expect(visible.split(/\s+/)).toEqual(words);
  });

  it("keeps the limits also where Slack counts bytes, and loses nothing", () => {
    const text = "混合专家模型".repeat(1_500);
    const { visible, faults } = inspect(says(text));
    expect(faults).toEqual([]);
    expect(visible.replaceAll("\n", "")).toBe(text);
    const listing = inspect(says({ code: `${text}\n${text}` }));
    expect(listing.faults).toEqual([]);
    const paper = paperBlock(paperLike({ title: text }), { quote: [text], reason: [text] });
    expect(inspect({ fallback: text, blocks: [paper, paper, paper] }).faults).toEqual([]);
    const actions = [
      { label: text, run: `search ${text}` },
      { label: "🦉".repeat(400), run: `search ${"🦉".repeat(400)}` },
    ];
    expect(inspect({ fallback: "x", blocks: [{ type: "actions", actions }] }).faults).toEqual([]);
  });

  it("turns to another payload before the blocks grow too long together, keeping each paper whole", () => {
    const papers = Array.from({ length: 20 }, (_, index) =>
      paperBlock(paperLike({ title: `Paper ${index} ${"long title ".repeat(30)}` }), {
        quote: ["quoted words ".repeat(60)],
      }),
    );
    const { payloads } = renderSlack({ fallback: "x", blocks: papers });
    expect(payloads.length).toBeGreaterThan(1);
    expect(payloads.flatMap(messageFaults)).toEqual([]);
    for (const { blocks } of payloads) expect(blocks[0]?.type).toBe("section");
    for (const { blocks } of payloads) expect(blocks.at(-1)?.type).toBe("actions");
  });

  it("fits a post of five papers with four buttons each into one payload", () => {
    const actions: Action[] = ["More like this", "Not for us", "Similar", "Save"].map((label) => ({
      label,
      run: `${label.toLowerCase()} 0123456789ab`,
    }));
    const papers = Array.from({ length: 5 }, () => ({
      ...paperBlock(paperLike(), { quote: ["word ".repeat(60)], reason: ["matches ", { bold: "router" }] }),
      actions,
    }));
    const { payloads } = renderSlack({ fallback: "Today", blocks: [{ type: "heading", text: "Today" }, ...papers] });
    expect(payloads).toHaveLength(1);
  });

  it("keeps more than 25 buttons, with lines as long as any", () => {
    const actions: Action[] = Array.from({ length: 60 }, (_, index) => ({ label: `B${index}`, run: `run ${index}` }));
    const long = { label: "Long", run: `search ${"x".repeat(1_993)}` };
    const longer = { label: "Longer", run: `search ${"x".repeat(3_993)}`, replaces: true };
    const message: Message = { fallback: "x", blocks: [{ type: "actions", actions: [...actions, long, longer] }] };
    const { runs, faults } = inspect(message);
    expect(faults).toEqual([]);
    expect(runs).toEqual([...actions, long, longer].map(({ run }) => run));
    expect(renderSlack(message).longLines.map(({ line }) => line)).toEqual([longer.run]);
  });

  it("puts what is more into the thread", () => {
    const { payloads, thread } = renderSlack({
      fallback: "x",
      blocks: [{ type: "heading", text: "Five" }],
      more: [{ type: "heading", text: "The rest" }],
    });
    expect(visibleText(payloads[0]?.blocks)).toBe("Five");
    expect(visibleText(thread[0]?.blocks)).toBe("The rest");
  });

  it("says in a notification what the message says, on one line", () => {
    expect(onlyPayload({ fallback: "2 papers <!here> & more\nlines", blocks: [{ type: "divider" }] }).text).toBe(
      "2 papers &lt;!here&gt; &amp; more lines",
    );
    for (const text of hostileTexts) expect(renderSlack({ fallback: text, blocks: [] }).payloads).toHaveLength(1);
  });

  it("takes a long hostile text from a paper in every place at once", () => {
    const text = "<!channel> & `| \u202e*_~ ".repeat(160);
    const paper: PaperBlock = {
      type: "paper",
      title: text,
      url: `https://example.org/?q=${text}`,
      facts: Array.from({ length: 20 }, () => text),
      quote: [text, { bold: text }, { code: text }, { link: text, url: "https://example.org/|x" }],
      reason: [text],
      actions: [{ label: text, run: "show a" }],
    };
    expect(inspect({ fallback: text, blocks: [paper, paper, paper] }).faults).toEqual([]);
  });
});
