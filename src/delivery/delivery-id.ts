import { createHash } from "node:crypto";
import type { Day } from "../papers/paper.ts";
import type { ChannelId } from "../store/store.ts";

/**
 * The name of a channel's delivery on a day, the same in every process and after every restart: 24 characters of
 * base64url, within the 25 that the shortest idempotence key of a platform takes.
 */
export function deliveryId({ platform, id }: ChannelId, day: Day): string {
  return createHash("sha256")
    .update(JSON.stringify([platform, id, day]))
    .digest("base64url")
    .slice(0, 24);
}
