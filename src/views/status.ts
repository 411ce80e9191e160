import type { EngineStatus } from "../engine.ts";
import type { Inline, Message } from "../message.ts";
import type { Intake } from "../store/store.ts";
import { sourceLine } from "./sources.ts";
import { count, cut } from "./text.ts";

/** How many papers there are, how fresh they are, and whether all of them can be found. */
export function statusMessage(status: EngineStatus): Message {
  const lines: (readonly Inline[])[] = [[papersLine(status)]];
  if (status.newest) lines.push([`Newest digest: ${status.newest.day}, ${count(status.newest.papers, "paper")}.`]);
  if (status.lastIntake) lines.push(intakeLine(status.lastIntake));
  for (const state of status.sources ?? []) lines.push([sourceLine(state)]);
  return {
    fallback: papersLine(status),
    blocks: [{ type: "heading", text: "Status" }, ...lines.map((text) => ({ type: "text", text }) as const)],
  };
}

function papersLine({ papers, indexed }: EngineStatus): string {
  if (papers === 0) return "There are no papers yet.";
  const known = `${count(papers, "paper")} known`;
  if (indexed >= papers) return `${known}, all of them searchable.`;
  return `${known}, ${indexed.toLocaleString("en-GB")} of them searchable: the search index is catching up.`;
}

function intakeLine({ file, entries, rejects, finished, position, at }: Intake): readonly Inline[] {
  const read = `${count(entries, "entry").replace(/entrys$/, "entries")}`;
  const rejected = rejects > 0 ? `, ${rejects.toLocaleString("en-GB")} rejected` : "";
  const state = finished ? `${read}${rejected}` : `interrupted at ${position}, taking it in again goes on from there`;
  return [`Last intake: ${cut(file, 120)}, ${state}, `, { time: at }, "."];
}
