import { z } from "zod";
import { isTimeZone } from "../clock.ts";
import { UserError } from "../errors.ts";
import { paperKeyPattern } from "../papers/identity.ts";

const platform = z.string().min(1).max(40);
const channelId = z.string().min(1).max(200);
const channel = z.object({ platform, id: channelId });
const instant = z.iso.datetime();
const paper = z.string().regex(paperKeyPattern, "is no paper's key");
/** HMAC-SHA-256 in base64url. */
const personHash = z.string().regex(/^[\w-]{43}$/, "is no person's hash");
const by = z.object({ id: z.string().max(200), name: z.string().max(200).optional() });
const word = z.string().max(200);
const timeZone = z.string().refine(isTimeZone, "is no time zone");

/**
 * Everything a team owns: what its channels follow and when, what its people voted for and saved. Not the papers, which
 * come from their sources again, nor what was posted. People stand under keyed hashes: without the key they are nobody.
 */
const teamSchema = z.object({
  format: z.literal("paperboy-team"),
  version: z.literal(1),
  exportedAt: instant,
  /** `fingerprint` tells keys apart; `key` is here where the database had made its own. */
  people: z.object({ fingerprint: z.string().length(16), key: z.string().min(32).max(200).optional() }),
  subscriptions: z.array(z.object({ channel, topic: z.string().min(1).max(300), by, at: instant })),
  schedules: z.array(
    z.object({
      channel,
      hour: z.int().min(0).max(23),
      minute: z.int().min(0).max(59),
      timeZone,
      days: z.array(z.int().min(1).max(7)).min(1).max(7),
      saysNothingNew: z.boolean(),
      restInChannel: z.boolean().default(false),
      by,
      at: instant,
      pause: z
        .object({
          reason: z.enum(["asked", "gone", "forbidden"]),
          at: instant,
          until: instant.optional(),
          detail: z.string().max(1_000).optional(),
        })
        .optional(),
    }),
  ),
  /** Without a channel: what a person said of papers known from elsewhere. */
  votes: z.array(
    z.object({
      person: personHash,
      platform,
      channel: channelId.optional(),
      paper,
      value: z.enum(["up", "down"]),
      at: instant,
    }),
  ),
  saved: z.array(z.object({ person: personHash, platform, channel: channelId, paper, at: instant })),
  tastes: z.array(
    z.object({
      owner: z.union([z.object({ person: personHash }), z.object({ channel })]),
      begins: instant.optional(),
      leftOut: z.array(word).max(1_000),
    }),
  ),
  /** Papers that digests of the last weeks showed: they are not shown again. */
  shown: z.array(z.object({ channel, paper, at: instant })),
});

export type TeamData = z.infer<typeof teamSchema>;

/**
 * Checks what a file holds.
 * @throws UserError that says what is wrong and where
 */
export function readTeamData(text: string, file: string): TeamData {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new UserError("team-file", `${file} is not JSON, or was cut short.`, { cause: error });
  }
  const head = z.object({ format: z.literal("paperboy-team"), version: z.number() }).safeParse(read);
  if (!head.success) throw new UserError("team-file", `${file} was not written by \`paperboy export\`.`);
  if (head.data.version > 1) {
    throw new UserError(
      "team-file",
      `${file} was written by a newer Paperboy (version ${head.data.version} of the format, this program knows 1): update Paperboy.`,
    );
  }
  const { data, error } = teamSchema.safeParse(read);
  if (data) return data;
  const [issue] = error.issues;
  throw new UserError(
    "team-file",
    `${file} holds something unexpected at ${issue?.path.join(".")}: ${issue?.message}.`,
  );
}
