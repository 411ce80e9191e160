import { z } from "zod";

/**
 * What Discord documents about the bodies it takes, and where Paperboy is held to more than Discord asks: labels of 38
 * characters, one primary button a row, nobody ever mentioned.
 */
const componentId = z.int().min(0).max(2_147_483_647).optional();

const button = z
  .strictObject({
    type: z.literal(2),
    id: componentId,
    style: z.int().min(1).max(5),
    label: z.string().trim().min(1).max(38),
    custom_id: z.string().min(1).max(100).optional(),
    url: z.string().max(512).optional(),
    disabled: z.boolean().optional(),
  })
  .refine((it) => (it.style === 5) === (it.url !== undefined), "a link button has a url, others have none")
  .refine((it) => (it.style === 5) !== (it.custom_id !== undefined), "a button has a custom_id, a link button none");

const row = z.strictObject({
  type: z.literal(1),
  id: componentId,
  components: z
    .array(button)
    .min(1)
    .max(5)
    .refine((buttons) => buttons.filter(({ style }) => style === 1).length <= 1, "one primary button a row"),
});

const text = z.strictObject({ type: z.literal(10), id: componentId, content: z.string().trim().min(1).max(4_000) });
const separator = z.strictObject({
  type: z.literal(14),
  id: componentId,
  divider: z.boolean().optional(),
  spacing: z.int().min(1).max(2).optional(),
});

const fileComponent = z.strictObject({
  type: z.literal(13),
  id: componentId,
  file: z.strictObject({ url: z.string().regex(/^attachment:\/\/[\w.-]+$/) }),
});

const component = z.discriminatedUnion("type", [row, text, separator, fileComponent]);
export type Component = z.infer<typeof component>;
export type Button = z.infer<typeof button>;

const isComponentsV2 = 1 << 15;
const isEphemeral = 1 << 6;

const allowedMentions = z.strictObject({ parse: z.array(z.never()).max(0) });

/** Files came beside the body, in parts of their own. */
const files = z
  .array(z.strictObject({ name: z.string().regex(/^[\w.-]{1,260}$/), content: z.string() }))
  .max(10)
  .optional();
export type LocalFile = NonNullable<z.infer<typeof files>>[number];

const messageFields = {
  files,
  attachments: z
    .array(z.strictObject({ id: z.int(), filename: z.string(), description: z.string().max(1_024).optional() }))
    .max(10)
    .optional(),
  content: z.string().max(2_000).optional(),
  flags: z.int().optional(),
  components: z.array(component).max(40).optional(),
  allowed_mentions: allowedMentions,
};

type Fields = z.infer<z.ZodObject<typeof messageFields>>;

/** What holds for a message as a whole. */
function faultsOf({ content = "", flags = 0, components = [], ...carried }: Fields): readonly string[] {
  const faults: string[] = [];
  const flat = components.flatMap<Component | Button>((each) =>
    each.type === 1 ? [each, ...each.components] : [each],
  );
  const isV2 = (flags & isComponentsV2) !== 0;
  if (isV2 && content !== "") faults.push("no content beside Components V2");
  if (isV2 && flat.length > 40) faults.push(`${flat.length} components`);
  if (!isV2 && components.length > 5) faults.push(`${components.length} rows`);
  if (!isV2 && components.some(({ type }) => type !== 1)) faults.push("only rows without Components V2");
  if (content.trim() === "" && components.length === 0) faults.push("Cannot send an empty message");
  const words = components.reduce((sum, each) => sum + (each.type === 10 ? each.content.length : 0), 0);
  if (words > 4_000) faults.push(`${words} characters of text`);
  const names = (carried.files ?? []).map(({ name }) => `attachment://${name}`);
  const shown = components.flatMap((each) => (each.type === 13 ? [each.file.url] : []));
  for (const url of shown) if (!names.includes(url)) faults.push(`${url} was not uploaded`);
  if (isV2 && names.some((url) => !shown.includes(url))) faults.push("a file that no component shows");
  for (const { id, filename } of carried.attachments ?? []) {
    if (carried.files?.[id]?.name !== filename) faults.push(`attachment ${id} is not ${filename}`);
  }
  for (const name of ["custom_id", "id"] as const) {
    const values = flat.flatMap((each) => (name in each ? [(each as Record<string, unknown>)[name]] : []));
    const given = values.filter((value) => value !== undefined);
    if (new Set(given).size < given.length) faults.push(`a ${name} twice`);
  }
  if ((flags & ~(isComponentsV2 | isEphemeral | 4 | 4_096)) !== 0) faults.push(`flags ${flags} cannot be set`);
  return faults;
}

function whole(fields: Fields, context: z.RefinementCtx): void {
  for (const message of faultsOf(fields)) context.addIssue({ code: "custom", message });
}

