/**
 * What a person typed, after Slack's own markup is taken off: entities, links (`<https://x|label>`), channels
 * (`<#C1|papers>`), people (`<@U1|ada>`), and the mention of the bot in front. Slack writes `<` inside of them as an entity; not looking
 * beyond the next one keeps this linear.
 */
export function typedLine(text: string, botUser?: string): string {
  const bare = botUser === undefined ? text : text.replace(new RegExp(`^\\s*<@${botUser}(?:\\|[^<>]*)?>:?`), "");
  return bare
    .replace(/<(https?:\/\/[^|<>]+)(?:\|[^<>]*)?>/g, "$1")
    .replace(/<mailto:([^|<>]+)(?:\|[^<>]*)?>/g, "$1")
    .replace(
      /<([#@])([A-Z0-9]+)(?:\|([^<>]*))?>/g,
      (_, mark: string, id: string, label?: string) => mark + (label || id),
    )
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}
