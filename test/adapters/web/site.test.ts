import { readFileSync, writeFileSync } from "node:fs";
import { request as ask } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { DeliveryError } from "../../../src/errors.ts";
import { silentLog } from "../../../src/log.ts";
import { adapterContract } from "../../contracts/adapter.ts";
import { readHtml } from "../../support/html.ts";
import { draft } from "../../support/papers.ts";
import { type Preview, type PreviewSetup, startPreview } from "../../support/preview.ts";
import { library } from "../../support/search-papers.ts";
import { tempFolder } from "../../support/temp.ts";

async function preview(setup: Partial<PreviewSetup> = {}): Promise<Preview> {
  const started = await startPreview({ folder: tempFolder(), drafts: library, ...setup });
  onTestFinished(() => started.stop());
  return started;
}

/** A form sent as a page of ours would; its answer is the page it leads to. */
function post({ url }: Preview, path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Origin: url, ...headers },
  });
}

async function textOf(response: Response | Promise<Response>): Promise<string> {
  const { text, faults } = readHtml(await (await response).text());
  expect(faults).toEqual([]);
  return text.replaceAll(/\s+/g, " ");
}

adapterContract("the preview", async () => {
  const served = await preview({ drafts: [] });
  await served.web.stop();
  await post(served, "/channels", { name: "c" });
  let seen = "";
  const look = async () => {
    seen = await textOf(fetch(`${served.url}/c/c`));
  };
  const { post: posts, ...adapter } = served.web;
  return {
    adapter: {
      ...adapter,
      async post(what) {
        const posted = await posts(what);
        await look();
        return posted;
      },
    },
    say: async (line) => textOf(post(served, "/c/c/say", { line })),
    visible: () => seen,
  };
});

