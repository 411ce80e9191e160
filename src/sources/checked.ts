import type { FeedDigest } from "../digests/digest.ts";
import { SourceError } from "./http.ts";

/**
 * The digest, if the feed can be trusted with it. What came whole of an answer that was cut off is asked for again with
 * the rest; and a feed of which nothing can be read has failed, it is not quiet.
 * @throws SourceError
 */
export function checked(digest: FeedDigest): FeedDigest {
  const { damage, entries, rejects } = digest;
  if (damage !== undefined) throw new SourceError(damage);
  const [first] = rejects;
  if (entries.length === 0 && first) {
    throw new SourceError(`none of its ${rejects.length} entries can be read, the first for this: ${first.reason}`);
  }
  return digest;
}
