import { foldLines } from "./fold-lines.ts";

/** `A, B and C` or `A; B`: the list of names. */
export function splitNames(text: string): readonly string[] {
  const separator = text.includes(";") ? /;|\band\b/ : /,|\band\b|&/;
  return text
    .split(separator)
    .map(foldLines)
    .filter((name) => /\p{L}/u.test(name) && !/^(?:jr|sr|et al)\.?$/i.test(name));
}
