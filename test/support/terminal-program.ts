import { loadTerminal } from "../../adapters/index.ts";
import { testBot } from "./bot.ts";

// A program as main.ts makes one, over twelve papers: for tests that need a real terminal or a real pipe.
const terminal = {
  input: process.stdin,
  output: process.stdout,
  interactive: process.stdin.isTTY === true,
  columns: () => process.stdout.columns ?? 80,
  color: false,
  hyperlinks: false,
};
const adapter = await loadTerminal(terminal);
await adapter.start(testBot());
await adapter.ended;
await adapter.stop();
