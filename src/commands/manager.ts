import type { Person } from "../adapter.ts";
import { UserError } from "../errors.ts";

/** @throws UserError `may-not-manage` */
export function refuseUnlessManager(command: string, person: Pick<Person, "mayManage">): void {
  if (person.mayManage) return;
  throw new UserError("may-not-manage", `\`${command}\` is for people who may manage this channel: ask one of them.`);
}
