import { identityOf } from "../papers/identity.ts";
import type { PaperDraft } from "../papers/paper.ts";
import type { Store } from "../store/store.ts";

/**
 * The drafts without replacements of papers nobody told us of: a new version updates a paper, it never makes one. Feeds
 * list them beside what is new, and a paper of years ago would pass for today's.
 */
export async function withoutUnknownReplacements(
  drafts: readonly PaperDraft[],
  { papers }: Pick<Store, "papers">,
): Promise<readonly PaperDraft[]> {
  const announced = new Set<string>();
  const kept: PaperDraft[] = [];
  for (const draft of drafts) {
    const { arxivId } = identityOf(draft.entry);
    if (draft.entry.replacement !== true) {
      if (arxivId !== undefined) announced.add(arxivId);
      kept.push(draft);
    } else if (arxivId !== undefined && (announced.has(arxivId) || (await papers.byArxivId(arxivId)) !== undefined)) {
      kept.push(draft);
    }
  }
  return kept;
}
