import { parentPort, workerData } from "node:worker_threads";
import { type LsaSample, trainLsa } from "./lsa-training.ts";

/** The thread behind lsa-renewal.ts: one sample in, one basis out, and it ends. */
const basis = trainLsa(workerData as LsaSample);
parentPort?.postMessage(
  basis,
  basis ? [basis.terms.buffer, basis.rows.buffer, basis.scales.buffer, basis.idf.buffer] : [],
);
