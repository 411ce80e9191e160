import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";

const folder = mkdtempSync(join(tmpdir(), "paperboy-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: string): string {
  const file = join(folder, `${Math.random()}.txt`);
  writeFileSync(file, content);
  return file;
}

describe("the configuration", () => {
  it("needs nothing: data lies in the project, the command is /papers, warnings are logged", () => {
    const config = readConfig({});
    expect(config.dataFolder).toBe(resolve(import.meta.dirname, "../data"));
    expect(config.digestsFolder).toBe(resolve(import.meta.dirname, "../data/digests"));
    expect(config).toMatchObject({ prefix: "/papers", logLevel: "warn", callerFolder: process.cwd() });
  });

  it("takes an empty variable, or an empty file, for one that is not set", () => {
    const empty = { PAPERBOY_DATA: "", LOG_LEVEL: "", PAPERBOY_COMMAND: "", PAPERBOY_DIGESTS_FILE: fileWith("\n") };
    const { setting, originOf, variables, ...values } = readConfig(empty);
    expect(readConfig({})).toMatchObject(values);
    expect(setting("PAPERBOY_DATA")).toBeUndefined();
    expect(originOf("PAPERBOY_DATA")).toEqual({ from: "default" });
  });

  it("has no network source unless it is named, and then the public ones", () => {
    expect(readConfig({}).sources).toMatchObject({ hfDaily: false, arxivCategories: [], longestWait: 7_200_000 });
    const { sources } = readConfig({ PAPERBOY_SOURCES: " folder, hf-daily,arxiv:cs.CL+cs.LG,arxiv:hep-th+cs.CL" });
    expect(sources).toMatchObject({
      hfDaily: true,
      arxivCategories: ["cs.CL", "cs.LG", "hep-th"],
      hfUrl: "https://huggingface.co",
      arxivApiUrl: "https://export.arxiv.org",
      arxivNewsUrl: "https://rss.arxiv.org",
    });
    const mirror = { HF_API_URL: "http://localhost:1/api", ARXIV_API_URL: "http://localhost:2" };
    expect(readConfig(mirror).sources).toMatchObject({
      hfUrl: "http://localhost:1/api",
      arxivApiUrl: "http://localhost:2",
      arxivNewsUrl: "http://localhost:2",
    });
    for (const wrong of ["reddit", "arxiv", "arxiv:", "hf"]) {
      expect(() => readConfig({ PAPERBOY_SOURCES: wrong })).toThrow(
        /^PAPERBOY_SOURCES takes hf-daily, .*cs\.LG, not "[^"]*"\.$/,
      );
    }
    for (const none of ["foo", "", "../x", "cs.CLX", "cs.language", "hep-th.AB", "physics.X1"]) {
      expect(() => readConfig({ PAPERBOY_SOURCES: `arxiv:cs.CL+${none}` })).toThrow(`(arXiv has no "${none}", see `);
    }
    expect(() => readConfig({ HF_API_URL: "localhost" })).toThrow(/^HF_API_URL takes an address/);
    expect(() => readConfig({ PAPERBOY_WAIT_MINUTES: "soon" })).toThrow(/^PAPERBOY_WAIT_MINUTES takes a number/);
  });

  it("takes arXiv's categories in any case, and whole archives", () => {
    const { sources } = readConfig({ PAPERBOY_SOURCES: "arxiv:CS.cl+Hep-TH+cond-mat.MTRL-sci+stat+physics.optics" });
    const { arxivCategories } = sources;
    expect(arxivCategories).toEqual(["cs.CL", "hep-th", "cond-mat.mtrl-sci", "stat", "physics.optics"]);
  });

  it("names the operator's channel by its platform", () => {
    const operatorChannel = { platform: "test", id: "T1:C2" };
    expect(readConfig({ PAPERBOY_OPERATOR_CHANNEL: "test:T1:C2" })).toMatchObject({ operatorChannel });
    expect(() => readConfig({ PAPERBOY_OPERATOR_CHANNEL: "C2" })).toThrow(
      /^PAPERBOY_OPERATOR_CHANNEL takes a platform/,
    );
  });

  it("leaves to what is served where it is served, unless told", () => {
    expect(readConfig({}).http).toEqual({});
    const told = { PORT: "8080", HOST: "::1", PAPERBOY_PREVIEW: "off", PAPERBOY_PREVIEW_TOKEN: "sixteen-letters!" };
    const http = { port: 8080, host: "::1", preview: false, previewToken: "sixteen-letters!" };
    expect(readConfig(told).http).toEqual(http);
    for (const PORT of ["http", "65536", "-1", "80 "]) expect(() => readConfig({ PORT })).toThrow(/^PORT takes a port/);
    expect(() => readConfig({ HOST: "papers.example" })).toThrow(/^HOST takes an address of this machine/);
    expect(() => readConfig({ PAPERBOY_PREVIEW: "yes" })).toThrow('PAPERBOY_PREVIEW takes on or off, not "yes".');
  });

  it("shows no secret in the sentence that refuses it", () => {
    for (const name of ["PAPERBOY_SECRET_KEY", "PAPERBOY_PREVIEW_TOKEN", "PAPERBOY_METRICS_TOKEN"]) {
      expect(() => readConfig({ [name]: "hush" })).toThrow(new RegExp(`^${name} takes a secret of (?!.*hush)`));
    }
  });

  it("knows time zones by their names, and nothing else for one", () => {
    expect(readConfig({}).timeZone).toBe("UTC");
    expect(readConfig({ PAPERBOY_TIME_ZONE: "Asia/Kathmandu" }).timeZone).toBe("Asia/Kathmandu");
    for (const wrong of ["+02:00", "Berlin", "Europe/Berln", "Europe/Berlin; rm"]) {
      expect(() => readConfig({ PAPERBOY_TIME_ZONE: wrong })).toThrow(
        /^PAPERBOY_TIME_ZONE takes the name of a time zone/,
      );
    }
  });

  it("reads a value from the file that NAME_FILE names, without the line's end", () => {
    expect(readConfig({ PAPERBOY_DATA_FILE: fileWith("/srv/papers\n") }).dataFolder).toBe("/srv/papers");
  });

  it("names the variable and the file when that file cannot be read", () => {
    expect(() => readConfig({ PAPERBOY_DATA_FILE: "/nope/secret" })).toThrow(
      /^PAPERBOY_DATA_FILE names \/nope\/secret, which is not there\.$/,
    );
  });

  it("refuses a value given both ways", () => {
    const both = { LOG_LEVEL: "info", LOG_LEVEL_FILE: fileWith("debug") };
    expect(() => readConfig(both)).toThrow("LOG_LEVEL and LOG_LEVEL_FILE are both set: keep one of them.");
  });

  it("names every wrong variable, what it takes and what it held", () => {
    const wrong = () => readConfig({ LOG_LEVEL: "loud", PAPERBOY_COMMAND: "A b" });
    expect(wrong).toThrow('LOG_LEVEL takes debug, info, warn, error or silent, not "loud".');
    expect(wrong).toThrow(
      'PAPERBOY_COMMAND takes a name of lower-case letters, digits, - and _, such as papers, not "A b".',
    );
  });

  it("counts relative folders from where the person called npm", () => {
    const { callerFolder, dataFolder } = readConfig({
      INIT_CWD: "/home/ada",
      npm_lifecycle_event: "paperboy",
      PAPERBOY_DATA: "mine",
    });
    expect({ callerFolder, dataFolder }).toEqual({ callerFolder: "/home/ada", dataFolder: "/home/ada/mine" });
  });

  it("does not take the INIT_CWD of some other script that runs it", () => {
    expect(readConfig({ INIT_CWD: "/home/ada", npm_lifecycle_event: "test" }).callerFolder).toBe(process.cwd());
  });

  it("is refused where a name is misspelt, which would do nothing", () => {
    expect(() => readConfig({ PAPERBOY_SOURCE: "hf-daily" })).toThrow("PAPERBOY_SOURCES is meant");
    expect(() => readConfig({ PAPERBOY_SECRTE_KEY_FILE: "/run/key" })).toThrow("PAPERBOY_SECRET_KEY is meant");
    expect(() => readConfig({ PAPERBOY_REAL_DATA: "/somewhere" })).not.toThrow();
  });

  it("gives the command one slash, however it was written", () => {
    expect(readConfig({ PAPERBOY_COMMAND: "/lab" }).prefix).toBe("/lab");
    expect(readConfig({ PAPERBOY_COMMAND: "lab" }).prefix).toBe("/lab");
  });
});

describe("what the terminal can show", () => {
  it("has no colour with NO_COLOR or on a dumb terminal", () => {
    expect(readConfig({ TERM: "xterm" }).terminal.color).toBe(true);
    expect(readConfig({ TERM: "xterm", NO_COLOR: "1" }).terminal.color).toBe(false);
    expect(readConfig({ TERM: "dumb" }).terminal).toEqual({ color: false, hyperlinks: false });
  });

  it("has links where a terminal is known to show them, or a person says so", () => {
    expect(readConfig({ TERM: "xterm" }).terminal.hyperlinks).toBe(false);
    expect(readConfig({ TERM_PROGRAM: "WezTerm" }).terminal.hyperlinks).toBe(true);
    expect(readConfig({ VTE_VERSION: "7600" }).terminal.hyperlinks).toBe(true);
    expect(readConfig({ VTE_VERSION: "7600", CI: "true" }).terminal.hyperlinks).toBe(false);
    expect(readConfig({ FORCE_HYPERLINK: "1" }).terminal.hyperlinks).toBe(true);
    expect(readConfig({ TERM_PROGRAM: "WezTerm", FORCE_HYPERLINK: "0" }).terminal.hyperlinks).toBe(false);
  });
});
