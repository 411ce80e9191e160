import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { renderTerminal, type Screen } from "../../../adapters/terminal/render.ts";
import type { Message } from "../../../src/message.ts";
import { paperBlock } from "../../../src/views/paper.ts";
import { type RenderedForTest, rendererContract } from "../../contracts/renderer.ts";
import { paperLike } from "../../support/papers.ts";

const plain: Screen = { columns: 60, color: false, hyperlinks: false };

/** Sequences a renderer may write itself: colours, and links to http addresses in ASCII. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const ownSequences = /\u001b\[\d{1,2}m|\u001b\]8;;(?:https?:\/\/[!-~]*)?\u0007/g;

function inspect(screen: Screen, message: Message): RenderedForTest {
  const { text, choices } = renderTerminal(message, screen);
  const bare = text.replace(ownSequences, "");
  const faults: string[] = [];
  if (/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u200b]/u.test(bare)) faults.push("control character");
  if (!screen.color && text.includes("\u001b[")) faults.push("colour on a plain screen");
  for (const line of bare.split("\n")) {
    if (stringWidth(line) > screen.columns) faults.push(`too wide: ${line.slice(0, 80)}`);
  }
  for (let number = 1; number <= choices.length; number++) {
    if (!bare.replaceAll(/\s/g, "").includes(`[${number}]`)) faults.push(`no number ${number}`);
  }
  return { visible: stripVTControlCharacters(text), runs: choices.map((choice) => choice.run), faults };
}

rendererContract("plain terminal", (message) => inspect(plain, message));
rendererContract("terminal with colours and links", (message) =>
  inspect({ columns: 40, color: true, hyperlinks: true }, message),
);
rendererContract("narrowest terminal", (message) => inspect({ ...plain, columns: 20 }, message));

describe("terminal renderer", () => {
  const message: Message = { fallback: "x", blocks: [paperBlock(paperLike())] };

  it("links the title where the terminal can, and writes the address under it where it cannot", () => {
    const linked = renderTerminal(message, { ...plain, hyperlinks: true }).text;
    expect(linked).toContain("\u001b]8;;https://arxiv.org/abs/2601.01234\u0007Routing Experts at Small Scale");
    const lines = renderTerminal(message, plain).text.split("\n");
    expect(lines[0]).toBe("Routing Experts at Small Scale");
    expect(lines[1]).toBe("  https://arxiv.org/abs/2601.01234");
  });

  it("numbers the actions through the whole message", () => {
    const { text, choices } = renderTerminal({ fallback: "x", blocks: [...message.blocks, ...message.blocks] }, plain);
    expect(text).toContain("[1] Show abstract");
    expect(text).toContain("[6] Show abstract");
    expect(choices).toHaveLength(10);
  });

  it("names choices that repeat once where few are taken, and keeps their numbers", () => {
    const saved = { ...paperBlock(paperLike()), actions: [{ label: "Take off the list", run: "unsave x" }] };
    const blocks = [...message.blocks, ...message.blocks, ...message.blocks, saved, ...message.blocks];
    const { text, choices } = renderTerminal({ fallback: "x", blocks }, { ...plain, briefChoices: true }, 3);
    expect(text.split("\n").filter((line) => /\[\d/.test(line))).toEqual([
      "  [3] Show abstract  [4] Similar  [5] More like this",
      "  [6] Not for us  [7] Save",
      "  [8] to [12] as above",
      "  [13] to [17] as above",
      "  [18] Take off the list",
      "  [19] Show abstract  [20] Similar  [21] More like this",
      "  [22] Not for us  [23] Save",
    ]);
    expect(choices).toHaveLength(21);
  });

  it("breaks lines between choices, not inside one", () => {
    const actions = [1, 2, 3, 4].map((part) => ({ label: `a rather long label ${part}`, run: "status" }));
    const { text } = renderTerminal({ fallback: "x", blocks: [{ type: "actions", actions }] }, plain);
    expect(text).toBe(
      "[1] a rather long label 1  [2] a rather long label 2\n[3] a rather long label 3  [4] a rather long label 4\n",
    );
  });

  it("writes times in the person's zone", () => {
    const blocks: Message["blocks"] = [{ type: "text", text: [{ time: new Date("2026-01-05T08:30:00Z") }] }];
    const { text } = renderTerminal({ fallback: "x", blocks }, { ...plain, timeZone: "Asia/Kathmandu" });
    expect(text).toContain("2026-01-05 14:15 Asia/Kathmandu");
  });
});
