import { stripVTControlCharacters } from "node:util";

/** Text from outside as it may go to a terminal: line feeds stay, nothing is left that a terminal obeys. */
export function printable(text: string): string {
  return stripVTControlCharacters(text.toWellFormed()).replace(
    /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    "",
  );
}

export function oneLine(text: string): string {
  return printable(text.replace(/\s+/gu, " "));
}
