import type { Inline } from "../message.ts";
import { cut } from "./text.ts";

/** A topic as it stands in a sentence. */
export function topicName(topic: string): Inline {
  return { bold: cut(topic, 80) };
}

/** `a`, `a and b`, `a, b and c`, each topic set apart. */
export function topicList(topics: readonly string[]): readonly Inline[] {
  return topics.flatMap((topic, index) => {
    const before = index === 0 ? [] : [index === topics.length - 1 ? " and " : ", "];
    return [...before, topicName(topic)];
  });
}

/** For a message's one-line form, where the first ones have to do. */
export function inOneLine(topics: readonly string[]): string {
  return cut(topics.map((topic) => cut(topic, 60)).join(", "), 400);
}
