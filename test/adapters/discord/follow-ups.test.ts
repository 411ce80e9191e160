import { describe, expect, it } from "vitest";
import { takenFollowUps } from "../../../adapters/discord/follow-ups.ts";
import { renderDiscord } from "../../../adapters/discord/render.ts";
import { paperBlock } from "../../../src/views/paper.ts";
import { paperLike } from "../../support/papers.ts";

const actions = ["More like this", "Not for us", "Similar", "Save"].map((label) => ({ label, run: `${label} k` }));
const papers = Array.from({ length: 42 }, () => ({ ...paperBlock(paperLike()), actions }));
const { payloads } = renderDiscord({ fallback: "x", blocks: papers });
const rest = renderDiscord({ fallback: "There is more.", blocks: [] }).payloads;

describe("the further messages of an answer", () => {
  it("are all there where a server has installed Paperboy", () => {
    expect(payloads).toHaveLength(7);
    expect(takenFollowUps(payloads, { authorizing_integration_owners: { 0: "1", 1: "2" } }, rest)).toEqual(payloads);
  });

  it("are five at most where a person has, and the last says that there is more", () => {
    const byPerson = { authorizing_integration_owners: { 1: "2" } };
    expect(takenFollowUps(payloads, byPerson, rest)).toEqual([...payloads.slice(0, 4), ...rest]);
    expect(takenFollowUps(payloads.slice(0, 5), byPerson, rest)).toEqual(payloads.slice(0, 5));
  });
});
