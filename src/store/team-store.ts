import type { Kysely } from "kysely";
import type { PeopleKey } from "./person-hash.ts";
import type { TeamStore } from "./store.ts";
import type { Tables } from "./tables.ts";
import { exportTeam } from "./team-export.ts";
import { importTeam } from "./team-import.ts";

/** Each in one transaction: what is read belongs together, and what is written is all of it or nothing. */
export function createTeamStore(db: Kysely<Tables>, peopleKey: PeopleKey): TeamStore {
  return {
    export: (at) => db.transaction().execute((transaction) => exportTeam(transaction, peopleKey, at)),
    import: (data, at) => db.transaction().execute((transaction) => importTeam(transaction, peopleKey, data, at)),
    isUnderAnotherKey: () => peopleKey.isAnother(db),
  };
}