describe("a channel in the browser", () => {
  it("answers a line without any script, and leads to the answer", async () => {
    const served = await preview();
    const response = await post(served, "/c/general/say", { line: "/papers search mixture of experts" });
    expect(response.url).toMatch(/\/c\/general$/);
    const text = await textOf(response);
    expect(text).toContain("Sparse Mixture of Experts for Language Models");
    expect(text).toContain("/papers search mixture of experts");
  });

  it("puts the answer of a page button in the place of the page", async () => {
    const served = await preview({
      drafts: Array.from({ length: 12 }, (_, index) => draft(`Routing of Kind ${index}`)),
    });
    await post(served, "/c/general/say", { line: "search routing" });
    const page = await (await fetch(`${served.url}/c/general`)).text();
    const next = readHtml(page)
      .tags.find(({ attributes }) => attributes.get("name") === "replace")
      ?.attributes.get("value");
    expect(next).toMatch(/^search .*--page 2/);
    const [, under = ""] = /id="e(\d+)"/.exec(page) ?? [];
    const text = await textOf(post(served, "/c/general/say", { replace: next ?? "", under }));
    expect(text).toContain("Page 2 of");
    expect(text).not.toContain("Page 1 of");
  });

  it("shows the hour and the days that are set beside it, so that setting one changes nothing else", async () => {
    const served = await preview();
    const form = async () => {
      const { tags } = readHtml(await (await fetch(`${served.url}/c/general`)).text());
      const chosen = tags.find(({ name, attributes }) => name === "option" && attributes.has("selected"));
      const hour = tags.find(({ attributes }) => attributes.get("id") === "hour")?.attributes.get("value");
      return [hour, chosen?.attributes.get("value")].join(" ");
    };
    const zone = async () => (await served.store.schedules.get({ platform: "web", id: "general" }))?.timeZone;
    expect(await form()).toBe("09:00 Mon,Tue,Wed,Thu,Fri");
    for (const [line, shown] of [
      ["schedule 17:05 Tokyo daily", "17:05 Mon,Tue,Wed,Thu,Fri,Sat,Sun"],
      ["schedule 00:30 mon,thu", "00:30 Mon,Thu"],
      ["schedule weekly sun", "00:30 Sun"],
    ] as const) {
      await post(served, "/c/general/say", { line });
      expect(await form()).toBe(shown);
      const set = await textOf(post(served, "/c/general/say", { line: `schedule ${shown}` }));
      expect(set).toContain("Schedule set");
      expect({ shown: await form(), zone: await zone() }).toEqual({ shown, zone: "Asia/Tokyo" });
    }
    const page = await (await fetch(`${served.url}/c/general`)).text();
    expect(page).toMatch(/<option value="Sun" selected>Sun<\/option><option value="Mon,Tue,Wed,Thu,Fri">weekdays/);
  });

  it("shows private answers as such, with the button that shares them", async () => {
    const served = await preview();
    const text = await textOf(post(served, "/c/general/say?look=both", { line: "search experts" }));
    expect(text).toContain("Only visible to you");
    expect(text).toContain("Only you can see this");
    expect(text).toContain("Share with channel");
    expect(text).toMatch(/\d+ of 50 blocks/);
    expect(text).toMatch(/[\d,]+ of 4,000 characters/);
  });

  it("says what moved since the same was last asked", async () => {
    const served = await preview();
    await post(served, "/c/general/say", { line: "recommend" });
    const { text } = readHtml(await (await fetch(`${served.url}/c/general`)).text());
    expect(text).not.toContain("Since this was last asked");
    const found = await (await post(served, "/c/general/say", { line: "search author:müller" })).text();
    const vote = /value="(vote \w+ up)"/.exec(found)?.[1] ?? "";
    await post(served, "/c/general/say", { line: vote });
    expect(await textOf(post(served, "/c/general/say", { line: "recommend" }))).toMatch(
      /Since this was last asked.*[▲▼]|Since this was last asked.*new at/,
    );
  });

  it("is made of any name a person may write, and is there after a restart with what was said", async () => {
    const folder = tempFolder();
    const first = await startPreview({ folder, drafts: library });
    for (const [name, made] of [
      ["Vision & Größe!", "vision-größe"],
      ["論文 クラブ", "論文-クラブ"],
      ["х".repeat(60), "х".repeat(40)],
    ] as const) {
      expect(decodeURI((await post(first, "/channels", { name })).url)).toBe(`${first.url}/c/${made}`);
    }
    const refused = await post(first, "/channels", { name: "💩 …" });
    expect(refused.status).toBe(400);
    expect(await textOf(refused)).toContain("needs a letter or a digit");
    await post(first, `/c/${encodeURIComponent("論文-クラブ")}/say`, { line: "subscribe diffusion" });
    await post(first, "/c/general/say", { line: "status" });
    await first.stop();
    const second = await preview({ folder, drafts: [] });
    const text = await textOf(fetch(`${second.url}/c/general`));
    expect(text).toContain("/papers status");
    expect(text).toContain("# vision-größe");
    expect(await textOf(fetch(`${second.url}/c/${encodeURIComponent("論文-クラブ")}`))).toContain(
      "Subscribed to diffusion",
    );
  });

  it("begins anew where the file of the conversation is damaged", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "preview.json"), '{"version": 1, "channels": [{"id": "../x"}]}');
    const served = await preview({ folder });
    expect(await textOf(fetch(served.url))).toContain("# general");
  });

  it("says in the log that it does, and nothing of what was said", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "preview.json"), 'secret "kites"');
    const said: string[] = [];
    const warn = (details: object, message: string) => void said.push(message, ...Object.values(details).map(String));
    await preview({ folder, log: { ...silentLog, warn } });
    expect(said.join(" ")).toContain("begins anew");
    expect(said.join(" ")).toContain("it is no JSON");
    expect(said.join(" ")).not.toMatch(/secret|kites/);
  });

  it("keeps a bounded past", async () => {
    const folder = tempFolder();
    const served = await preview({ folder });
    for (let count = 0; count < 105; count++) {
      await served.web.post({
        deliveryId: `d${count}`,
        channel: { platform: "web", id: "general" },
        message: { fallback: `Post ${count}`, blocks: [{ type: "heading", text: `Post ${count}` }] },
      });
    }
    const { channels } = JSON.parse(readFileSync(join(folder, "preview.json"), "utf8"));
    expect(channels[0].entries).toHaveLength(60);
    const page = await textOf(fetch(`${served.url}/c/general`));
    expect(page).toContain("Post 104");
    expect(page).not.toContain("Post 92 ");
    expect(page).toContain("Earlier");
    expect(page).not.toContain("Back to the newest");
    const past = await textOf(fetch(`${served.url}/c/general?before=${channels[0].entries[45].id}`));
    expect(past).toMatch(/Earlier.*Post 88.*Back to the newest/);
  });

  it("hands out the file of an answer", async () => {
    const served = await preview();
    const found = await (await post(served, "/c/general/say", { line: "search poincaré" })).text();
    await post(served, "/c/general/say", { line: /value="(save \w+)"/.exec(found)?.[1] ?? "" });
    const page = await (await post(served, "/c/general/say", { line: "export bibtex" })).text();
    const href = readHtml(page)
      .tags.find(({ attributes }) => attributes.has("download"))
      ?.attributes.get("href");
    const file = await fetch(served.url + href);
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+\.bib"$/);
    expect(await file.text()).toContain("Poincar");
  });

  it("tells open pages of posts, and of posts in other channels", async () => {
    const served = await preview();
    const stream = await fetch(`${served.url}/c/general/events?after=0`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const message = { fallback: "Today", blocks: [{ type: "heading", text: "Today's papers" }] } as const;
    await served.web.post({ deliveryId: "1", channel: { platform: "web", id: "reading-group" }, message });
    await served.web.post({ deliveryId: "2", channel: { platform: "web", id: "general" }, message });
    let seen = "";
    while (!seen.includes("Today&#39;s papers")) seen += (await reader?.read())?.value ?? "";
    expect(seen).toMatch(/event: elsewhere\nid: \d+\n.*reading-group[\s\S]*event: entry\nid: \d+\n/);
    await reader?.cancel();
  });

  it("refuses posts to channels it does not have", async () => {
    const { web } = await preview();
    const lost = {
      deliveryId: "1",
      channel: { platform: "web", id: "nowhere" },
      message: { fallback: "x", blocks: [] },
    };
    await expect(web.post(lost)).rejects.toThrow(DeliveryError);
    expect(await web.canPostTo({ platform: "web", id: "nowhere" })).toMatchObject({ allowed: false });
  });
});

