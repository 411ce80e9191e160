import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Exchange, reply } from "./http/reply.ts";
import type { Assets } from "./pages/layout.ts";

const types = {
  "paperboy.js": "text/javascript; charset=utf-8",
  "paperboy.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

export interface AssetFiles {
  readonly addresses: Assets;
  /** False where there is no such file. */
  serve(exchange: Exchange, name: string): Promise<boolean>;
}

/** The script, the styles and the icon, read once. Their addresses change with their content, so browsers keep them. */
export function loadAssets(): AssetFiles {
  const files = new Map(
    Object.entries(types).map(([name, type]) => {
      const content = readFileSync(join(import.meta.dirname, "assets", name), "utf8");
      const version = createHash("sha256").update(content).digest("base64url").slice(0, 12);
      return [name, { type, content, address: `/assets/${name}?v=${version}` }];
    }),
  );
  const address = (name: keyof typeof types) => files.get(name)?.address ?? "";
  return {
    addresses: {
      script: address("paperboy.js"),
      styles: address("paperboy.css"),
      icon: address("icon.svg"),
    },
    async serve(exchange, name) {
      const file = files.get(name);
      if (!file) return false;
      const headers = { "Content-Type": file.type, "Cache-Control": "public, max-age=31536000, immutable" };
      await reply(exchange, 200, headers, file.content);
      return true;
    },
  };
}
