/** A process of its own that takes in a file: `taker.ts DATABASE FILE`. Prints the entries done after each batch. */
import { systemClock } from "../../src/clock.ts";
import { readDigest } from "../../src/digests/index.ts";
import { createIntake } from "../../src/intake.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";

const [database = "", path = ""] = process.argv.slice(2);
const store = await openSqliteStore({ file: database });
const intake = createIntake({ store, clock: systemClock, readDigest });
await intake.takeIn([path], { onProgress: ({ entries }) => process.stdout.write(`${entries}\n`) });
await store.close();
