import { mendRemains } from "./latex-remains.ts";
import { readText } from "./latex-text.ts";

/**
 * Text as a person reads it, on one line: LaTeX quotes, accents, emphasis and simple formulas become Unicode, invisible
 * and direction-changing characters go. What cannot be turned stays as it is, and so does a text that comes to no rest:
 * cleaning what is clean changes nothing. Time grows linearly with length.
 */
export function cleanText(text: string): string {
  const plain = settleBlanks(text);
  if (!MARKUP.test(plain)) return plain;
  let known = plain;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = settleBlanks(mendRemains(readText(known)));
    if (next === known) return known;
    known = next;
  }
  return plain;
}

/** One pass seldom leaves anything for a second (an escape that uncovers another); more is a puzzle, not a text. */
const MAX_PASSES = 6;

/** Only these begin something to turn. */
const MARKUP = /[\\$^_{}`]|''|--|\S~|~ https?:|\dtimes|\bsim\d|text(?:bf|it)/;

function settleBlanks(text: string): string {
  return foldBlanks(text).replace(GLUED, "$& ");
}

/** "... per layer.We show ...": one abstract in a hundred. A name with a stop inside ("Autoware.Universe") has capitals. */
const GLUED = /[.!?](?=[A-Z][a-z]{1,99}[ ,])(?<=[ (][a-z-]{3,99}\)?.)/g;

function foldBlanks(text: string): string {
  if (!UNFOLDED.test(text)) return text;
  return text.toWellFormed().replace(/\s+/g, " ").replace(INVISIBLE, "").normalize("NFC").replace(/ {2,}/g, " ").trim();
}

/** Anything but printable ASCII with single blanks inside. */
const UNFOLDED = /[^ -~]| {2}|^ | $/;
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
