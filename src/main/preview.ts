import type { HttpConfig } from "../config.ts";
import type { Audience } from "./audience.ts";

/** Who serves platforms, or is a filter in a pipe, asks for the preview; for others it is there. */
export function wantsPreview({ preview }: HttpConfig, audience: Audience): boolean {
  return preview ?? (audience === "keyboard" || audience === "nobody");
}

/** Where a browser on this machine finds what is served on this port. */
export function addressOf({ host = "127.0.0.1" }: HttpConfig, port: number): string {
  const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}
