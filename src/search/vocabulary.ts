/** Terms and their numbers, in the order they were first seen. Numbers are dense and never reused. */
export interface Vocabulary {
  readonly size: number;
  /** The term's number, or -1 for a term never seen. */
  find(term: string): number;
  /** The term's number; a new term gets the next one. */
  intern(term: string): number;
  term(number: number): string;
  /** The terms from a number on, in order: what a file needs to continue from there. */
  from(number: number): readonly string[];
}

export function createVocabulary(): Vocabulary {
  const numbers = new Map<string, number>();
  const terms: string[] = [];
  return {
    get size() {
      return terms.length;
    },
    find: (term) => numbers.get(term) ?? -1,
    intern(term) {
      const known = numbers.get(term);
      if (known !== undefined) return known;
      numbers.set(term, terms.length);
      return terms.push(term) - 1;
    },
    term: (number) => terms[number] ?? "",
    from: (number) => terms.slice(number),
  };
}
