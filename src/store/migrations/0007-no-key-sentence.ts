import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** The key sentence is found when a paper is shown: nearly half of an intake went into sentences that nobody read. */
export const noKeySentence: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("papers").dropColumn("key_sentence").execute();
  },
};
