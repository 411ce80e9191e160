import { defineConfig } from "vitest/config";

const report = process.env["PAPERBOY_TEST_REPORT"];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Tests that start the program take seconds each where two slow cores run several at once.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", ...(report === undefined ? [] : (["json"] as const))],
    ...(report !== undefined && { outputFile: { json: report } }),
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "adapters/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
