import { createRandom, shuffled } from "../../bench/random.ts";

/** Subjects and the words their papers are written with. */
const subjects = {
  baking: "bread dough oven flour yeast crust kneading baking loaf rye starter proofing",
  law: "court judge statute contract verdict appeal ruling jury lawyer clause tort plea",
  caches: "cache eviction memory token decoding latency keys prefix batch serving page queue",
  stars: "orbit telescope star galaxy spectrum nebula planet dust parallax comet supernova halo",
  cells: "enzyme protein membrane cell receptor gene ribosome peptide kinase ligand plasma lipid",
  birds: "nest plumage migration song feather egg wing flock predator habitat egret thrush",
} as const;

export type Subject = keyof typeof subjects;

export interface TasteText {
  readonly title: string;
  readonly abstract: string;
  readonly subject: Subject;
}

/** Invented papers, forty a subject, each with some of its subject's words and a few that all papers use. */
export function tasteTexts(each = 40): readonly TasteText[] {
  const random = createRandom(3);
  const common = "method result data model paper study".split(" ");
  const texts = Object.entries(subjects).flatMap(([subject, words]) =>
    Array.from({ length: each }, (_, i) => {
      const some = shuffled(words.split(" "), random);
      const title = `${some.slice(0, 3).join(" ")} ${subject}${i}`;
      const abstract = `${shuffled([...some.slice(2, 9), ...common.slice(i % 4)], random).join(" ")}.`;
      return { title, abstract, subject: subject as Subject };
    }),
  );
  return shuffled(texts, random);
}