describe("the search page", () => {
  it("has an address for every query, page and order", async () => {
    const served = await preview({
      drafts: Array.from({ length: 12 }, (_, index) => draft(`Routing of Kind ${index}`)),
    });
    const page = await (await fetch(`${served.url}/search?q=routing&sort=date`)).text();
    expect(readHtml(page).text).toContain("12 papers match routing");
    const next = readHtml(page)
      .tags.find(({ attributes }) => attributes.get("href")?.includes("page=2"))
      ?.attributes.get("href");
    expect(await textOf(fetch(served.url + next))).toContain("Page 2 of");
  });

  it("leads to a paper with those about the same", async () => {
    const served = await preview();
    const page = await (await fetch(`${served.url}/search?q=poincar%C3%A9`)).text();
    const paper = readHtml(page)
      .tags.find(({ attributes }) => attributes.get("href")?.startsWith("/paper/"))
      ?.attributes.get("href");
    const text = await textOf(fetch(served.url + paper));
    expect(text).toContain("Hyperbolic space embeds trees.");
    expect(text).toMatch(/like Poincaré|about the same|similar/i);
  });

  it("says with the status, too, that a paper is not known", async () => {
    const served = await preview();
    const response = await fetch(`${served.url}/paper/zzzzzzzzzzzz`);
    expect(response.status).toBe(404);
    expect(await textOf(response)).toContain("No paper fits zzzzzzzzzzzz.");
  });

  it("completes titles, commands and topics, those of the channel too", async () => {
    const served = await preview();
    const labels = async (line: string, more = "") => {
      const response = await fetch(`${served.url}/complete?line=${encodeURIComponent(line)}${more}`);
      return ((await response.json()) as { label: string }[]).map(({ label }) => label);
    };
    expect(await labels("sear")).toEqual(["search"]);
    await post(served, "/c/general/say", { line: "subscribe ontologies" });
    expect(await labels("unsubscribe ont", "&channel=general")).toEqual(["ontologies"]);
    expect(await labels("unsubscribe ont", "&channel=reading-group")).toEqual([]);
    expect(await labels("search vision tr")).toContain("Vision Transformers Need Registers");
  });
});

