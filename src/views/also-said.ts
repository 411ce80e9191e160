import type { AlsoSaid } from "../engine.ts";
import type { Block } from "../message.ts";
import { count } from "./text.ts";

/** Names other words for what was asked. `kind`: what they would bring, such as "more known paper". */
export function alsoSaidBlocks(also: readonly AlsoSaid[], kind: string): readonly Block[] {
  if (also.length === 0) return [];
  const names = also.flatMap(({ words, papers }, index) => [
    ...(index === 0 ? [] : [index === also.length - 1 ? " and " : ", "]),
    { bold: words },
    ` (${count(papers, kind)})`,
  ]);
  return [{ type: "text", text: ["The papers also say ", ...names, "."] }];
}
