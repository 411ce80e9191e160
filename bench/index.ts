import { describeError } from "../src/errors.ts";

/** Every measured claim is one of these: `npm run -s bench -- NAME …`. Loaded when asked for. */
const benches: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  search: () => import("./search.ts"),
  delivery: () => import("./delivery.ts"),
  similar: () => import("./similar.ts"),
  speed: () => import("./speed.ts"),
  "key-sentence": () => import("./key-sentence.ts"),
  "train-key-sentence": () => import("./train-key-sentence.ts"),
  topics: () => import("./topics.ts"),
  taste: () => import("./taste.ts"),
  votes: () => import("./votes.ts"),
  "taste-speed": () => import("./taste-speed.ts"),
  acks: () => import("./acks.ts"),
  preview: () => import("./preview.ts"),
};

const [name = "", ...args] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  process.stderr.write(`Usage: npm run -s bench -- ${Object.keys(benches).join(" | ")} …\n`);
  process.exitCode = 2;
} else {
  try {
    await (await bench()).run(args);
  } catch (error) {
    process.stderr.write(`bench ${name}: ${describeError(error)}\n`);
    process.exitCode = 1;
  }
}
