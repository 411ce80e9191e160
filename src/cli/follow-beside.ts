import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Config } from "../config.ts";

/** What the thread is told: there are changes; make an end of them and leave; leave at once. */
export type FollowOrder = "follow" | "finish" | "leave";

export interface Follower {
  follow(): void;
  /** Resolves when the index has caught up and the topics are learnt, rejects when the index cannot. */
  finish(): Promise<void>;
  /** Resolves when the thread is gone, with the index as far as it came. */
  leave(): Promise<void>;
}

/** Writes the search index in a thread of its own while this one takes papers in: each is about half of the work. */
export function followBeside({ dataFolder }: Pick<Config, "dataFolder">): Follower {
  const worker = new Worker(new URL("./follow-worker.ts", import.meta.url), { workerData: dataFolder });
  const ended = once(worker, "exit").then(() => undefined);
  // Whoever waits for the end gets the failure; nobody waiting yet is no reason to crash.
  ended.catch(() => undefined);
  const tell = (order: FollowOrder) => worker.postMessage(order);
  const tellLast = (order: FollowOrder) => {
    tell(order);
    return ended;
  };
  return {
    follow: () => tell("follow"),
    finish: () => tellLast("finish"),
    leave: () => tellLast("leave").catch(() => undefined),
  };
}
