import type { ChannelOverview, WallTime } from "../../../src/adapter.ts";
import { type Html, html } from "../html.ts";
import type { LookName } from "../looks.ts";
import { sayPath } from "../paths.ts";
import { queryWords, timeElement } from "../render.ts";
import { cleanText } from "../text.ts";

export interface AboutChannel {
  readonly id: string;
  readonly look: LookName;
  readonly overview: ChannelOverview;
}

/** Beside the conversation: what the channel follows, when its digest comes, and what else can be asked. */
export function aboutChannel({ id, look, overview }: AboutChannel): Html {
  const { topics, at = usual } = overview;
  const form = html`method="post" action="${sayPath(id, look)}" data-live`;
  return html`<aside id="about" aria-label="About this channel">
<section><h2>Follows</h2>
${
  topics.length === 0
    ? html`<p class="quiet">Nothing yet. Follow a topic and its new papers come as one digest a day.</p>`
    : html`<form ${form}><ul class="topics">${topics.map(
        (topic) =>
          html`<li><span>${queryWords(topic)}</span> <button name="line" value="unsubscribe ${topic}" aria-label="Unfollow ${cleanText(topic)}" title="Unfollow">×</button></li>`,
      )}</ul></form>`
}
<form ${form}><input type="hidden" name="line" value="subscribe">
<label for="topic">Follow a topic</label>
<div class="field completed"><input id="topic" name="line" required maxlength="300" placeholder="mixture of experts" autocomplete="off" data-complete="subscribe "><button>Follow</button></div></form>
</section>
<section><h2>Digest</h2>
<p class="quiet">${digestTimes(overview)}</p>
<form ${form}><input type="hidden" name="line" value="schedule">
<label for="hour">Comes at</label>
<div class="field"><input id="hour" type="time" name="line" value="${clockTime(at)}" required autocomplete="off"><select name="line" aria-label="Days" autocomplete="off">${daysToChoose(at)}</select><button>Set</button></div></form>
<form ${form} class="asks"><button name="line" value="digest">Preview the next digest</button><button name="line" value="archive">Past digests</button></form>
</section>
<section><h2>Ask</h2>
<form ${form} class="asks">${asks.map(([line, label]) => html`<button name="line" value="${line}">${label}</button>`)}</form>
</section>
</aside>`;
}

const asks = [
  ["latest", "Newest papers"],
  ["topics", "Topics found in the papers"],
  ["recommend", "Recommended for you"],
  ["taste", "What votes have taught it"],
  ["saved", "Your reading list"],
  ["status", "State of the sources"],
  ["help", "Everything you can ask"],
] as const;

/** What the form offers a channel without a schedule. */
const usual: WallTime = { hour: 9, minute: 0, days: [1, 2, 3, 4, 5] };

const offeredDays: readonly (readonly [string, WallTime["days"]])[] = [
  ["weekdays", usual.days],
  ["every day", [1, 2, 3, 4, 5, 6, 7]],
  ["Mondays", [1]],
  ["Fridays", [5]],
];

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function clockTime({ hour, minute }: WallTime): string {
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
}

/** Days of its own that are not offered to all stand first: setting another hour is not to change them. */
function daysToChoose({ days }: WallTime): readonly Html[] {
  const own = days.join();
  const isOffered = offeredDays.some(([, offered]) => offered.join() === own);
  const all = isOffered ? offeredDays : [[namesOf(days, " "), days] as const, ...offeredDays];
  return all.map(
    ([label, each]) =>
      html`<option value="${namesOf(each, ",")}"${each.join() === own && html` selected`}>${label}</option>`,
  );
}

function namesOf(days: WallTime["days"], between: string): string {
  return days.map((day) => dayNames[day - 1] ?? "").join(between);
}

function digestTimes({ when, next, topics }: ChannelOverview): Html {
  if (when === undefined) return html`No digest is set.`;
  return html`${when}.${next && topics.length > 0 && html` Next: ${timeElement(next)}.`}`;
}
