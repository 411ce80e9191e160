import { createHash } from "node:crypto";
import type { APIMessage } from "discord.js";
import type { Payload } from "./render.ts";

/** 25 characters at most, the same in every process. */
export function nonceOf(deliveryId: string, number: number): string {
  return digest(deliveryId, number).toString("base64url").slice(0, 25);
}

/** A component's id, 31 bits: half a digest, and whether it is the last message of the post. */
function markOf(deliveryId: string, number: number, isLast: boolean): number {
  const bits = digest(deliveryId, number).readUInt32BE(20);
  // The highest bit keeps clear of the small numbers Discord gives to components without one.
  return ((bits >>> 2) | 0x4000_0000) - ((bits >>> 2) & 1) + (isLast ? 1 : 0);
}

function digest(deliveryId: string, number: number): Buffer {
  return createHash("sha256").update(`${deliveryId} ${number}`).digest();
}

/** With the mark of its delivery on its first component. */
export function sign(payload: Payload, deliveryId: string, number: number, isLast: boolean): Payload {
  const [first, ...others] = payload.components;
  if (!first) return payload;
  return { ...payload, components: [{ ...first, id: markOf(deliveryId, number, isLast) }, ...others] };
}

/** Messages one post can have: far more than a digest needs. */
const mostMessages = 40;

/** Which messages of a post are among these, by their numbers. */
export function marksIn(
  messages: readonly APIMessage[],
  deliveryId: string,
): ReadonlyMap<number, { readonly id: string; readonly isLast: boolean }> {
  const found = new Map<number, { readonly id: string; readonly isLast: boolean }>();
  const byMark = new Map(messages.map((message) => [message.components?.[0]?.id, message.id]));
  for (let number = 0; number < mostMessages; number++) {
    for (const isLast of [false, true]) {
      const id = byMark.get(markOf(deliveryId, number, isLast));
      if (id !== undefined) found.set(number, { id, isLast });
    }
  }
  return found;
}
