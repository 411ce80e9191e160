import { cleanText } from "./cleanup.ts";

/** One entry of a .bib file, its fields by their names in lower case, as text a person reads. */
export interface BibEntry {
  readonly type: string;
  readonly key: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** `@article{`: at the beginning, or behind a blank or the end of another one; in chat a file has lost its lines. */
const entryStart = /(?<=^|[\s}),;])@([a-z]{1,30})\s*[{(]/giu;
/** These hold no paper. */
const apart = new Set(["comment", "preamble", "string"]);

/** Whether a text is a .bib file, or a piece of one. */
export function isBibtex(text: string): boolean {
  return text.search(entryStart) >= 0;
}

/**
 * The entries of a .bib file. What is damaged costs as little as can be: an entry without an end goes on to the next one,
 * a field without an end to the next field. Time grows linearly with length; never throws.
 */
export function readBibtex(text: string): readonly BibEntry[] {
  const starts = [...text.matchAll(entryStart)];
  const macros = new Map<string, string>();
  return starts.flatMap((start, index) => {
    const type = (start[1] ?? "").toLowerCase();
    const body = text.slice(start.index + start[0].length, starts[index + 1]?.index ?? text.length);
    if (type === "string")
      for (const [name, value] of fieldsOf(body, macros)) macros.set(name, value.slice(0, longestMacro));
    if (apart.has(type)) return [];
    const [key = ""] = /^[^,={}"]*(?=,|\s*[})]?\s*$)/u.exec(body) ?? [];
    const fields = new Map<string, string>();
    for (const [name, value] of fieldsOf(body.slice(key.length), macros)) {
      const plain = readable(value);
      if (!fields.has(name) && plain !== "") fields.set(name, plain);
    }
    return [{ type, key: key.trim(), fields }];
  });
}

const fieldStart = /([a-z][\w:.+-]{0,40})\s*=\s*(?=[{"\w#])/giy;

/** Names and raw values of the fields, in their order. */
function fieldsOf(body: string, macros: ReadonlyMap<string, string>): (readonly [name: string, value: string])[] {
  const fields: (readonly [string, string])[] = [];
  let at = 0;
  while (at < body.length) {
    fieldStart.lastIndex = at;
    const start = fieldStart.exec(body);
    if (!start) {
      at = wordEnd(body, at);
      continue;
    }
    const { value, next } = readValue(body, fieldStart.lastIndex, macros);
    fields.push([(start[1] ?? "").toLowerCase(), value]);
    at = next;
  }
  return fields;
}

/** Where to look for a field next: behind a word that is none, or behind one sign. */
function wordEnd(body: string, at: number): number {
  let next = at;
  while (next < body.length && /[\w:.+-]/u.test(body.charAt(next))) next++;
  return Math.max(next, at + 1);
}

/** An abstract is shorter; macros made of macros would double for ever. */
const longestValue = 20_000;
const longestMacro = 500;

/** A value may have several parts: `"one " # two # {three}`. */
function readValue(body: string, from: number, macros: ReadonlyMap<string, string>): { value: string; next: number } {
  let value = "";
  let next = from;
  for (;;) {
    const part = readPart(body, next, macros);
    if (value.length < longestValue) value += part.value;
    next = part.next;
    const joint = /^\s*#\s*/u.exec(body.slice(next, next + 100));
    if (!joint) return { value, next };
    next += joint[0].length;
  }
}

function readPart(body: string, at: number, macros: ReadonlyMap<string, string>): { value: string; next: number } {
  const opening = body[at];
  if (opening !== "{" && opening !== '"') {
    const [bare = ""] = /^[^\s,{}"#()]*/u.exec(body.slice(at, at + 200)) ?? [];
    return { value: macros.get(bare.toLowerCase()) ?? bare, next: at + bare.length };
  }
  let depth = 0;
  for (let i = at; i < body.length; i++) {
    const c = body[i];
    if (c === "\\") i++;
    else if (c === "{") depth++;
    else if (c === "}") depth--;
    const isEnd = opening === "{" ? depth === 0 : c === '"' && i > at && depth === 0;
    if (isEnd) return { value: body.slice(at + 1, i), next: i + 1 };
  }
  return cutOff(body, at);
}

/** A value that is never closed ends where the next field seems to begin. */
function cutOff(body: string, at: number): { value: string; next: number } {
  const following = body.slice(at + 1).search(/,\s*[a-z]{2,20}\s*=\s*[{"\d]/iu);
  const end = following < 0 ? body.length : at + 1 + following;
  return { value: body.slice(at + 1, end).replace(/[\s}),]+$/u, ""), next: end };
}

/** A value as a person reads it: braces only keep capitals, and what is escaped means itself and nothing to LaTeX. */
function readable(value: string): string {
  const shielded = value.replace(escapes, (escaped) =>
    String.fromCharCode(shieldedFrom + signs.indexOf(signOf(escaped))),
  );
  const bare = shielded.replace(/\\[a-z]+\s*\{[^{}]*\}|\\.\{[^{}]*\}|[{}]/giu, (match) =>
    match.length === 1 ? "" : match,
  );
  return cleanText(bare).replace(shields, (shield) => signs[shield.charCodeAt(0) - shieldedFrom] ?? "");
}

const signs = "#$%&_{}\\~^\"`'-";
/** Of Unicode's private use: no text has them, and the clean-up lets them be. */
const shieldedFrom = 0xe800;
const shields = /[\ue800-\ue80d]/gu;
const named: Readonly<Record<string, string>> = {
  textbackslash: "\\",
  textbraceleft: "{",
  textbraceright: "}",
  textasciitilde: "~",
  textasciicircum: "^",
  textquotedbl: '"',
  textasciigrave: "`",
  textquotesingle: "'",
};
const escapes =
  /-\{\}(?=-)|\\[#$%&_{}]|\\(?:textbackslash|textbraceleft|textbraceright|textasciitilde|textasciicircum|textquotedbl|textasciigrave|textquotesingle)(?:\{\}|(?![a-z]))/gu;

function signOf(escaped: string): string {
  if (escaped.startsWith("-")) return "-";
  return named[escaped.slice(1).replace("{}", "")] ?? escaped.slice(1);
}
