import type { Client } from "discord.js";
import type { Log } from "../../src/log.ts";

type Handling = Record<"emit" | "handlePacket", (...packet: readonly unknown[]) => unknown>;

/**
 * discord.js takes the form of every packet for granted. What it, or a listener, fails over is told and left: it would end
 * the process, and with it the delivery of everybody else's digests.
 */
export function outliveOddPackets({ ws }: Client, log: Log): void {
  const handling = ws as unknown as Handling;
  for (const name of ["emit", "handlePacket"] as const) {
    const handle = handling[name].bind(ws);
    handling[name] = (...packet) => {
      try {
        return handle(...packet);
      } catch (error) {
        log.error({ err: error }, "an event of Discord's could not be read");
        return true;
      }
    };
  }
}
