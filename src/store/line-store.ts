import type { Kysely } from "kysely";
import type { LineStore } from "./store.ts";
import type { Tables } from "./tables.ts";

/** Nobody presses a button older than this, in milliseconds. */
const keptFor = 365 * 24 * 3_600_000;

export function createLineStore(db: Kysely<Tables>): LineStore {
  return {
    async keep(lines, at) {
      if (lines.length === 0) return;
      const keptAt = at.toISOString();
      await db
        .insertInto("kept_lines")
        .values(lines.map(({ id, line }) => ({ id, line, kept_at: keptAt })))
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ kept_at: keptAt }))
        .execute();
      const oldest = new Date(at.getTime() - keptFor).toISOString();
      await db.deleteFrom("kept_lines").where("kept_at", "<", oldest).execute();
    },

    async find(id) {
      const row = await db.selectFrom("kept_lines").select("line").where("id", "=", id).executeTakeFirst();
      return row?.line;
    },
  };
}
