import { listFrom, type Method, missing, refused } from "./method.ts";

const scope = "files:write";

/** https://docs.slack.dev/messaging/working-with-files: an address for the bytes, then with whom they are shared. */
export const fileMethods: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": (workspace, args, state) => {
    if (!workspace.scopes.has(scope)) return missing(workspace, scope);
    const length = Number(args["length"]);
    if (!args["filename"] || !(length > 0)) return refused("invalid_arguments");
    const id = state.nextId("F");
    state.uploads.set(id, { name: String(args["filename"]), length });
    return { ok: true, upload_url: state.uploadUrl(id), file_id: id };
  },

  "files.completeUploadExternal": (workspace, args, state) => {
    if (!workspace.scopes.has(scope)) return missing(workspace, scope);
    const channel = String(args["channel_id"]);
    // A person's id is none of a channel here, unlike in chat.postMessage.
    if (!/^[CGDZ]/.test(channel)) return refused("invalid_arguments");
    const conversation = workspace.conversations.get(channel);
    if (!conversation?.botIsMember) return refused("channel_not_found");
    const files = listFrom(args["files"]);
    for (const { id, title } of files) {
      const upload = state.uploads.get(String(id));
      if (upload?.content === undefined) return refused("file_not_found");
      const { name, content } = upload;
      state.files.push({ team: workspace.id, channel, name, title: String(title), content });
    }
    return { ok: true, files };
  },
};
