/**
 * The sentences of an abstract, each a piece of it as it stands. A full stop ends one where a new one can begin behind
 * it and nothing before it is an abbreviation, an initial or a number's; in doubt two sentences stay one.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const stop of text.matchAll(stopPattern)) {
    const end = stop.index + stop[0].length;
    if (end < text.length && !isEnd(text, stop.index, end)) continue;
    const sentence = text.slice(start, end).trim();
    if (sentence !== "") sentences.push(sentence);
    start = end;
  }
  const rest = text.slice(start).trim();
  if (rest !== "") sentences.push(rest);
  return sentences;
}

/** A stop with the quotes and brackets that close with it, before a blank or at the end. */
const stopPattern = /[.!?。！？]{1,3}["'”’)\]]{0,3}(?=\s|$)/g;

/** Never at the end of a sentence. */
const leading = new Set(
  "e.g i.e cf vs fig figs eq eqs sec secs ch tab ref refs resp approx dr prof mr mrs ms vol pp viz w.r.t a.k.a ca".split(
    " ",
  ),
);
/** At the end of a sentence only where the next one plainly begins. */
const trailing = new Set("al etc i.i.d a.s u.s u.k u.s.a e.u inc ltd co corp jr sr a.m p.m d.o.f".split(" "));
const opening =
  /^(?:We|Our|The|This|These|Those|In|It|Its|To|For|However|Moreover|Furthermore|Here|While|Although|A|An|As|By|On|At|From|With|Finally|Then|Thus|Such|There|They|Based|Experiments?|Results?|Recent|Existing|But|Yet|And|If|When|Since)\b/;

function isEnd(text: string, stop: number, end: number): boolean {
  const behind = text.slice(end, end + 24).trimStart();
  if (/^(?!https?:|www\.)\p{Ll}(?!\p{Ll}{0,6}\p{Lu})/u.test(behind) || /^[,;:)\]=+<>]/.test(behind)) return false;
  if (text[stop] !== ".") return true;
  const word = /[^\s([{“"'‘/]*$/.exec(text.slice(Math.max(0, stop - 24), stop))?.[0] ?? "";
  const lower = word.toLowerCase();
  if (leading.has(lower) || (/^nos?$/.test(lower) && /^\d/.test(behind))) return false;
  const isInitial = /^(?:\p{Lu}|\p{Lu}\.\p{Lu})$/u.test(word);
  return trailing.has(lower) || isInitial ? opening.test(behind) : true;
}
