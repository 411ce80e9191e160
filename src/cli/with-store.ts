import type { Config } from "../config.ts";
import { openStore } from "../open.ts";
import type { Store } from "../store/store.ts";

/** Opens the store without the index, works, and closes it whatever happens. */
export async function withStore<Result>(
  { dataFolder, secretKey }: Config,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(dataFolder, secretKey);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
