import { adapterContract } from "../../contracts/adapter.ts";
import { discordAdapterTo } from "../../support/discord/adapter.ts";
import { answered } from "../../support/discord/harness.ts";
import { startLocalDiscord } from "../../support/discord/local-discord.ts";
import { createPerson, textOf } from "../../support/discord/person.ts";
import { withButton } from "../../support/discord/world.ts";

adapterContract("Discord", async () => {
  const discord = await startLocalDiscord();
  const guild = discord.world.guild("Lab");
  const here = { channel: discord.world.channel(guild, "papers") };
  discord.world.channels.set("c", { ...here.channel, id: "c" });
  const adapter = discordAdapterTo(discord);
  const person = createPerson(discord, "Ada", { manages: true });
  return {
    adapter,
    /** As a button says it: a slash command could not be mistyped. */
    say: (line) => {
      const message = withButton(discord.world, here.channel, { label: "Say", custom_id: `p0:${line}` });
      return answered(person.press(message, "Say", here));
    },
    visible: () => discord.world.messages.map(textOf).join("\n"),
  };
});