describe("who may come in", () => {
  it("is nobody who reached this machine under a name of somebody else", async () => {
    const { url } = await preview();
    expect(await status(url, { Host: "evil.example" })).toBe(421);
    expect(await status(url, { Host: "localhost:3000" })).toBe(200);
  });

  it("takes changes from its own pages alone", async () => {
    const served = await preview();
    const say = (headers: Record<string, string>) =>
      fetch(`${served.url}/c/general/say`, { method: "POST", body: new URLSearchParams({ line: "status" }), headers });
    expect((await say({})).status).toBe(403);
    expect((await say({ Origin: "https://evil.example" })).status).toBe(403);
    expect((await say({ Origin: "null" })).status).toBe(403);
    expect((await say({ Origin: served.url, "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect((await say({ Origin: served.url, "Sec-Fetch-Site": "same-site" })).status).toBe(403);
    expect((await say({ Origin: served.url })).status).toBe(200);
    // A web server before it that asks for it under its own name: nginx does so unless told otherwise.
    expect((await say({ Origin: "https://papers.example", "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
  });

  it("asks for the token where there is one, and takes it once for a cookie that does not hold it", async () => {
    const token = "correct horse battery";
    const served = await preview({ config: { token } });
    const { url } = served;
    for (const path of ["/", "/search?q=x", "/c/general/events", "/complete?line=s"]) {
      expect((await fetch(url + path)).status, path).toBe(401);
    }
    expect((await post(served, "/c/general/say", { line: "status" })).status).toBe(401);
    expect((await post(served, "/enter", { token: "wrong horse battery" })).status).toBe(401);
    const entered = await fetch(`${url}/search?q=x&token=${encodeURIComponent(token)}`, { redirect: "manual" });
    expect({ status: entered.status, location: entered.headers.get("location") }).toEqual({
      status: 303,
      location: "/search?q=x",
    });
    const lured = await fetch(`${url}//evil.example/?token=${encodeURIComponent(token)}`, { redirect: "manual" });
    expect(lured.headers.get("location")).toBe("/evil.example/");
    const [cookie = ""] = entered.headers.getSetCookie();
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
    expect(cookie).not.toContain("horse");
    const page = await fetch(url, { headers: { Cookie: cookie.split(";")[0] ?? "" } });
    expect(page.status).toBe(200);
  });

  it("get a cookie for TLS alone where they came over TLS", async () => {
    const token = "correct horse battery";
    const served = await preview({ config: { token } });
    const cookieFor = async (headers: Record<string, string>) => {
      const shown = `${served.url}/?token=${encodeURIComponent(token)}`;
      return (await fetch(shown, { headers, redirect: "manual" })).headers.getSetCookie()[0];
    };
    expect(await cookieFor({})).not.toContain("Secure");
    expect(await cookieFor({ "X-Forwarded-Proto": "http" })).not.toContain("Secure");
    expect(await cookieFor({ "X-Forwarded-Proto": "https" })).toContain("; Secure;");
    expect(await cookieFor({ "X-Forwarded-Proto": "https, http" })).toContain("; Secure;");
    const typed = await fetch(`${served.url}/enter`, {
      method: "POST",
      body: new URLSearchParams({ token }),
      headers: { Origin: "https://papers.example", "Sec-Fetch-Site": "same-origin" },
      redirect: "manual",
    });
    expect(typed.headers.getSetCookie()[0]).toContain("; Secure;");
  });

  it("may not send more than a form holds, nor anything but a form", async () => {
    const served = await preview();
    expect((await post(served, "/c/general/say", { line: "x".repeat(60_000) })).status).toBe(413);
    const other = await fetch(`${served.url}/c/general/say`, {
      method: "POST",
      body: "{}",
      headers: { Origin: served.url, "Content-Type": "application/json" },
    });
    expect(other.status).toBe(415);
  });
});

describe("every answer", () => {
  it("lets nothing run, load or frame that is not its own", async () => {
    const { url } = await preview();
    for (const path of ["/", "/search", "/nothing", "/complete?line=s"]) {
      const { headers } = await fetch(url + path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).not.toContain("unsafe");
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    }
  });

  it("loads its own files alone, which browsers may keep", async () => {
    const { url } = await preview();
    const { tags } = readHtml(await (await fetch(url)).text());
    const loaded = tags.flatMap(({ name, attributes }) =>
      name === "script" || name === "link" ? [attributes.get("src") ?? attributes.get("href") ?? ""] : [],
    );
    expect(loaded).toHaveLength(3);
    for (const address of loaded) {
      const { status: answered, headers } = await fetch(url + address);
      expect({ address, answered, kept: headers.get("cache-control") }).toMatchObject({
        answered: 200,
        kept: expect.stringContaining("immutable"),
      });
    }
  });

  it.each([
    "/c/%E0%A4%A",
    "/c/nowhere",
    "/c/../../etc/passwd",
    "/paper/%3Cscript%3E",
    "/assets/..%2Findex.ts",
    "/c/general/file/7",
    "//evil.example/",
  ])("is a page that says so where there is nothing: %s", async (path) => {
    const served = await preview();
    const response = await fetch(served.url + path);
    expect(response.status).toBe(404);
    expect(await textOf(response)).toContain("That did not work");
    expect(served.failures).toEqual([]);
  });

  it("is its head alone where that is asked for, and nothing where changes are asked for with it", async () => {
    const { url } = await preview();
    const head = await fetch(url, { method: "HEAD" });
    expect({ status: head.status, body: await head.text() }).toEqual({ status: 200, body: "" });
    expect((await fetch(`${url}/c/general/say?line=status`)).status).toBe(404);
    expect((await fetch(url, { method: "DELETE", headers: { Origin: url } })).status).toBe(404);
  });

  it("is small: the first page with its script and styles is less than 100 KB", async () => {
    const { url } = await preview();
    const page = await (await fetch(url)).text();
    const files = readHtml(page).tags.flatMap(({ attributes }) => [
      attributes.get("src") ?? attributes.get("href") ?? "",
    ]);
    const assets = files.filter((address) => address.startsWith("/assets/"));
    const sizes = await Promise.all(
      assets.map(async (address) => (await (await fetch(url + address)).arrayBuffer()).byteLength),
    );
    expect(sizes.reduce((sum, size) => sum + size, Buffer.byteLength(page))).toBeLessThan(100_000);
  });
});

/** With a Host header of any kind, which fetch does not let through. */
function status(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    ask(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}
