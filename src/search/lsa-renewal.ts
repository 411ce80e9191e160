import { Worker } from "node:worker_threads";
import { createLsa, type Lsa } from "./lsa.ts";
import { fewestPapers, type LsaBasis, sampleOf } from "./lsa-training.ts";
import type { TermVectors } from "./term-vectors.ts";

/**
 * Keeps the topics in step with the papers. New papers are folded in at once; when the collection has grown by a
 * quarter since the topics were learnt, they are learnt anew in a worker thread, and the papers are folded into the new
 * ones in small steps. The old ones answer until then: nothing waits.
 */
export interface LsaRenewal {
  /** The topics in use; undefined while there are too few papers. */
  readonly current: Lsa | undefined;
  /** Whether the papers call for it and it is not under way. */
  readonly isDue: boolean;
  /** Folds in what was added. */
  follow(): void;
  /** Learns anew if the papers call for it; true if it did. Calls while one is under way share it. */
  renew(): Promise<boolean>;
  /** Gives up what is under way. */
  stop(): Promise<void>;
}

const growth = 1.25;
/** Papers folded in between two turns of the event loop: about 3 ms. */
const stepLength = 128;

/** `kept`: the topics of an earlier run. */
export function createLsaRenewal(vectors: TermVectors, kept?: Lsa): LsaRenewal {
  let current = kept;
  let running: Promise<boolean> | undefined;
  let worker: Worker | undefined;
  let stopped = false;

  /** Papers there were at the last attempt: what could not be learnt from them is not tried again at once. */
  let tried = 0;

  const isDue = (): boolean =>
    vectors.count >= Math.max(fewestPapers, tried * growth, (current?.basis.learntFrom ?? 0) * growth);

  async function learn(): Promise<boolean> {
    tried = vectors.count;
    const basis = await train();
    if (basis === undefined || stopped) return false;
    const next = createLsa(basis);
    while (!stopped && next.follow(vectors, stepLength)) await new Promise((resolve) => setImmediate(resolve));
    if (!stopped) current = next;
    return !stopped;
  }

  async function train(): Promise<LsaBasis | undefined> {
    const sample = await sampleOf(vectors);
    if (stopped) return undefined;
    return new Promise((resolve, reject) => {
      worker = new Worker(new URL("./lsa-worker.ts", import.meta.url), {
        workerData: sample,
        transferList: [sample.starts.buffer, sample.terms.buffer, sample.counts.buffer],
      });
      worker.once("message", (basis: LsaBasis | undefined) => resolve(basis));
      worker.once("error", reject);
      worker.once("exit", () => resolve(undefined));
    });
  }

  return {
    get current() {
      return current;
    },
    get isDue() {
      return running === undefined && !stopped && isDue();
    },
    follow() {
      current?.follow(vectors, Number.POSITIVE_INFINITY);
    },
    async renew() {
      if (stopped || !(running || isDue())) return false;
      running ??= learn().finally(() => {
        running = undefined;
      });
      return running;
    },
    async stop() {
      stopped = true;
      await worker?.terminate();
      await running?.catch(() => false);
    },
  };
}
