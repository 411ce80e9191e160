import { setImmediate } from "node:timers/promises";
import type { Catalogue } from "./catalogue.ts";
import type { IndexFile } from "./index-file.ts";
import { createLsa, type Lsa } from "./lsa.ts";
import { readBasis, writeBasis } from "./lsa-file.ts";
import { createLsaRenewal, type LsaRenewal } from "./lsa-renewal.ts";
import type { TermVectors } from "./term-vectors.ts";

/**
 * The topics (LSA) that this process ranks with, kept in the index file beside the papers' vectors. They are a help,
 * not a need: without them, or where the file's are damaged, papers are ranked by their words until new ones are learnt.
 */
export interface LsaInUse {
  /** Undefined while there is none. */
  readonly current: Lsa | undefined;
  /** Whether `renew` would learn anew. */
  readonly isDue: boolean;
  /** Takes over what another process learnt; places the papers that were added. */
  refresh(): void;
  /** Learns anew in a worker where the papers call for it, then writes that to the file; true if it did. */
  renew(): Promise<boolean>;
  /** Writes the places of the papers that were added, once they are many. */
  save(): Promise<void>;
  stop(): Promise<void>;
}

/** Papers whose places are written at once: a megabyte. */
const block = 10_000;
/** Placing fewer papers than this at the next start costs less than writing them now. */
const fewPlaced = 1000;

export function createLsaInUse(db: IndexFile, catalogue: Catalogue): LsaInUse {
  const readGeneration = db.prepare<[], number>("select max(generation) from topics").pluck();
  const readTopics = db.prepare<[number], Uint8Array>("select basis from topics where generation = ?").pluck();
  const readVectors = db.prepare<[number], { first: number; vectors: Uint8Array }>(
    "select first, vectors from topic_vectors where generation = ? order by first",
  );
  const insertTopics = db.prepare("insert into topics (basis) values (?)");
  const insertVectors = db.prepare("insert or ignore into topic_vectors (generation, first, vectors) values (?, ?, ?)");
  const forgetOthers = [
    db.prepare("delete from topics where generation <> ?"),
    db.prepare("delete from topic_vectors where generation <> ?"),
  ];
  let generation = 0;
  let saved = 0;
  let of: TermVectors | undefined;
  let renewal: LsaRenewal | undefined;

  function refresh(): void {
    const stored = readGeneration.get() ?? 0;
    if (renewal === undefined || of !== catalogue.vectors || stored !== generation) {
      void renewal?.stop();
      of = catalogue.vectors;
      generation = stored;
      renewal = createLsaRenewal(of, stored > 0 ? read(stored) : undefined);
    }
    renewal.follow();
  }

  function read(stored: number): Lsa | undefined {
    const bytes = readTopics.get(stored);
    if (!bytes) return undefined;
    try {
      const basis = readBasis(bytes);
      const blocks: Uint8Array[] = [];
      saved = 0;
      for (const { first, vectors } of readVectors.iterate(stored)) {
        if (first !== saved) break;
        blocks.push(vectors);
        saved += vectors.length / basis.dimensions;
      }
      const joined = Buffer.concat(blocks);
      return createLsa(basis, new Int8Array(joined.buffer, joined.byteOffset, joined.length));
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  async function save(): Promise<void> {
    const lsa = renewal?.current;
    if (!lsa || readGeneration.get() !== generation) return;
    while (lsa.end - saved >= fewPlaced) {
      const end = Math.min(saved + block, lsa.end);
      const { dimensions } = lsa.basis;
      insertVectors.run(
        generation,
        saved,
        new Uint8Array(lsa.bytes().slice(saved * dimensions, end * dimensions).buffer),
      );
      saved = end;
      await setImmediate();
    }
  }

  const replace = db.transaction((lsa: Lsa) => {
    const next = Number(insertTopics.run(writeBasis(lsa.basis)).lastInsertRowid);
    for (const statement of forgetOthers) statement.run(next);
    return next;
  });

  return {
    get current() {
      return renewal?.current;
    },
    get isDue() {
      return renewal?.isDue ?? false;
    },
    refresh,
    async renew() {
      if (!(await renewal?.renew())) return false;
      const lsa = renewal?.current;
      if (!lsa) return false;
      generation = replace.immediate(lsa);
      saved = 0;
      await save();
      return true;
    },
    save,
    stop: async () => renewal?.stop(),
  };
}
