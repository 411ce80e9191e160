/** What is missing and how to give it, in one sentence or two. */
export function missingAdvice(label: string, missing: readonly string[]): string {
  return (
    `Paperboy may not post in ${label}: it lacks ${namesOf(missing)}. ` +
    "Give that to its role in the channel's settings under Permissions, or in Server Settings under Roles, then try again."
  );
}

export function taglessAdvice(label: string): string {
  const fix = "Let it have a tag that anyone may use, or give Paperboy Manage Threads.";
  return `Every post in ${label} needs a tag, and there is none Paperboy may use. ${fix}`;
}

export function unfitAdvice(label: string): string {
  return `Digests do not go into channels like ${label}: choose a text, announcement or forum channel, or a thread.`;
}

export function timeOutAdvice(label: string, until: Date): string {
  const end = `${until.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `Paperboy is in time-out and may not post in ${label} until ${end}: lift it, or wait.`;
}

export function unmentionedAdvice(label: string): string {
  return `Paperboy is no member of ${label}, a private thread. Mention it there, then try again.`;
}

export function lockedAdvice(label: string): string {
  return `${label} is locked: unlock it, or give Paperboy Manage Threads, then try again.`;
}

/** `A, B and C`. */
export function namesOf(rights: readonly string[]): string {
  const [last = "", ...others] = rights.toReversed();
  return others.length > 0 ? `${others.toReversed().join(", ")} and ${last}` : last;
}

export function unseenAdvice(invite: string): string {
  return (
    "Paperboy cannot see that channel. In a private channel, add it under Permissions in the channel's settings; " +
    `in a private thread, mention it there; where it is no member of the server, somebody who manages the server invites it by ${invite}`
  );
}
