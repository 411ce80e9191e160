/**
 * What a person typed, after Slack's own markup is taken off: entities, links (`<https://x|label>`), channels
 * (`<#C1|papers>`), people (`<@U1|ada>`), groups and everyone (`<!here>`), marks of code, and the mention of the bot in
 * front. Slack writes `<` inside of them as an entity; not looking beyond the next one keeps this linear.
 */
export function typedLine(text: string, botUser?: string): string {
  const bare = botUser === undefined ? text : text.replace(new RegExp(`^\\s*<@${botUser}(?:\\|[^<>]*)?>:?`), "");
  return bare
    .replace(/<(https?:\/\/|mailto:|tel:)([^|<>]+)(?:\|([^<>]*))?>/g, linkTyped)
    .replace(
      /<([#@])([A-Z0-9]+)(?:\|([^<>]*))?>/g,
      (_, mark: string, id: string, label?: string) => mark + (label || id),
    )
    .replace(/<!([a-z]+)[^|<>]*(?:\|([^<>]*))?>/g, (_, name: string, label?: string) => label || `@${name}`)
    .replaceAll("`", "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

/** Slack makes links of whatever looks like a host (`cs.AI`, `stat.ML`) or a telephone number; its label was typed. */
function linkTyped(_: string, scheme: string, address: string, label?: string): string {
  if (!scheme.startsWith("http")) return label || address;
  return label !== undefined && label === address.replace(/\/$/, "") ? label : scheme + address;
}
