import type { PaperDraft, PaperEntry } from "../../src/papers/paper.ts";

/** An entry whose abstract is made from its title. */
export function entry(title: string, known: Partial<PaperEntry> = {}): PaperEntry {
  return { title, abstract: `We study ${title.toLowerCase()} and report what we found.`, ...known };
}

/** A draft as an intake makes it, seen in `a.txt` on 2026-03-11. */
export function draft(title: string, known: Partial<PaperEntry> = {}, source = "a.txt"): PaperDraft {
  return { entry: entry(title, known), source, takenIn: "2026-03-11" };
}
