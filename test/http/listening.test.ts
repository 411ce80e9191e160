import { expect, test } from "vitest";
import type { HttpRoute } from "../../src/adapter.ts";
import { isForUsAlone, listeningFor } from "../../src/http/listening.ts";

const page: HttpRoute = { path: "/", handle: async () => undefined };
const forOthers: HttpRoute = { path: "/events", isPublic: true, handle: async () => undefined };

test("nothing listens where nothing is served and no port is named", () => {
  expect(listeningFor({}, [], false)).toBeUndefined();
  expect(listeningFor({ port: 9_000 }, [], false)).toEqual({ port: 9_000, host: "127.0.0.1" });
});

test("this machine alone is served, unless a route is for others or HOST says so", () => {
  expect(listeningFor({}, [page], false)).toEqual({ port: 3_000, host: "127.0.0.1", mayMove: true });
  expect(listeningFor({ port: 3_000 }, [page], false)).toEqual({ port: 3_000, host: "127.0.0.1" });
  expect(listeningFor({}, [page, forOthers], false)).toEqual({ port: 3_000 });
  expect(listeningFor({ host: "127.0.0.1" }, [forOthers], false)).toEqual({ port: 3_000, host: "127.0.0.1" });
  expect(listeningFor({ host: "0.0.0.0" }, [page], false)).toEqual({ port: 3_000, host: "0.0.0.0" });
});

test("a preview that strangers could open needs a token", () => {
  const advice = /set PAPERBOY_PREVIEW_TOKEN .*, or PAPERBOY_PREVIEW=off\.$/;
  expect(() => listeningFor({ host: "0.0.0.0" }, [page], true)).toThrow(advice);
  expect(() => listeningFor({}, [page, forOthers], true)).toThrow(advice);
  // A web server before it may pass on more than what is for others.
  expect(() => listeningFor({ host: "127.0.0.1" }, [page, forOthers], true)).toThrow(advice);
  expect(listeningFor({ host: "::", previewToken: "sixteen-letters!" }, [page], true)).toMatchObject({ host: "::" });
  expect(listeningFor({ host: "::1" }, [page], true)).toMatchObject({ host: "::1" });
});

test("what is for us alone is served on this machine's own addresses, with nothing for others beside it", () => {
  const hosts = ["localhost", "127.0.0.1", "127.1.2.3", "::1", "0.0.0.0", "::", "192.168.1.127"];
  const own = hosts.filter((host) => isForUsAlone({ port: 1, host }, [page]));
  expect(own).toEqual(["localhost", "127.0.0.1", "127.1.2.3", "::1"]);
  expect(isForUsAlone({ port: 1 }, [page])).toBe(false);
  expect(isForUsAlone({ port: 1, host: "127.0.0.1" }, [page, forOthers])).toBe(false);
});
