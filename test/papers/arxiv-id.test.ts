import { describe, expect, test } from "vitest";
import { arxivIdOf } from "../../src/papers/arxiv-id.ts";

describe("arxivIdOf", () => {
  test.each([
    ["2104.12255", "2104.12255"],
    ["2104.12255v3", "2104.12255"],
    ["0808.0539", "0808.0539"],
    ["astro-ph/0601001", "astro-ph/0601001"],
    ["q-bio/0610001v2", "q-bio/0610001"],
    ["math.GT/0309136", "math/0309136"],
    ["arXiv:2104.12255 [cs.CL]", "2104.12255"],
    ["oai:arXiv.org:2104.12255v1", "2104.12255"],
    ["10.48550/arXiv.2104.12255", "2104.12255"],
    ["https://doi.org/10.48550/arXiv.2104.12255", "2104.12255"],
    ["http://arxiv.org/abs/2104.12255v2", "2104.12255"],
    ["https://export.arxiv.org/pdf/2104.12255.pdf", "2104.12255"],
    ["www.arxiv.org/html/2104.12255v1#S2", "2104.12255"],
    ["https://arxiv.org/pdf/hep-th/9901001v2.pdf", "hep-th/9901001"],
    ["https://huggingface.co/papers/2104.12255?ref=x", "2104.12255"],
    ["https://www.alphaxiv.org/abs/2104.12255", "2104.12255"],
    ["https://ar5iv.labs.arxiv.org/html/2104.12255", "2104.12255"],
    [" 2104.12255 ", "2104.12255"],
  ])("reads %s as %s", (text, id) => {
    expect(arxivIdOf(text)).toBe(id);
  });

  test.each([
    "2113.12255",
    "2100.12255",
    "astro-ph/0613001",
    "see 2104.12255",
    "2104.12255 and more",
    "21.12",
    "",
    "cs",
  ])("finds no id in %j", (text) => {
    expect(arxivIdOf(text)).toBeUndefined();
  });
});
