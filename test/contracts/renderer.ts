import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action, Block, Inline, Message } from "../../src/message.ts";
import { hostileTexts } from "../support/papers.ts";

/** What came out of a renderer, as the contract looks at it. */
export interface RenderedForTest {
  /** Everything a reader sees, as text. */
  readonly visible: string;
  /** The lines the buttons (or numbers) run, in their order. */
  readonly runs: readonly string[];
  /** What the platform would refuse or obey: limits broken, markup not escaped. Empty when all is well. */
  readonly faults: readonly string[];
}

/** What every renderer must do with every Message. */
export function rendererContract(name: string, render: (message: Message) => RenderedForTest): void {
  describe(`${name} as a renderer`, () => {
    it("shows every part of a message", () => {
      const { visible, runs, faults } = render(everything);
      for (const part of [
        "Head",
        "plain",
        "bolded",
        "coded",
        "Paper Title",
        "a fact",
        "quoted",
        "because",
        "in thread",
      ]) {
        expect(visible).toContain(part);
      }
      expect(visible).toContain("2026");
      expect(runs).toEqual(["show a", "similar a", "search x --page 2", "show b"]);
      expect(faults).toEqual([]);
    });

    it.each(hostileTexts.map((text, index) => [index, text] as const))("lets hostile text %i do nothing", (_, text) => {
      const { faults, runs } = render(hostileMessage(text));
      expect(faults).toEqual([]);
      expect(runs).toContain("show a");
    });

    it("never links to anything but http and https", () => {
      const link = { link: "words", url: "javascript:alert(1)" };
      const { visible, faults } = render({ fallback: "x", blocks: [{ type: "text", text: [link] }] });
      expect(visible).toContain("words");
      expect(visible).not.toContain("javascript:");
      expect(faults).toEqual([]);
    });

    it("renders any message without a fault and loses none of its buttons", () => {
      fc.assert(
        fc.property(messages, (message) => {
          const { faults, runs } = render(message);
          expect(faults).toEqual([]);
          expect(runs).toEqual(allRuns(message));
        }),
        { numRuns: 200 },
      );
    });
  });
}

const everything: Message = {
  fallback: "Head",
  blocks: [
    { type: "heading", text: "Head" },
    {
      type: "text",
      text: ["plain ", { bold: "bolded" }, " ", { code: "coded" }, " ", { time: new Date("2026-01-05") }],
    },
    {
      type: "paper",
      title: "Paper Title",
      url: "https://example.org/paper",
      facts: ["a fact", { link: "code", url: "https://example.org/code" }],
      quote: [{ bold: "quoted" }, " words"],
      reason: ["because"],
      actions: [
        { label: "Show", run: "show a" },
        { label: "Similar", run: "similar a" },
      ],
    },
    { type: "divider" },
    { type: "actions", actions: [{ label: "Next page", run: "search x --page 2", replaces: true }] },
  ],
  more: [
    { type: "text", text: ["in thread"] },
    { type: "actions", actions: [{ label: "Show", run: "show b" }] },
  ],
};

function hostileMessage(text: string): Message {
  return {
    fallback: text,
    blocks: [
      { type: "heading", text },
      {
        type: "text",
        text: [text, { bold: text }, { code: text }, { link: text, url: `https://example.org/${text}` }],
      },
      {
        type: "paper",
        title: text,
        url: `https://example.org/${text}`,
        facts: [text, text],
        quote: [text],
        reason: [text],
        actions: [{ label: text, run: "show a" }],
      },
    ],
  };
}

const anyText = fc.oneof(fc.string({ unit: "grapheme", maxLength: 200 }), fc.constantFrom(...hostileTexts));
const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  anyText,
  anyText.map((bold) => ({ bold })),
  anyText.map((code) => ({ code })),
  fc.record({ link: anyText, url: fc.oneof(fc.webUrl(), anyText) }),
);
const inlines = fc.array(anyInline, { maxLength: 4 });
const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.record({ label: anyText, run: fc.string({ minLength: 1, maxLength: 30 }) }),
  { maxLength: 3 },
);
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant("heading" as const), text: anyText }),
  fc.record({ type: fc.constant("text" as const), text: inlines }),
  fc.record({ type: fc.constant("actions" as const), actions }),
  fc.record({ type: fc.constant("divider" as const) }),
  fc.record({
    type: fc.constant("paper" as const),
    title: anyText,
    url: fc.oneof(fc.webUrl(), anyText),
    facts: inlines,
    quote: inlines,
    reason: inlines,
    actions,
  }),
);
const messages: fc.Arbitrary<Message> = fc.record({ fallback: anyText, blocks: fc.array(anyBlock, { maxLength: 5 }) });

function allRuns(message: Message): readonly string[] {
  return message.blocks.flatMap((block) => ("actions" in block ? block.actions.map((action) => action.run) : []));
}
