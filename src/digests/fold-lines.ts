/** Hard-wrapped text on one line: feeds break titles and abstracts, some with two spaces behind the break. */
export function foldLines(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
