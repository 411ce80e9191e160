/** A sparse matrix by rows: row r has `values[i]` in column `columns[i]` for `starts[r] <= i < starts[r + 1]`. */
export interface SparseRows {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  readonly width: number;
}

/**
 * The leading right singular vectors of a sparse matrix, row-major `width x dimensions`, strongest first.
 * Randomised subspace iteration (Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review 2011,
 * algorithm 4.4) with a few vectors more than asked for, which are dropped in the end. Deterministic.
 * Costs about 4 s for 30,000 papers and 100 dimensions: a matter for a worker thread. Works in two arrays, in place: one
 * for each step would be some hundred megabytes until they are collected.
 */
export function rightSingularVectors(matrix: SparseRows, dimensions: number): Float32Array {
  const rank = dimensions + Math.min(20, dimensions);
  const basis = noise(matrix.width * rank);
  const image = new Float32Array((matrix.starts.length - 1) * rank);
  for (let round = 0; round < rounds; round++) {
    times(matrix, basis, rank, image);
    transposedTimes(matrix, image, rank, basis);
    orthonormalise(basis, rank);
  }
  // Rayleigh-Ritz: inside the subspace found, the singular vectors are the eigenvectors of (AZ)'(AZ).
  times(matrix, basis, rank, image);
  const { vectors } = eigen(gram(image, rank), rank);
  return combine(basis, rank, vectors, dimensions);
}

const rounds = 4;

/** A x B for dense B, row-major with `rank` columns. */
function times({ starts, columns, values }: SparseRows, dense: Float32Array, rank: number, result: Float32Array): void {
  result.fill(0);
  for (let row = 0; row < starts.length - 1; row++) {
    const to = row * rank;
    for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
      const value = values[i] ?? 0;
      const from = (columns[i] ?? 0) * rank;
      for (let k = 0; k < rank; k++) result[to + k] = (result[to + k] ?? 0) + value * (dense[from + k] ?? 0);
    }
  }
}

/** A' x B. */
function transposedTimes(
  { starts, columns, values }: SparseRows,
  dense: Float32Array,
  rank: number,
  result: Float32Array,
): void {
  result.fill(0);
  for (let row = 0; row < starts.length - 1; row++) {
    const from = row * rank;
    for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
      const value = values[i] ?? 0;
      const to = (columns[i] ?? 0) * rank;
      for (let k = 0; k < rank; k++) result[to + k] = (result[to + k] ?? 0) + value * (dense[from + k] ?? 0);
    }
  }
}

/** B'B, `rank x rank`. */
function gram(dense: Float32Array, rank: number): Float64Array {
  const result = new Float64Array(rank * rank);
  for (let row = 0; row < dense.length; row += rank) {
    for (let i = 0; i < rank; i++) {
      const value = dense[row + i] ?? 0;
      if (value === 0) continue;
      for (let k = i; k < rank; k++) result[i * rank + k] = (result[i * rank + k] ?? 0) + value * (dense[row + k] ?? 0);
    }
  }
  for (let i = 0; i < rank; i++) for (let k = 0; k < i; k++) result[i * rank + k] = result[k * rank + i] ?? 0;
  return result;
}

/** The columns become an orthonormal basis; directions that vanish (fewer papers than columns) become zero. */
function orthonormalise(dense: Float32Array, rank: number): void {
  const { values, vectors } = eigen(gram(dense, rank), rank);
  const least = (values[0] ?? 0) * 1e-10;
  for (let k = 0; k < rank; k++) {
    const scale = (values[k] ?? 0) > least ? 1 / Math.sqrt(values[k] ?? 1) : 0;
    for (let i = 0; i < rank; i++) vectors[i * rank + k] = (vectors[i * rank + k] ?? 0) * scale;
  }
  combine(dense, rank, vectors, rank);
}

/** B x the first `kept` columns of a square matrix, in the place of B: row after row, and no row gets longer. */
function combine(dense: Float32Array, rank: number, square: Float64Array, kept: number): Float32Array {
  const rows = dense.length / rank;
  const sum = new Float64Array(kept);
  for (let row = 0; row < rows; row++) {
    sum.fill(0);
    for (let i = 0; i < rank; i++) {
      const value = dense[row * rank + i] ?? 0;
      for (let k = 0; k < kept; k++) sum[k] = (sum[k] ?? 0) + value * (square[i * rank + k] ?? 0);
    }
    dense.set(sum, row * kept);
  }
  return dense.subarray(0, rows * kept);
}

/** Eigenvalues, largest first, and eigenvectors (columns) of a symmetric matrix: Jacobi's rotations. */
function eigen(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < 30 && offDiagonal(a, size) > 1e-12; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (x, y) => (a[y * size + y] ?? 0) - (a[x * size + x] ?? 0),
  );
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let i = 0; i < size; i++) vectors[i * size + to] = v[i * size + from] ?? 0;
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i] ?? 0), vectors };
}

/** Share of the matrix that is not on its diagonal. */
function offDiagonal(a: Float64Array, size: number): number {
  let off = 0;
  let all = 0;
  for (let i = 0; i < a.length; i++) {
    const square = (a[i] ?? 0) ** 2;
    all += square;
    if (i % (size + 1) !== 0) off += square;
  }
  return all === 0 ? 0 : off / all;
}

/** One rotation that makes a[p, q] zero (Golub and Van Loan, "Matrix Computations", section 8.5). */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] ?? 0;
  if (apq === 0) return;
  const tau = ((a[q * size + q] ?? 0) - (a[p * size + p] ?? 0)) / (2 * apq);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  const turn = (m: Float64Array, i: number, k: number): void => {
    const x = m[i] ?? 0;
    const y = m[k] ?? 0;
    m[i] = c * x - s * y;
    m[k] = s * x + c * y;
  };
  for (let i = 0; i < size; i++) turn(a, i * size + p, i * size + q);
  for (let i = 0; i < size; i++) turn(a, p * size + i, q * size + i);
  for (let i = 0; i < size; i++) turn(v, i * size + p, i * size + q);
}

/** Even noise between -1/2 and 1/2, the same every time: mulberry32. */
function noise(length: number): Float32Array {
  let state = 0x9e3779b9;
  return Float32Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 - 0.5;
  });
}
