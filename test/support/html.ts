/** A page as a strict reader takes it: its tags, and what is left to see. Not lenient as browsers are. */
export interface ReadHtml {
  readonly tags: readonly HtmlTag[];
  /** The text between the tags, entities decoded. */
  readonly text: string;
  /** What does not read as a well-formed page. */
  readonly faults: readonly string[];
}

export interface HtmlTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g;

export function readHtml(markup: string): ReadHtml {
  const tags: HtmlTag[] = [];
  const text = markup
    .replace(/^<!doctype html>/, "")
    .replace(tag, (_, closes: string, name: string, inside: string) => {
      if (closes === "") tags.push({ name, attributes: readAttributes(inside) });
      return " ";
    });
  const faults: string[] = [];
  const stray = /[<>].{0,40}/s.exec(text);
  if (stray) faults.push(`a stray ${stray[0]}`);
  const loose = /&(?!(?:amp|lt|gt|quot|#39|#96);).{0,20}/s.exec(text);
  if (loose) faults.push(`a loose ${loose[0]}`);
  return { tags, text: decoded(text), faults };
}

function readAttributes(inside: string): ReadonlyMap<string, string> {
  return new Map(
    [...inside.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [name, decoded(value)]),
  );
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#96;": "`",
};

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#96);/g, (entity) => entities[entity] ?? entity);
}
