// Every form and link of the pages works without this script. It sends forms without leaving the page, shows what
// arrives while the page is open, completes what is typed, and puts times on the reader's clock.

const log = document.getElementById("log");
const status = document.getElementById("status");
const composer = document.getElementById("line");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/* Times, on the reader's clock. */

function localTimes(root) {
  const long = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const short = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.dateTime);
    time.textContent = (time.dataset.form === "short" ? short : long).format(date);
    time.title = long.format(date);
  }
}

/* Entries: one that is there is replaced, a new one goes to the end. */

function fragment(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  localTimes(template.content);
  return template.content.firstElementChild;
}

function showEntry(told, isAsked) {
  const follows = isAsked || nearEnd();
  const entry = putEntry(told);
  if (follows) entry.scrollIntoView({ block: entry.offsetHeight > log.clientHeight ? "start" : "nearest" });
  return entry;
}

function putEntry({ id, changed, html }) {
  const old = document.getElementById(`e${id}`);
  // What was asked here is told to the open page as well, and that may come first.
  if (old && Number(old.dataset.changed) >= changed) return old;
  const entry = fragment(html);
  if (old) old.replaceWith(entry);
  else {
    log.querySelector(".welcome")?.remove();
    log.append(entry);
  }
  return entry;
}

/** On narrow screens the page scrolls, elsewhere the conversation does. */
function nearEnd() {
  const part = getComputedStyle(log).overflowY === "auto" ? log : document.scrollingElement;
  return part.scrollHeight - part.scrollTop - part.clientHeight < 240;
}

function showAbout(markup) {
  const about = document.getElementById("about");
  // What somebody types there is left alone.
  if (!about || about.contains(document.activeElement)) return false;
  about.replaceWith(fragment(markup));
  completeFields();
  return true;
}

function tell(words, isWrong = false) {
  status.textContent = words;
  status.classList.toggle("wrong", isWrong);
}

/* Forms. */

async function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  fields.set("zone", zone);
  const response = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { Accept: "application/json" },
  });
  if (!response.headers.get("content-type")?.startsWith("application/json")) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    throw new Error(page.querySelector(".notice p")?.textContent ?? "That did not work.");
  }
  return response.json();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const isQuiet = form.matches("[data-quiet]");
  if (!isQuiet && !form.matches("[data-live]")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  tell("Working…");
  const sending = send(form, event.submitter);
  const isTyped = form.contains(composer);
  // At once: what is typed while the answer is on its way is the next line.
  const line = isTyped ? takeLine() : "";
  try {
    const answer = await sending;
    tell(answer.say);
    if (isQuiet) return;
    const entry = showEntry(answer, true);
    if (isTyped) composer.focus({ preventScroll: true });
    else entry.focus({ preventScroll: true });
    if (!form.closest("#about")) showAbout(answer.about);
    else document.getElementById("about").replaceWith(fragment(answer.about));
    completeFields();
  } catch (error) {
    if (isTyped && composer.value === "") composer.value = line;
    tell(error instanceof TypeError ? "Paperboy cannot be reached. Is it still running?" : error.message, true);
  } finally {
    form.removeAttribute("aria-busy");
  }
});

/* What arrives while the page is open. A hidden page lets go: browsers open few connections to one place. */

let events;
/** The last change that this page knows of. */
let seen = Number(log?.dataset.after ?? 0);

