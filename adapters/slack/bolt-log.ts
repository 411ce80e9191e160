import type { Logger } from "@slack/bolt";
import type { Log } from "../../src/log.ts";

const tokens = /xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+/g;

/** Whatever happens to be in a text that is to be logged, no token is. */
export function withoutTokens(text: string): string {
  return text.replace(tokens, "[token]");
}

/** The SDK's own words in our log. Its debug level writes whole payloads and stays off. */
export function boltLog(log: Log): Logger {
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (...words: readonly unknown[]) => {
      const text = words.map((word) => (word instanceof Error ? word.message : String(word))).join(" ");
      log[level]({ platform: "slack" }, withoutTokens(text).replaceAll("undefined", "nothing"));
    };
  return {
    debug() {},
    // One level down: what matters of it the adapter says itself, in words an operator understands.
    info: write("debug"),
    warn: write("info"),
    error: write("warn"),
    setLevel() {},
    // The SDK's enum has no value here without loading it; its members are these strings.
    getLevel: () => "info" as ReturnType<Logger["getLevel"]>,
    setName() {},
  };
}
