import { type APIInteraction, ApplicationIntegrationType } from "discord.js";
import type { Payload } from "./render.ts";

/** So many follow-ups Discord takes from an app that is there by one person's installation alone. */
const mostByPersonAlone = 5;

/** Those of an answer's further messages that Discord takes; where it does not take all, `rest` stands for the others. */
export function takenFollowUps(
  payloads: readonly Payload[],
  { authorizing_integration_owners: owners }: Pick<APIInteraction, "authorizing_integration_owners">,
  rest: readonly Payload[],
): readonly Payload[] {
  const isInServer = owners[ApplicationIntegrationType.GuildInstall] !== undefined;
  if (isInServer || payloads.length <= mostByPersonAlone) return payloads;
  return [...payloads.slice(0, mostByPersonAlone - rest.length), ...rest];
}
