import { describe, expect, it } from "vitest";
import { type KnownWords, tasteWords, type WeighedText } from "../../src/recommend/taste-words.ts";

/** As of a large collection in which every name is common. */
const known: KnownWords = { papers: 10_000, rarity: () => 3, papersWith: async () => 100 };

const federated: readonly WeighedText[] = [
  liked("Federated Learning of Speech", "Clients train it by federated learning; nobody sees their statistics."),
  liked("A Court for Clients", "In federated learning the clients' weights are averaged. It costs 40 coffees."),
];

function liked(title: string, abstract: string): WeighedText {
  return { text: { title, abstract }, weight: 1 };
}

describe("a taste in words", () => {
  it("names what several papers are about, all words of a name together", async () => {
    const texts = [
      liked("Graph Neural Networks", "Graph neural networks pass messages."),
      liked("Messages", "We train graph neural networks for time series forecasting."),
      liked("Time Series Forecasting", "Forecasting of time series, with messages."),
    ];
    const { more } = await tasteWords(texts, known, []);
    expect(more.slice(0, 2).toSorted()).toEqual(["graph neural networks", "time series forecasting"]);
    expect(more).toContain("messages");
  });

  it("leaves out what a single one of several papers says in passing, function words, figures and addresses", async () => {
    const { more } = await tasteWords(
      [...federated, liked("Learning Federated Clients", "Code at https://github.com/federated/clients.")],
      known,
      [],
    );
    expect(more).toEqual(["federated learning", "clients"]);
  });

  it("leaves out what papers on anything say", async () => {
    const texts = [
      liked("Kites", "A tether facilitating lift, with new abilities, accelerates kites."),
      liked("Tethers", "Facilitating it, a kite's tether accelerates; its abilities grow."),
    ];
    expect((await tasteWords(texts, known, [])).more.toSorted()).toEqual(["kites", "tether"]);
  });

  it("leaves out what no other paper says", async () => {
    const papersWith = async (words: string) => (words === "clients" ? 1 : 100);
    expect((await tasteWords(federated, { ...known, papersWith }, [])).more).not.toContain("clients");
    const few = { ...known, papers: 40, papersWith: async () => 1 };
    expect((await tasteWords(federated, few, [])).more).toContain("clients");
  });

  it("shows no name with a word that was told not to count", async () => {
    const { more } = await tasteWords(federated, known, ["FEDERATED"]);
    expect(more.join()).not.toMatch(/federated/iu);
    expect(more).toContain("clients");
  });

  it("does not say a name and its short form", async () => {
    const texts = [
      liked("Sparse MoE", "A mixture-of-experts, MoE for short, routes tokens."),
      liked("Mixture-of-Experts", "MoE layers route tokens in a mixture-of-experts."),
    ];
    const { more } = await tasteWords(texts, known, []);
    expect(more.filter((word) => /moe|mixture/iu.test(word))).toHaveLength(1);
  });

  it("tells what is liked from what is disliked, and is silent of what is both", async () => {
    const texts = [
      liked("Compressed Caches", "Caches of keys."),
      { text: { title: "Baking Bread", abstract: "Bread, and caches of keys." }, weight: -1 },
      { text: { title: "Bread at Court", abstract: "Bread again." }, weight: -1 },
    ];
    const { more, less } = await tasteWords(texts, known, []);
    expect(more.join()).toMatch(/caches/iu);
    expect(less[0]).toMatch(/bread/iu);
    expect(less.join()).not.toMatch(/caches/iu);
  });
});
