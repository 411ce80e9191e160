import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { silentLog } from "../log.ts";
import { openFiles } from "../open.ts";
import type { FollowOrder } from "./follow-beside.ts";

const { index, close } = await openFiles(z.string().parse(workerData), silentLog);
let isFollowing = false;

parentPort?.on("message", (order: FollowOrder) => {
  if (order === "follow") {
    void follow();
    return;
  }
  // Without the port nothing keeps the thread alive; a failure of the last step is the thread's.
  parentPort?.close();
  void end(order);
});

async function follow(): Promise<void> {
  if (isFollowing) return;
  isFollowing = true;
  await index.catchUp();
  isFollowing = false;
}

async function end(order: FollowOrder): Promise<void> {
  if (order === "finish") {
    await index.catchUp();
    await index.settled();
  }
  await close();
}
