/** SQLite takes 32,766 variables in a statement; a chunk of rows with up to 60 columns stays well below. */
const chunkSize = 500;

export function chunksOf<T>(values: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / chunkSize) }, (_, index) =>
    values.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

/** Asks for the values a chunk at a time, each value once, and puts the answers together. */
export async function inChunks<T, R>(
  values: Iterable<T>,
  ask: (chunk: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const answers: R[] = [];
  for (const chunk of chunksOf([...new Set(values)])) answers.push(...(await ask(chunk)));
  return answers;
}
