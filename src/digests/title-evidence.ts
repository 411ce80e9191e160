/**
 * How much more a text looks like a title than like an abstract: above 0 a title, below 0 prose. The weights are
 * set by hand on 30,000 arXiv titles and abstracts: length, final stop, sentences, first person, addresses.
 */
export function titleEvidence(text: string): number {
  const head = text.slice(0, 1000);
  let evidence =
    text.length < 60
      ? 4
      : text.length < 100
        ? 3
        : text.length < 150
          ? 1.5
          : text.length < 200
            ? 0
            : text.length < 300
              ? -3
              : -7;
  if (/\.[)"'”’]?$/.test(text)) evidence -= 5;
  else if (!/[,;:]$/.test(text)) evidence += 1.5;
  evidence -= 1.5 * Math.min(3, head.match(/[\p{Ll}\d)][.?!] \p{Lu}/gu)?.length ?? 0);
  if (/https?:\/\//.test(head)) evidence -= 4;
  if (/\b(?:we|our|this (?:paper|work|article|study|report))\b/i.test(head)) evidence -= 1.5;
  if (/^\p{Ll}/u.test(head)) evidence -= 0.5;
  const long = head.match(/\p{L}{4,}/gu) ?? [];
  if (long.length >= 2 && long.filter((word) => /^\p{Lu}/u.test(word)).length / long.length > 0.6) evidence += 1.5;
  return evidence;
}
