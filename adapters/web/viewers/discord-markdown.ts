import { type Html, html } from "../html.ts";
import { outwardLink, timeElement } from "../render.ts";

/** Discord's Markdown as Discord shows it. */
export function viewDiscordMarkdown(text: string): readonly Html[] {
  return text.split("\n").map(viewLine);
}

function viewLine(line: string): Html {
  const [, mark, rest = ""] = /^(#{1,3}|-#|>|[-*]) (.*)$/s.exec(line) ?? [];
  switch (mark) {
    case "#":
    case "##":
      return html`<h3>${inline(rest)}</h3>`;
    case "###":
      return html`<h4>${inline(rest)}</h4>`;
    case "-#":
      return html`<p class="subtext">${inline(rest)}</p>`;
    case ">":
      return html`<blockquote>${inline(rest)}</blockquote>`;
    case "-":
    case "*":
      return html`<p class="bullet">${inline(rest)}</p>`;
    default:
      return html`<p>${inline(line)}</p>`;
  }
}

/** One piece at a time; a backslash takes a mark its meaning, but in a link's label, where Discord shows it. */
const piece =
  /\\([^\p{L}\p{N}\s])|`([^`]+)`|<t:(-?\d{1,12})(?::[a-zA-Z])?>|<([@#][&!]?\d+)>|\[((?:\[[^[\]]*\]|[^[\]])*)\]\(([^()\s]+)\)|\*\*((?:\\.|[^*\\]|\*(?!\*))+)\*\*|__((?:\\.|[^_\\])+)__|~~((?:\\.|[^~\\])+)~~|\*((?:\\.|[^*\\])+)\*|(https?:\/\/[^\s<>]+)/u;

function inline(text: string): readonly Html[] {
  const pieces: Html[] = [];
  let rest = text;
  for (let found = piece.exec(rest); found; found = piece.exec(rest)) {
    if (found.index > 0) pieces.push(html`${rest.slice(0, found.index)}`);
    pieces.push(shown(found));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest !== "") pieces.push(html`${rest}`);
  return pieces;
}

function shown(found: RegExpExecArray): Html {
  const [, escaped, code, seconds, mention, label, target, bold, underlined, struck, italic, url] = found;
  if (escaped !== undefined) return html`${escaped}`;
  if (code !== undefined) return html`<code>${code}</code>`;
  if (seconds !== undefined) return timeElement(new Date(Number(seconds) * 1_000));
  if (mention !== undefined) return html`<b class="mention">${mention}</b>`;
  if (target !== undefined) return outwardLink(label ?? "", target);
  if (bold !== undefined) return html`<strong>${inline(bold)}</strong>`;
  if (underlined !== undefined) return html`<u>${inline(underlined)}</u>`;
  if (struck !== undefined) return html`<s>${inline(struck)}</s>`;
  if (italic !== undefined) return html`<em>${inline(italic)}</em>`;
  return outwardLink(url ?? "", url ?? "");
}
