/** What Slack grants a bot, and what each grant is for. https://docs.slack.dev/reference/scopes */
export interface Scope {
  readonly name: string;
  readonly gives: string;
}

/** Without one of these Paperboy does not work. */
export const requiredScopes: readonly Scope[] = [
  { name: "commands", gives: "the slash command" },
  { name: "chat:write", gives: "answers and digests" },
  { name: "app_mentions:read", gives: "answers to mentions" },
  { name: "users:read", gives: "people's time zones, and telling guests from members" },
];

/** Without one of these Paperboy does less. */
export const optionalScopes: readonly Scope[] = [
  { name: "channels:read", gives: "telling at subscribe time whether posts would reach a public channel" },
  { name: "groups:read", gives: "the same for private channels" },
  { name: "im:history", gives: "answers to direct messages" },
  { name: "files:write", gives: "a reading list as a file in one's direct messages" },
  { name: "chat:write.public", gives: "posts to public channels without /invite" },
  { name: "channels:history", gives: "looking up in a public channel whether a post of unknown outcome went out" },
  { name: "groups:history", gives: "the same in private channels" },
];

/** Asked for in the manifest all the same; whoever installs the app may leave them out. */
export const askedOptionally: readonly string[] = ["channels:read", "files:write", "groups:read", "im:history"];

/** What an installation over OAuth asks for: the manifest's scopes. */
export const askedScopes: readonly string[] = [...requiredScopes.map(({ name }) => name), ...askedOptionally];
