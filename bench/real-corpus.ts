import { join } from "node:path";

/** 30,000 real papers in the folder of real data: what a bench reads where no file is named. */
export const realCorpus = join(process.env["PAPERBOY_REAL_DATA"] ?? "../shared", "corpus/arxiv-30k.jsonl.gz");
