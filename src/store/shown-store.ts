import type { Kysely } from "kysely";
import type { PaperKey } from "../papers/paper.ts";
import { chunksOf, inChunks } from "./chunks.ts";
import type { ShownStore } from "./store.ts";
import type { Tables } from "./tables.ts";

export function createShownStore(db: Kysely<Tables>): ShownStore {
  return {
    async seenBy(channel, keys) {
      const names = await allNames(db, keys);
      const shown = await inChunks(names.keys(), (chunk) =>
        db
          .selectFrom("shown_papers")
          .select("paper_key")
          .where("platform", "=", channel.platform)
          .where("channel_id", "=", channel.id)
          .where("paper_key", "in", chunk)
          .execute(),
      );
      return new Set(shown.flatMap(({ paper_key }) => [...(names.get(paper_key) ?? [])]));
    },

    async record(channel, keys, at, delivery) {
      const rows = [...new Set(keys)].map((key) => ({
        platform: channel.platform,
        channel_id: channel.id,
        paper_key: key,
        shown_at: at.toISOString(),
        delivery: delivery ?? null,
      }));
      await db.transaction().execute(async (transaction) => {
        for (const chunk of chunksOf(rows)) {
          await transaction
            .insertInto("shown_papers")
            .values(chunk)
            .onConflict((conflict) => conflict.columns(["platform", "channel_id", "paper_key"]).doNothing())
            .execute();
        }
      });
    },
  };
}

/** Every key under which the papers may have been shown, each with those of the asked keys it stands for. */
async function allNames(db: Kysely<Tables>, asked: readonly PaperKey[]): Promise<Map<PaperKey, Set<PaperKey>>> {
  const names = new Map(asked.map((key) => [key, new Set([key])]));
  const wanted = new Set(asked);
  const folds = await inChunks(asked, (chunk) =>
    db
      .selectFrom("folded_papers")
      .select(["key", "into_key"])
      .where((where) => where("key", "in", chunk).or("into_key", "in", chunk))
      .execute(),
  );
  const standsFor = (name: PaperKey, key: PaperKey) => {
    if (!wanted.has(key)) return;
    names.set(name, (names.get(name) ?? new Set()).add(key));
  };
  for (const { key, into_key } of folds) {
    standsFor(key, into_key);
    standsFor(into_key, key);
  }
  return names;
}
