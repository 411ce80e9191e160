import type { Kysely } from "kysely";
import type { IntakeRecord, IntakeStore } from "./store.ts";
import type { IntakesTable, Tables } from "./tables.ts";

export function createIntakeStore(db: Kysely<Tables>): IntakeStore {
  return {
    async get(fileId) {
      const row = await db.selectFrom("intakes").selectAll().where("file_id", "=", fileId).executeTakeFirst();
      return row && intakeOf(row);
    },
    save: (intake) => saveIntake(db, intake),
    async latest(limit) {
      const rows = await db.selectFrom("intakes").selectAll().orderBy("at", "desc").limit(limit).execute();
      return rows.map(intakeOf);
    },
  };
}

/** Also called within the transaction of a batch, so that papers and position are saved together or not at all. */
export async function saveIntake(db: Kysely<Tables>, intake: IntakeRecord): Promise<void> {
  const { fileId, finished, at, ...rest } = intake;
  const row = { ...rest, file_id: fileId, finished: finished ? 1 : 0, at: at.toISOString() };
  await db
    .insertInto("intakes")
    .values(row)
    .onConflict((conflict) => conflict.column("file_id").doUpdateSet(row))
    .execute();
}

function intakeOf({ file_id, finished, at, ...rest }: IntakesTable): IntakeRecord {
  return { ...rest, fileId: file_id, finished: finished === 1, at: new Date(at) };
}
