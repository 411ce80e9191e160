import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Answer } from "../../src/adapter.ts";
import { createEngine, type Engine } from "../../src/engine.ts";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { openSearchIndex } from "../../src/search/sqlite-search-index.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { type TestBot, testBot } from "./bot.ts";
import { fixedClock } from "./clock.ts";
import { tempFolder } from "./temp.ts";

export interface RealBot extends TestBot {
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: ReturnType<typeof fixedClock>;
  /** The store's file. */
  readonly file: string;
  takeIn(drafts: readonly PaperDraft[]): Promise<readonly string[]>;
  /** As another person, or in another channel; `W/` in front of it makes it one of a workspace. */
  sayAs(who: Speaker, line: string): Promise<Answer>;
}

interface Speaker {
  readonly id?: string;
  readonly name?: string;
  readonly channel?: string;
  readonly mayManage?: boolean;
  readonly mayManageAll?: boolean;
}

/** The real bot over the real engine, index and store, in a folder of its own. It is 2026-01-10. */
export async function realBot(drafts: readonly PaperDraft[] = []): Promise<RealBot> {
  const folder = tempFolder();
  const clock = fixedClock();
  const file = join(folder, "paperboy.db");
  const store = await openSqliteStore({ file });
  const index = await openSearchIndex({ file: join(folder, "index.db"), store });
  onTestFinished(async () => {
    await index.close();
    await store.close();
  });
  const engine = createEngine({ store, index, clock });
  const takeIn = async (some: readonly PaperDraft[]) => {
    const taken = await store.papers.takeIn(some);
    await index.catchUp();
    return taken.map(({ key }) => key);
  };
  await takeIn(drafts);
  const bot = testBot({ engine, store, clock });
  return {
    ...bot,
    store,
    engine,
    clock,
    file,
    takeIn,
    sayAs: ({ id = "p", name, channel = "c", mayManage = true, mayManageAll = false }, line) =>
      bot.answer({
        line,
        channel: { platform: "test", id: channel },
        person: { id, mayManage, mayManageAll, ...(name !== undefined && { name }) },
        ...(channel.includes("/") && { group: { platform: "test", idPrefix: channel.replace(/[^/]*$/, "") } }),
      }),
  };
}
