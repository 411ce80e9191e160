import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isTimeZone } from "./clock.ts";
import type { SourcesConfig } from "./config.ts";
import { UserError } from "./errors.ts";
import { readArxivCategory } from "./papers/arxiv-category.ts";

const projectFolder = resolve(import.meta.dirname, "..");

/** Every variable of the program itself; adapters have their own. What README says of them stands here. */
export const configSchema = z.object({
  PAPERBOY_DATA: z.string().min(1).default(join(projectFolder, "data")).meta({
    what: "the folder of `paperboy.db` (keep it safe) and `index.db` (may be deleted at any time)",
    shown: "`data/`",
  }),
  PAPERBOY_DIGESTS: z
    .string()
    .min(1)
    .default(join(projectFolder, "data", "digests"))
    .meta({ what: "the drop folder", shown: "`data/digests/`" }),
  PAPERBOY_COMMAND: z
    .string()
    .regex(/^\/?[a-z0-9_-]{1,32}$/u, "takes a name of lower-case letters, digits, - and _, such as papers")
    .default("papers")
    .meta({ what: "the name of the command" }),
  PAPERBOY_SOURCES: z
    .string()
    .default("folder")
    .transform(readSources)
    .meta({ what: "network sources: `hf-daily`, `arxiv:cs.CL+cs.LG`, or both with a comma", shown: "the folder" }),
  HF_API_URL: webAddress()
    .default("https://huggingface.co")
    .meta({ what: "a mirror of Hugging Face", shown: "the public one" }),
  ARXIV_API_URL: webAddress()
    .optional()
    .meta({ what: "a mirror of arXiv: query API and news feeds", shown: "the public one" }),
  PAPERBOY_OPERATOR_CHANNEL: z
    .string()
    .regex(/^[a-z]+:\S{1,200}$/, "takes a platform and its channel, as in PLATFORM:CHANNEL")
    .transform((text) => ({ platform: text.slice(0, text.indexOf(":")), id: text.slice(text.indexOf(":") + 1) }))
    .optional()
    .meta({ what: "`PLATFORM:CHANNEL` that is told once of each outage of a source" }),
  PAPERBOY_WAIT_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/, "takes a number of minutes up to 999")
    .default("120")
    .meta({ what: "how long a post waits for papers of the day that are late" }),
  PAPERBOY_TIME_ZONE: z
    .string()
    .refine(isTimeZone, "takes the name of a time zone, such as Europe/Berlin or America/New_York")
    .default("UTC")
    .meta({ what: "the zone of people whose platform does not tell theirs, such as `Europe/Berlin`" }),
  PAPERBOY_SECRET_KEY: z
    .string()
    .min(32, "takes a secret of 32 characters or more, such as `openssl rand -hex 32` makes")
    .optional()
    .meta({
      what: "what people's ids are hashed with, and workspaces' tokens sealed; `openssl rand -hex 32` makes one. Without it the database holds a key of its own",
      secret: true,
    }),
  PORT: z
    .string()
    .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, "takes a port, a number up to 65535")
    .transform(Number)
    .optional()
    .meta({
      what: "where health, metrics, the preview and platforms that call us are served",
      shown: "3000, where something is served",
    }),
  HOST: z
    .string()
    .refine(
      (host) => host === "localhost" || isIP(host) > 0,
      "takes an address of this machine, such as 127.0.0.1 or 0.0.0.0",
    )
    .optional()
    .meta({
      what: "the address that is served: `127.0.0.1` is this machine alone, `0.0.0.0` every interface",
      shown: "`127.0.0.1`; every interface where a platform calls us",
    }),
  PAPERBOY_PREVIEW: z
    .enum(["on", "off"], "takes on or off")
    .optional()
    .meta({ what: "the preview in the browser, `on` or `off`", shown: "on where no platform is configured" }),
  PAPERBOY_PREVIEW_TOKEN: z.string().min(16, "takes a secret of 16 characters or more").optional().meta({
    what: "what a browser must show for the preview; needed where others than this machine can connect",
    secret: true,
  }),
  PAPERBOY_METRICS_TOKEN: z
    .string()
    .min(16, "takes a secret of 16 characters or more")
    .optional()
    .meta({ what: "what Prometheus must show for `/metrics`; without it only this machine is served", secret: true }),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], "takes debug, info, warn, error or silent")
    .default("warn")
    .meta({ what: "`debug`, `info`, `warn`, `error` or `silent`; JSON lines on stderr" }),
});

function webAddress() {
  return z.string().regex(/^https?:\/\/[^\s/]+/i, "takes an address that begins with http:// or https://");
}

/** `hf-daily,arxiv:cs.CL+cs.LG`; the folder is always on, and may be named. */
export function readSources(
  list: string,
  context?: z.RefinementCtx,
): Pick<SourcesConfig, "hfDaily" | "arxivCategories"> {
  const categories = new Set<string>();
  let hfDaily = false;
  const refuse = (name: string, why = "") => {
    const known = `hf-daily, or arXiv categories as in arxiv:cs.CL+cs.LG${why}`;
    if (!context) throw new UserError("usage", `There is no source ${JSON.stringify(name)}: name ${known}.`);
    context.addIssue({ code: "custom", message: `takes ${known}` });
  };
  for (const name of list.split(",").map((part) => part.trim())) {
    const [, terms] = /^arxiv:(.+)$/i.exec(name) ?? [];
    if (name === "hf-daily") hfDaily = true;
    else if (terms !== undefined) {
      for (const term of terms.split("+").map((part) => part.trim())) {
        const category = readArxivCategory(term);
        if (category !== undefined) categories.add(category);
        else refuse(name, ` (arXiv has no ${JSON.stringify(term)}, see https://arxiv.org/category_taxonomy)`);
      }
    } else if (name !== "folder" && name !== "") refuse(name);
  }
  return { hfDaily, arxivCategories: [...categories] };
}
