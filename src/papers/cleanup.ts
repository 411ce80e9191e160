/** Text as a person reads it: one line, composed characters, nothing invisible. */
export function cleanText(text: string): string {
  return text.replace(INVISIBLE, "").replace(/\s+/g, " ").trim().normalize("NFC");
}

const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
