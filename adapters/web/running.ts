import type { Bot } from "../../src/adapter.ts";
import { Refusal } from "./http/refusal.ts";

/** The bot, once it is there; pages are served before, while papers are taken in. */
export function running(bot: () => Bot | undefined): Bot {
  const started = bot();
  if (!started) throw new Refusal(503, "Paperboy is starting. Try again in a moment.");
  return started;
}
