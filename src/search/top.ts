export interface Scored {
  readonly doc: number;
  readonly score: number;
}

/** Best first; of equal scores the lower number first, so that an order is the same every time. */
export const byScore = (a: Scored, b: Scored): number => b.score - a.score || a.doc - b.doc;

/**
 * The `limit` largest positive scores, best first. `accept` is asked only of those that would make it. A binary heap
 * with the worst on top: one comparison for most numbers.
 */
export function bestOf(scores: Float32Array, limit: number, accept: (doc: number) => boolean): Scored[] {
  const heap: Scored[] = [];
  let worst = 0;
  for (let doc = 0; doc < scores.length; doc++) {
    const score = scores[doc] ?? 0;
    if (score <= worst || !accept(doc)) continue;
    if (heap.length < limit) rise(heap, { doc, score });
    else sink(heap, { doc, score });
    if (heap.length === limit) worst = heap[0]?.score ?? 0;
  }
  return heap.sort(byScore);
}

function rise(heap: Scored[], entry: Scored): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || above.score <= entry.score) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

/** Replaces the worst. */
function sink(heap: Scored[], entry: Scored): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const right = heap[child + 1];
    let below = heap[child];
    if (right !== undefined && below !== undefined && right.score < below.score) {
      child++;
      below = right;
    }
    if (below === undefined || below.score >= entry.score) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = entry;
}
