import type { AlsoSaid, Engine, Found } from "../engine.ts";
import { including } from "../search/query-edit.ts";

/** With fewer papers found, other words for the same are offered. */
const few = 3;
const mostOffered = 3;

/** Other words for what found next to nothing, each with the query that has them as well. */
export async function otherWords(
  { query, whole }: Pick<Found, "query" | "whole">,
  engine: Pick<Engine, "alsoSaid">,
): Promise<readonly (AlsoSaid & { readonly query: string })[]> {
  if (whole >= few) return [];
  const offers = await engine.alsoSaid(query, mostOffered);
  return offers.map((offer) => ({ ...offer, query: including(query, offer.words).topic }));
}
