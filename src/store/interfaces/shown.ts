import type { PaperKey } from "../../papers/paper.ts";
import type { ChannelId } from "./channels.ts";

/** Which papers a channel was shown in its digests. */
export interface ShownStore {
  /** Those of the keys whose papers were shown, also under a key that has since become the same paper's. */
  seenBy(channel: ChannelId, keys: readonly PaperKey[]): Promise<ReadonlySet<PaperKey>>;
  /** The first time counts; `delivery` names the post that carried them. */
  record(channel: ChannelId, keys: readonly PaperKey[], at: Date, delivery?: string): Promise<void>;
}