function listen() {
  if (!log || events) return;
  const address = new URL(log.dataset.events, location.href);
  address.searchParams.set("after", String(seen));
  events = new EventSource(address);
  // Browsers ask again where the connection broke, but not after an answer such as a proxy's, while Paperboy restarts.
  events.addEventListener("error", () => {
    if (events?.readyState !== EventSource.CLOSED) return;
    events = undefined;
    setTimeout(() => document.hidden || listen(), 3_000);
  });
  events.addEventListener("entry", (event) => {
    const told = JSON.parse(event.data);
    seen = Math.max(seen, told.changed);
    if (document.querySelector(`#e${told.id}[data-changed="${told.changed}"]`)) return;
    showEntry(told, false);
    showAbout(told.about);
    tell(told.say);
  });
  events.addEventListener("elsewhere", (event) => {
    const { channel, changed } = JSON.parse(event.data);
    seen = Math.max(seen, changed);
    document.querySelector(`[data-channel="${CSS.escape(channel)}"]`)?.classList.add("unread");
  });
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return listen();
  events?.close();
  events = undefined;
});

/* Lines said before, at the arrow key. */

const said = [];
let place = 0;

function takeLine() {
  const line = composer.value;
  if (line.trim() !== "" && said.at(-1) !== line) said.push(line);
  place = said.length;
  composer.value = "";
  // No completions of what was there are to come any more.
  composer.dispatchEvent(new Event("input"));
  return line;
}

function recall(step) {
  place = Math.max(0, Math.min(said.length, place + step));
  composer.value = said[place] ?? "";
}

/* Completion: a combobox with a list, as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ has it. */

let lists = 0;

function completeFields() {
  for (const field of document.querySelectorAll("input[data-complete]")) {
    if (!field.hasAttribute("role")) completes(field);
  }
}

function completes(field) {
  const head = field.dataset.complete;
  const list = document.createElement("ul");
  list.id = `completions-${++lists}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  list.className = "completions";
  field.closest(".completed").append(list);
  const attributes = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
  let offers = [];
  let chosen = -1;
  let asked = 0;

  function close() {
    asked++;
    offers = [];
    choose(-1);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }

  function choose(index) {
    chosen = index;
    for (const [number, option] of [...list.children].entries())
      option.setAttribute("aria-selected", String(number === index));
    const option = list.children[index];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    const { line } = offers[index];
    field.value = line.startsWith(head) ? line.slice(head.length) : line;
    close();
    field.focus();
    // A command is done, its argument is not.
    if (field.value.endsWith(" ")) void ask();
  }

  function show(completions) {
    offers = completions;
    list.replaceChildren(
      ...completions.map(({ label }, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.textContent = label;
        // Before the field loses the focus.
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(index);
        });
        return option;
      }),
    );
    choose(-1);
    list.hidden = completions.length === 0;
    field.setAttribute("aria-expanded", String(completions.length > 0));
  }

  async function ask() {
    const number = ++asked;
    if (field.value.trim() === "") return close();
    try {
      const asking = new URLSearchParams({ line: head + field.value });
      if (log) asking.set("channel", log.dataset.channel);
      const response = await fetch(`/complete?${asking}`);
      const completions = response.ok ? await response.json() : [];
      const isLate = number !== asked || document.activeElement !== field;
      if (!isLate) show(completions.filter(({ line }) => line.trim() !== (head + field.value).trim()));
    } catch {
      close();
    }
  }

  field.addEventListener("input", ask);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const count = offers.length;
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    // With nothing to close, one that is asked for is not wanted.
    if (event.key === "Escape" && count === 0) return close();
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && count > 0) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) choose(chosen <= 0 ? count - 1 : chosen - 1);
    else if (event.key === "ArrowUp" && field === composer && said.length > 0) recall(-1);
    else if (event.key === "ArrowDown" && field === composer && said.length > 0) recall(1);
    else if (event.key === "Tab" && isPlain && count > 0) take(Math.max(chosen, 0));
    else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else return;
    event.preventDefault();
  });
}

/* Keys. */

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.activeElement?.matches("input, select, textarea")) return;
  event.preventDefault();
  (composer ?? document.getElementById("q"))?.focus();
});

localTimes(document);
completeFields();
if (log) {
  if (location.hash === "")
    log.querySelector(".entry:last-child")?.scrollIntoView({ block: "end", behavior: "instant" });
  listen();
}
