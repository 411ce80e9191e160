/**
 * What makes two topics the same: case, blanks and composed letters don't count. `OR` keeps its case, as only in
 * capitals is it an operator.
 */
export function topicIdentity(topic: string): string {
  return topic
    .normalize("NFKC")
    .trim()
    .split(/\s+/u)
    .map((word) => (word === "OR" ? word : word.toLowerCase()))
    .join(" ");
}
