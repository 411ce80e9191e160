import type { HttpRoute } from "../adapter.ts";
import type { HttpConfig } from "../config.ts";
import { UserError } from "../errors.ts";

/** Where the server listens; on every interface where it has no host. */
export interface Listening {
  readonly port: number;
  readonly host?: string;
  /** Nobody relies on this very port: where it is taken, one of the next will do. */
  readonly mayMove?: true;
}

const usualPort = 3_000;
const loopback = "127.0.0.1";

/**
 * Where to listen for these routes: on this machine alone, unless the configuration or a route that others must reach
 * says otherwise. Undefined where nothing is to be served.
 *
 * @throws UserError `config` where strangers could open the preview
 */
export function listeningFor(
  { port, host, previewToken }: HttpConfig,
  routes: readonly HttpRoute[],
  hasPreview: boolean,
): Listening | undefined {
  if (routes.length === 0 && port === undefined) return undefined;
  const chosen = host ?? (routes.some((route) => route.isPublic) ? undefined : loopback);
  const listening = { port: port ?? usualPort, ...(chosen !== undefined && { host: chosen }) };
  if (hasPreview && !isForUsAlone(listening, routes) && previewToken === undefined) {
    throw new UserError(
      "config",
      "The preview would be open to whoever reaches this server: set PAPERBOY_PREVIEW_TOKEN to a secret of 16 characters or more, or PAPERBOY_PREVIEW=off.",
    );
  }
  return port === undefined && isForUsAlone(listening, routes) ? { ...listening, mayMove: true } : listening;
}

/**
 * Whether nobody but this machine's own users can reach what is served. With a route for others it may be that a web server
 * passes on more than that, from this very machine.
 */
export function isForUsAlone({ host = "" }: Listening, routes: readonly HttpRoute[]): boolean {
  const isLoopback = host === "localhost" || host === "::1" || host.startsWith("127.");
  return isLoopback && !routes.some((route) => route.isPublic);
}
