import type { Inline } from "../message.ts";
import { cut, enumerateInline } from "./text.ts";

/** A topic as it stands in a sentence. */
export function topicName(topic: string): Inline {
  return { bold: cut(topic, 80) };
}

/** A sentence that names more than these is not read; `subscriptions` shows all of them. */
const mostNamed = 10;

/** `a`, `a and b`, `a, b and c`, each topic set apart; `a, b, … and 40 more` of a long list. */
export function topicList(topics: readonly string[]): readonly Inline[] {
  const named = topics.slice(0, mostNamed).map(topicName);
  const items = topics.length > mostNamed ? [...named, `${topics.length - mostNamed} more`] : named;
  return enumerateInline(items.map((item) => [item]));
}

/** For a message's one-line form, where the first ones have to do. */
export function inOneLine(topics: readonly string[]): string {
  return cut(topics.map((topic) => cut(topic, 60)).join(", "), 400);
}
