/** A process of its own that writes 20 batches: `writer.ts FILE NAME`. Each holds ten papers of its own, one shared. */
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { draft } from "./papers.ts";

const [file = "", name = ""] = process.argv.slice(2);
const store = await openSqliteStore({ file });
for (let batch = 0; batch < 20; batch++) {
  const own = Array.from({ length: 10 }, (_, index) => draft(`${name} wrote ${batch} ${index}`));
  await store.papers.takeIn([...own, draft(`Shared ${batch}`, {}, `${name}.txt`)]);
}
await store.close();
