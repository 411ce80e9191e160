import { type Json, viewFaults } from "./block-kit.ts";
import { listFrom, type Method, objectFrom, refused, type SlackState } from "./method.ts";
import type { ShownView, Workspace } from "./workspace.ts";

/** Modals and the Home tab. */
export const viewMethods: Readonly<Record<string, Method>> = {
  "views.open": (workspace, args, state) => {
    const trigger = state.triggers.get(String(args["trigger_id"]));
    if (!trigger) return refused("invalid_trigger_id");
    if (Date.now() - trigger.at > 3_000) return refused("expired_trigger_id");
    if (trigger.isUsed) return refused("exchanged_trigger_id");
    trigger.isUsed = true;
    return showView(workspace, trigger.user, "modal", args, state);
  },

  "views.update": (workspace, args, state) => {
    const index = state.views.findIndex(({ id, team }) => id === args["view_id"] && team === workspace.id);
    const old = state.views[index];
    if (!old) return refused("not_found");
    const view = objectFrom(args["view"]);
    state.faults.push(...viewFaults(view).map((fault) => `views.update: ${fault}`));
    state.views[index] = { ...old, view };
    return { ok: true, view: { id: old.id } };
  },

  "views.publish": (workspace, args, state) => {
    const user = String(args["user_id"]);
    if (!workspace.users.has(user)) return refused("user_not_found");
    return showView(workspace, user, "home", args, state);
  },
};

function showView(workspace: Workspace, user: string, kind: ShownView["kind"], args: Json, state: SlackState): Json {
  const view = objectFrom(args["view"]);
  const faults = viewFaults(view);
  state.faults.push(...faults.map((fault) => `${kind}: ${fault}`));
  if (listFrom(view["blocks"]).some((block) => !isOffered(workspace, objectFrom(block["element"])))) {
    return refused("invalid_arguments");
  }
  const id = state.nextId("V");
  state.views.push({ team: workspace.id, user, kind, id, view });
  return { ok: true, view: { id, ...view } };
}

/** What is chosen from the start is among what the filter lets a person choose. */
function isOffered(workspace: Workspace, { filter, initial_conversation: chosen }: Json): boolean {
  if (chosen === undefined) return true;
  const { include } = objectFrom(filter);
  const kind = workspace.conversations.get(String(chosen))?.kind;
  return kind !== undefined && (!Array.isArray(include) || include.includes(kind));
}
