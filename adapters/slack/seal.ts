import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { UserError } from "../../src/errors.ts";

/** Text at rest that only the key opens, and only under the name it was sealed for. */
export interface Seal {
  close(text: string, name: string): string;
  /** @throws UserError where the key is another, or the text was changed */
  open(sealed: string, name: string): string;
}

const algorithm = "aes-256-gcm";
const version = "v1";

/** AES-256-GCM with a key made by HKDF and a nonce for each text; the name is authenticated along with it. */
export function createSeal(secretKey: string): Seal {
  const key = Buffer.from(hkdfSync("sha256", secretKey, "", "paperboy installations", 32));
  return {
    close(text, name) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(name));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return [version, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
    },
    open(sealed, name) {
      const [is, nonce = "", tag = "", text = ""] = sealed.trim().split(".");
      try {
        if (is !== version) throw new Error(`sealed as ${is}`);
        const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, "base64url"), { authTagLength: 16 })
          .setAAD(Buffer.from(name))
          .setAuthTag(Buffer.from(tag, "base64url"));
        return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8");
      } catch (error) {
        const what = `The installation ${name} cannot be opened: PAPERBOY_SECRET_KEY is another than when it was stored.`;
        throw new UserError("config", what, { cause: error });
      }
    },
  };
}
