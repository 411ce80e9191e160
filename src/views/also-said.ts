import type { AlsoSaid } from "../engine.ts";
import type { Block } from "../message.ts";
import { text } from "./blocks.ts";
import { count, enumerateInline } from "./text.ts";

/** Names other words for what was asked. `kind`: what they would bring, such as "more known paper". */
export function alsoSaidBlocks(also: readonly AlsoSaid[], kind: string): readonly Block[] {
  if (also.length === 0) return [];
  const names = also.map(({ words, papers }) => [{ bold: words }, ` (${count(papers, kind)})`]);
  return [text("The papers also say ", ...enumerateInline(names), ".")];
}
