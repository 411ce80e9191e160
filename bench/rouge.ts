/** ROUGE F1 (Lin 2004) on lower-cased words, without stemming. */
export interface Rouge {
  readonly one: number;
  readonly long: number;
}

/** The best value over all targets, for each measure by itself. */
export function bestRouge(candidate: string, targets: readonly string[]): Rouge {
  const scores = targets.map((target) => rouge(words(candidate), words(target)));
  return {
    one: Math.max(0, ...scores.map((score) => score.one)),
    long: Math.max(0, ...scores.map((score) => score.long)),
  };
}

function rouge(candidate: readonly string[], target: readonly string[]): Rouge {
  return {
    one: f1(overlap(candidate, target), candidate.length, target.length),
    long: f1(longestCommon(candidate, target), candidate.length, target.length),
  };
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function f1(shared: number, candidate: number, target: number): number {
  return shared === 0 ? 0 : (2 * shared) / (candidate + target);
}

function overlap(first: readonly string[], second: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of first) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of second) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      shared++;
      left.set(word, count - 1);
    }
  }
  return shared;
}

/** Length of the longest common subsequence. */
function longestCommon(first: readonly string[], second: readonly string[]): number {
  let row = new Array<number>(second.length + 1).fill(0);
  for (const word of first) {
    const next = [0];
    second.forEach((other, j) => {
      next.push(word === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    });
    row = next;
  }
  return row[second.length] ?? 0;
}
