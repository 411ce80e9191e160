import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const report = process.env["PAPERBOY_TEST_REPORT"];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Many tests wait for programs they started: no core need stay free for others.
    maxWorkers: Math.max(2, availableParallelism()),
    // What starts the program takes seconds each time where two slow cores run several tests at once.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 10 } },
    reporters: ["default", ...(report === undefined ? [] : (["json"] as const))],
    ...(report !== undefined && { outputFile: { json: report } }),
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "adapters/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
