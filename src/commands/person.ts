import type { PersonId } from "../store/store.ts";
import type { Context } from "./command.ts";

/** Who asks, as votes and reading lists know people. */
export function personIn({ person, channel }: Pick<Context, "person" | "channel">): PersonId {
  return { platform: channel.platform, id: person.id };
}

/** Who asks, as subscriptions and schedules name them. */
export function authorOf({ person: { id, name } }: Pick<Context, "person">): { id: string; name?: string } {
  return { id, ...(name !== undefined && { name }) };
}
