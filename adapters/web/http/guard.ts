import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

export interface GuardConfig {
  /**
   * What a browser must show once. Without one whoever can connect may come in, which is for this machine alone to do.
   */
  readonly token?: string;
}

/** Decides who may come in, and from where changes may be asked for. */
export interface Guard {
  /** Throws a Refusal for requests that a page of another site sent here. */
  check(request: IncomingMessage): void;
  /** The browser has shown the token, or none is needed. */
  mayEnter(request: IncomingMessage): boolean;
  /** The value of a Set-Cookie header, for a browser that shows the token; undefined when it is another one. */
  admit(request: IncomingMessage, token: string): string | undefined;
}

export function createGuard({ token }: GuardConfig): Guard {
  // A cookie that is read gives no token away.
  const pass = token === undefined ? undefined : digest(`pass ${token}`).toString("base64url");

  return {
    check(request) {
      const { host = "", origin, "sec-fetch-site": site } = request.headers;
      // A name that another site's owner points at this machine would make their page ours (DNS rebinding).
      if (token === undefined && !isLocalName(hostname(host))) {
        throw new Refusal(421, "This address is served to this machine alone, as 127.0.0.1 or localhost.");
      }
      if (request.method === "GET" || request.method === "HEAD") return;
      // What the browser itself says holds behind a web server too, which may ask for us under another name.
      const isOurs = site === undefined ? URL.parse(origin ?? "")?.host === host : site === "same-origin";
      if (!isOurs) {
        throw new Refusal(403, "Changes are taken from this page alone, not from other sites.");
      }
    },

    mayEnter(request) {
      if (pass === undefined) return true;
      return cookies(request).some(([name, value]) => name === cookieName && isSame(value, pass));
    },

    admit(request, shown) {
      if (token === undefined || pass === undefined || !isSame(shown, token)) return undefined;
      const secure = cameOverTls(request) ? "; Secure" : "";
      return `${cookieName}=${pass}; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=${30 * 24 * 3_600}`;
    },
  };
}

const cookieName = "paperboy";

function hostname(host: string): string {
  return URL.parse(`http://${host}`)?.hostname ?? "";
}

function isLocalName(name: string): boolean {
  return name === "localhost" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** As the web server before us says, or the page that a form was sent from. Whoever lies about it harms themselves alone. */
function cameOverTls({ headers: { origin = "", "x-forwarded-proto": protocol = "" } }: IncomingMessage): boolean {
  return /^https\b/i.test(String(protocol).trim()) || origin.startsWith("https:");
}

function cookies({ headers }: IncomingMessage): readonly (readonly [string, string])[] {
  return (headers.cookie ?? "").split(";").map((pair) => {
    const [name = "", value = ""] = pair.trim().split("=");
    return [name, value] as const;
  });
}

/** Takes as long whether the first character is wrong or the last. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
