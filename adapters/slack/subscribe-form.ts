import { setTimeout as wait } from "node:timers/promises";
import type { Answer, Bot, Person } from "../../src/adapter.ts";
import type { Log } from "../../src/log.ts";
import type { Answers } from "./answers.ts";
import { channelFrom, isDirect } from "./places.ts";
import { doneView, type FormField, type FormNote, type FormValues, formView, readForm } from "./subscribe-view.ts";
import { describeFailure, type SlackWeb } from "./web.ts";

export interface FormDeps {
  readonly bot: Bot;
  readonly web: SlackWeb;
  readonly answers: Answers;
  readonly log: Log;
}

export interface Opener {
  readonly token: string;
  readonly triggerId: string;
  /** Chosen already where the form is opened in a channel. */
  readonly channel?: string;
}

export interface Asker {
  readonly team: string;
  readonly user: string;
  readonly token: string;
  readonly person: Person;
}

/** What Slack shows beside the fields, by their block_id. */
export type FieldErrors = Readonly<Partial<Record<FormField, string>>>;

/** A form for what `subscribe` takes, with a preview of what the topic would have brought. */
export interface SubscribeForm {
  /** At once: Slack's trigger is good for three seconds. False where it could not be opened. */
  open(opener: Opener): Promise<boolean>;
  /** For what was typed last, once the person pauses. */
  preview(viewId: string, values: FormValues, asker: () => Promise<Asker>): Promise<void>;
  /**
   * Subscribes and closes the form, or says in it what is wrong. `end` is called once, and in time for Slack; a form that
   * waits for more than that stays open and says what came of it. True where the channel follows the topic now.
   */
  submit(submitted: Submitted, asker: () => Promise<Asker>, end: EndForm): Promise<boolean>;
}

export interface Submitted {
  readonly viewId: string;
  readonly values: FormValues;
}

/** What is wrong, beside its fields, or another view in its place. */
export type FormEnding = { readonly errors: FieldErrors } | { readonly view: object };

/** Closes the form, or shows something instead. */
export type EndForm = (instead?: FormEnding) => Promise<void>;

/** Milliseconds without a key before a preview is worth its search. */
const typingPause = 400;
/** Slack waits three seconds for the end of a form. */
const closeWithin = 2_000;

export function createSubscribeForm({ bot, web, answers, log }: FormDeps): SubscribeForm {
  const typedLast = new Map<string, FormValues>();

  return {
    async open({ token, triggerId, channel }) {
      try {
        // Direct messages are not among what the form lets people choose.
        const chosen = channel === undefined || isDirect(channel) ? {} : { channel };
        await web.apiCall("views.open", { token, trigger_id: triggerId, view: formView(chosen) });
        return true;
      } catch (error) {
        log.warn({ platform: "slack", error: describeFailure(error) }, "the form to subscribe could not be opened");
        return false;
      }
    },

    async preview(viewId, values, asker) {
      typedLast.set(viewId, values);
      await wait(typingPause);
      if (typedLast.get(viewId) !== values) return;
      typedLast.delete(viewId);
      const { topic, channel } = readForm(values);
      if (topic === "") return;
      const { team, token, person } = await asker();
      const where = channelFrom({ team, channel: channel ?? "preview" });
      const { message } = await bot.answer({ line: `digest ${topic}`, channel: where, person });
      // The person went on while it was searched.
      if (typedLast.has(viewId)) return;
      try {
        await web.apiCall("views.update", {
          token,
          view_id: viewId,
          view: formView({ channel, preview: message.blocks }),
        });
      } catch (error) {
        log.info({ platform: "slack", error: describeFailure(error) }, "a preview could not be shown");
      }
    },

    async submit({ viewId, values }, asker, end) {
      const { topic, channel, when } = readForm(values);
      if (channel === undefined) {
        await end({ errors: { channel: "Choose a channel." } });
        return false;
      }
      const line = when === undefined ? `subscribe ${topic}` : `subscribe --at "${when}" ${topic}`;
      const asking = asker();
      const answering = asking.then(({ team, person }) =>
        bot.answer({ line, channel: channelFrom({ team, channel }), person }),
      );
      const inTime = await Promise.race([answering, wait(closeWithin, undefined, { ref: false })]);
      if (inTime?.problem !== undefined) {
        const { field, sentence } = noteOf(inTime, inTime.problem);
        await end({ errors: { [field]: sentence } });
        return false;
      }
      await end(inTime ? undefined : { view: formView({ values, note: waiting }) });
      const { token, user } = await asking;
      const answer = await answering;
      const { problem, message } = answer;
      const isShown = inTime === undefined && (await showLate());
      if (problem === undefined || !isShown) await answers.give(answer, { kind: "form", token, channel, user });
      return problem === undefined;

      /** In the form that stayed open; false where the person has closed it. */
      async function showLate(): Promise<boolean> {
        const view =
          problem === undefined ? doneView(message.fallback) : formView({ values, note: noteOf(answer, problem) });
        try {
          await web.apiCall("views.update", { token, view_id: viewId, view });
          return true;
        } catch (error) {
          log.info({ platform: "slack", error: describeFailure(error) }, "a form was gone before its answer");
          return false;
        }
      }
    },
  };
}

const waiting: FormNote = { field: "days", sentence: "This takes longer than usual: the answer comes here." };
const longestError = 300;

function noteOf({ message }: Answer, problem: string): FormNote {
  // These sentences are no text object: whether entities are decoded in them is written nowhere.
  const sentence = message.fallback.replaceAll("`", "").replaceAll("<", "‹").replaceAll(">", "›");
  return { field: fieldOf(problem), sentence: sentence.slice(0, longestError).toWellFormed() };
}

/** Where the person can mend it. */
function fieldOf(problem: string): FormField {
  switch (problem) {
    case "cannot-post":
    case "may-not-manage":
      return "channel";
    case "schedule-time":
      return "hour";
    case "schedule-days":
      return "days";
    default:
      return /^(schedule|time-zone)/.test(problem) ? "zone" : "topic";
  }
}
