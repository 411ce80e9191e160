import { loadAdapters } from "../../adapters/index.ts";
import { createTerminalAdapter } from "../../adapters/terminal/index.ts";
import { systemClock } from "../../src/clock.ts";
import { silentLog } from "../../src/log.ts";
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
const [loaded] = await loadAdapters({ terminal }, { clock: systemClock, log: silentLog });
const adapter = createTerminalAdapter(terminal);
if (loaded?.platform !== adapter.platform) throw new Error("the index loads another adapter");
await adapter.start(testBot());
await adapter.ended;
await adapter.stop();