/** Create Message. */
export const newMessage = z
  .strictObject({
    ...messageFields,
    nonce: z.string().min(1).max(25).optional(),
    enforce_nonce: z.boolean().optional(),
  })
  .superRefine(whole);

/** A follow-up, or a reply to an interaction. */
export const webhookMessage = z.strictObject(messageFields).superRefine(whole);
export type MessageBody = z.infer<typeof webhookMessage>;

/** What a message that is there becomes: whom it is shown to was settled when it was made. */
export const edit = webhookMessage.refine(({ flags = 0 }) => (flags & ~(isComponentsV2 | 4)) === 0, "flags of an edit");

const threadName = z.string().trim().min(1).max(100);
const archiveAfter = z.union([z.literal(60), z.literal(1_440), z.literal(4_320), z.literal(10_080)]).optional();

export const threadFromMessage = z.strictObject({ name: threadName, auto_archive_duration: archiveAfter });

/** A post in a forum: a thread and its first message. */
export const forumThread = z.strictObject({
  name: threadName,
  auto_archive_duration: archiveAfter,
  applied_tags: z.array(z.string()).max(5).optional(),
  message: z.strictObject(messageFields).superRefine(whole),
});

export const callback = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal(5),
    // Deferring accepts no flag but EPHEMERAL.
    data: z.strictObject({ flags: z.literal([0, isEphemeral]).optional() }).optional(),
  }),
  z.strictObject({ type: z.literal(6) }),
  z.strictObject({ type: z.literal(4), data: webhookMessage }),
  z.strictObject({ type: z.literal(7), data: webhookMessage }),
  z.strictObject({
    type: z.literal(8),
    data: z.strictObject({
      choices: z
        .array(z.strictObject({ name: z.string().trim().min(1).max(100), value: z.string().min(1).max(100) }))
        .max(25),
    }),
  }),
]);

const locales =
  "id,da,de,en-GB,en-US,es-ES,es-419,fr,hr,it,lt,hu,nl,no,pl,pt-BR,ro,fi,sv-SE,vi,tr,cs,el,bg,ru,uk,hi,th,zh-CN,ja,zh-TW,ko";
const description = z.string().trim().min(1).max(100);
const localised = z.partialRecord(z.enum(locales.split(",")), description).nullish();
const commandName = z
  .string()
  .regex(/^[-_'\p{L}\p{N}]{1,32}$/u)
  .refine((name) => name === name.toLowerCase());

const option = z
  .strictObject({
    type: z.literal([3, 4, 5, 7]),
    name: commandName,
    description,
    description_localizations: localised,
    required: z.boolean().optional(),
    choices: z
      .array(z.strictObject({ name: description, value: z.string().max(100) }))
      .min(1)
      .max(25)
      .optional(),
    channel_types: z.array(z.int()).min(1).optional(),
    min_value: z.int().optional(),
    max_value: z.int().optional(),
    min_length: z.int().min(0).max(6_000).optional(),
    max_length: z.int().min(1).max(6_000).optional(),
    autocomplete: z.boolean().optional(),
  })
  .refine((it) => !(it.autocomplete && it.choices), "autocomplete and choices exclude each other")
  .refine((it) => it.channel_types === undefined || it.type === 7, "channel_types are a channel option's");

const subcommand = z.strictObject({
  type: z.literal(1),
  name: commandName,
  description,
  description_localizations: localised,
  options: z
    .array(option)
    .max(25)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "names are unique")
    .refine(
      (all) => all.every((it, index) => !it.required || all.slice(0, index).every((before) => before.required)),
      "required options come first",
    )
    .optional(),
});

export const applicationCommand = z
  .strictObject({
    type: z.literal(1).optional(),
    name: commandName,
    description,
    description_localizations: localised,
    options: z.array(subcommand).min(1).max(25),
    default_member_permissions: z.string().nullish(),
    contexts: z.array(z.int().min(0).max(2)).optional(),
    integration_types: z.array(z.int().min(0).max(1)).optional(),
  })
  .refine((it) => sizeOf(it) <= 8_000, "8,000 characters of names, descriptions and values");
export const bulkCommands = z.array(applicationCommand).max(100);
export type ApplicationCommand = z.infer<typeof applicationCommand>;
export type CommandOption = z.infer<typeof option>;

/** Of each field its longest language counts. */
function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + sizeOf(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  const all: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(all).reduce((sum, [key, each]) => {
    if (key.endsWith("_localizations")) return sum;
    if (typeof each !== "string") return sum + sizeOf(each);
    const lengths = Object.values(all[`${key}_localizations`] ?? {}).map((text) => String(text).length);
    return sum + (["name", "description", "value"].includes(key) ? Math.max(each.length, ...lengths) : 0);
  }, 0);
}
