import type { Kysely, Transaction } from "kysely";
import { identityOf } from "../papers/identity.ts";
import type { PaperDraft, PaperKey } from "../papers/paper.ts";
import { type KnownPapers, type PlacedBatch, placeBatch } from "./batch.ts";
import { chunksOf, inChunks } from "./chunks.ts";
import { saveIntake } from "./intake-store.ts";
import { paperOf, rowOf } from "./paper-rows.ts";
import type { PaperStore } from "./store.ts";
import type { PapersTable, PaperTitlesTable, Tables } from "./tables.ts";

/**
 * Taking in a batch: everything it may touch is read with a few IN lists, merged in JavaScript, and what changed is
 * written with a few many-row statements, all in one transaction.
 */
export function createTakeIn(db: Kysely<Tables>): PaperStore["takeIn"] {
  return (drafts, { intake } = {}) =>
    db.transaction().execute(async (transaction) => {
      const batch = await place(transaction, drafts);
      await write(transaction, batch);
      if (intake !== undefined) await saveIntake(transaction, intake);
      return batch.answers;
    });
}

/** A key that a new paper chose may already forward to another one; then the batch is placed again without it. */
async function place(db: Transaction<Tables>, drafts: readonly PaperDraft[]): Promise<PlacedBatch> {
  const { papers, titles } = await knownPapers(db, drafts);
  const takenKeys = new Set<PaperKey>();
  for (;;) {
    const batch = placeBatch(drafts, { papers, titles, takenKeys });
    const clashes = await inChunks(batch.added, (keys) =>
      db
        .selectFrom("papers")
        .select("key")
        .where("key", "in", keys)
        .union(db.selectFrom("folded_papers").select("key").where("key", "in", keys))
        .execute(),
    );
    if (clashes.length === 0) return batch;
    for (const { key } of clashes) takenKeys.add(key);
  }
}

async function knownPapers(
  db: Transaction<Tables>,
  drafts: readonly PaperDraft[],
): Promise<Pick<KnownPapers, "papers" | "titles">> {
  const identities = drafts.map((draft) => identityOf(draft.entry));
  const titles = await inChunks(
    identities.map((identity) => identity.fingerprint),
    (fingerprints) =>
      db
        .selectFrom("paper_titles")
        .selectAll()
        .where("fingerprint", "in", fingerprints)
        .orderBy("since")
        .orderBy("key")
        .execute(),
  );
  const sameId = await inChunks(
    identities.flatMap((identity) => identity.arxivId ?? []),
    (ids) => db.selectFrom("papers").selectAll().where("arxiv_id", "in", ids).execute(),
  );
  const rows = new Map(sameId.map((row) => [row.key, row]));
  const others = titles.map((title) => title.key).filter((key) => !rows.has(key));
  const sameTitle = await inChunks(others, (keys) =>
    db.selectFrom("papers").selectAll().where("key", "in", keys).execute(),
  );
  return { papers: [...rows.values(), ...sameTitle].map(paperOf), titles };
}

async function write(db: Transaction<Tables>, { changed, recounted, titles, folded }: PlacedBatch): Promise<void> {
  // Nobody follows this: it takes no number of the change sequence.
  for (const { key, countedAt } of recounted) {
    const counted_at = JSON.stringify(countedAt);
    await db.updateTable("papers").set({ counted_at }).where("key", "=", key).execute();
  }
  const numbers = titles.length + folded.length + changed.length;
  if (numbers === 0) return;
  const { last } = await db
    .updateTable("change_counter")
    .set((counter) => ({ last: counter("last", "+", numbers) }))
    .returning("last")
    .executeTakeFirstOrThrow();
  let sequence = last - numbers;
  const titleRows = titles.map((title) => ({ ...title, since: ++sequence }));
  const foldRows = folded.map(({ key, into }) => ({ key, into_key: into, sequence: ++sequence }));
  const paperRows = changed.map((paper) => rowOf(paper, ++sequence));

  const movedTitles = await forgetFolded(db, foldRows);
  await writePapers(db, paperRows);
  await writeTitles(db, [...movedTitles, ...titleRows]);
}

/** Leaves a forwarding address where each folded record was; returns its titles, now of the paper it belongs to. */
async function forgetFolded(
  db: Transaction<Tables>,
  folds: readonly Tables["folded_papers"][],
): Promise<readonly PaperTitlesTable[]> {
  const moved: PaperTitlesTable[] = [];
  for (const fold of folds) {
    const titles = await db.deleteFrom("paper_titles").where("key", "=", fold.key).returningAll().execute();
    moved.push(...titles.map((title) => ({ ...title, key: fold.into_key })));
    await db.deleteFrom("papers").where("key", "=", fold.key).execute();
    await db.updateTable("folded_papers").set({ into_key: fold.into_key }).where("into_key", "=", fold.key).execute();
    await db.insertInto("folded_papers").values(fold).execute();
  }
  return moved;
}

async function writePapers(db: Transaction<Tables>, rows: readonly PapersTable[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await db
      .insertInto("papers")
      .values(chunk)
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet((row) => ({
          sequence: row.ref("excluded.sequence"),
          title: row.ref("excluded.title"),
          abstract: row.ref("excluded.abstract"),
          authors: row.ref("excluded.authors"),
          published: row.ref("excluded.published"),
          listed: row.ref("excluded.listed"),
          arxiv_id: row.ref("excluded.arxiv_id"),
          external_id: row.ref("excluded.external_id"),
          categories: row.ref("excluded.categories"),
          links: row.ref("excluded.links"),
          upvotes: row.ref("excluded.upvotes"),
          sources: row.ref("excluded.sources"),
          arxiv_version: row.ref("excluded.arxiv_version"),
          stars: row.ref("excluded.stars"),
          organisation: row.ref("excluded.organisation"),
          ai_keywords: row.ref("excluded.ai_keywords"),
          counted_at: row.ref("excluded.counted_at"),
        })),
      )
      .execute();
  }
}

/** Where both records had a title, the earlier number stays: who had it first must not change by a fold. */
async function writeTitles(db: Transaction<Tables>, rows: readonly PaperTitlesTable[]): Promise<void> {
  const first = new Map<string, PaperTitlesTable>();
  for (const row of rows) {
    const id = `${row.key} ${row.fingerprint}`;
    const known = first.get(id);
    if (known === undefined || row.since < known.since) first.set(id, row);
  }
  for (const chunk of chunksOf([...first.values()])) {
    await db
      .insertInto("paper_titles")
      .values(chunk)
      .onConflict((conflict) =>
        conflict
          .columns(["fingerprint", "key"])
          .doUpdateSet((row) => ({ since: row.ref("excluded.since") }))
          .whereRef("excluded.since", "<", "paper_titles.since"),
      )
      .execute();
  }
}
