import { type Html, html } from "../html.ts";
import { listing, outwardLink, timeElement } from "../render.ts";

/** Slack's text markup as Slack shows it. */
export function viewMrkdwn(text: string): readonly Html[] {
  // What stands between two fences is code.
  return text.split("```").flatMap((part, index, parts) => {
    const around = part.replace(/^\n|\n$/g, "");
    if (index % 2 === 1 && index < parts.length - 1) return [listing(decoded(around))];
    return around === "" ? [] : viewLines(around);
  });
}

function viewLines(text: string): readonly Html[] {
  return lines(text).map(({ quoted, content }) =>
    quoted ? html`<blockquote>${inline(content)}</blockquote>` : html`<p>${inline(content)}</p>`,
  );
}

/** The words of a `plain_text` object, which knows entities alone. */
export function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

interface Line {
  readonly quoted: boolean;
  readonly content: string;
}

function lines(text: string): readonly Line[] {
  return text.split("\n").map((line) => {
    const quoted = line.startsWith(">") || line.startsWith("&gt;");
    return { quoted, content: quoted ? line.replace(/^(?:>|&gt;)\s?/, "") : line };
  });
}

/** What a piece may begin with, and how it ends; marks count at the edges of words only. */
const opening =
  /<([^<>]*)>|(?<![\p{L}\p{N}])(?:`([^`]+)`|\*(?=\S)([^*]*[^*\s])\*|_(?=\S)([^_]*[^_\s])_|~(?=\S)([^~]*[^~\s])~)(?![\p{L}\p{N}])/u;

function inline(text: string): readonly Html[] {
  const pieces: Html[] = [];
  let rest = text;
  for (let found = opening.exec(rest); found; found = opening.exec(rest)) {
    const [whole, angle, code, bold, italic, struck] = found;
    if (found.index > 0) pieces.push(html`${decoded(rest.slice(0, found.index))}`);
    if (angle !== undefined) pieces.push(angled(angle));
    else if (code !== undefined) pieces.push(html`<code>${decoded(code)}</code>`);
    else if (bold !== undefined) pieces.push(html`<strong>${inline(bold)}</strong>`);
    else if (italic !== undefined) pieces.push(html`<em>${inline(italic)}</em>`);
    else pieces.push(html`<s>${inline(struck ?? "")}</s>`);
    rest = rest.slice(found.index + whole.length);
  }
  if (rest !== "") pieces.push(html`${decoded(rest)}`);
  return pieces;
}

/** `<url|label>`, `<!date^…|fallback>`, `<@U1>`: what Slack makes of angle brackets. */
function angled(content: string): Html {
  const [, target = "", label] = /^([^|]*)(?:\|(.*))?$/s.exec(content) ?? [];
  const [, seconds] = /^!date\^(\d{1,12})\^/.exec(target) ?? [];
  if (seconds !== undefined) return timeElement(new Date(Number(seconds) * 1_000));
  if (/^[!@#]/.test(target)) return html`<b class="mention">${decoded(label ?? target)}</b>`;
  return outwardLink(html`${inline(label ?? target)}`, decoded(target));
}
