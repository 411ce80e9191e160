import type { PaperDraft, PaperEntry } from "../../src/papers/paper.ts";

/** A paper with the fields a test speaks of; its number comes back as `externalId`. */
export function paper(number: number, known: Partial<PaperEntry>): PaperDraft {
  const entry = { title: `Paper ${number}`, abstract: "", listed: "2024-06-01", externalId: String(number), ...known };
  return { entry, source: "test", takenIn: "2024-06-02" };
}

const code = { code: "https://github.com/example/project" };

/** A small library in which every query of the tests has a known answer. */
export const library: readonly PaperDraft[] = [
  paper(1, {
    title: "Sparse Mixture of Experts for Language Models",
    abstract: "We route each token to two experts. A mixture of experts grows capacity without growing cost.",
    authors: ["Ada Lindqvist", "Geoffrey Hinton"],
    categories: ["cs.CL", "cs.LG"],
    published: "2024-05-20",
    links: code,
  }),
  paper(2, {
    title: "Mixtures of Expert Opinions in Weather Forecasting",
    abstract: "Forecasters combine opinions. Each expert is weighted by past skill, and the mixture is calibrated.",
    authors: ["Hinton Geoffrey Moss"],
    categories: ["stat.AP"],
    published: "2023-01-10",
  }),
  paper(3, {
    title: "Vision Transformers Need Registers",
    abstract:
      "Feature maps of vision transformers hold artefacts; extra tokens remove them. Experts were not consulted.",
    authors: ["José Álvarez", "Bob Geoffrey", "Hinton Lee"],
    categories: ["cs.CV"],
    published: "2024-02-29",
    links: code,
  }),
  paper(4, {
    title: "Poincaré Embeddings of Ontologies",
    abstract:
      "Hyperbolic space embeds trees. The state of the art is matched with five dimensions in C++ and GPT-4 prompts.",
    authors: ["Zoë Müller"],
    categories: ["cs.AI", "cs.LG"],
    published: "2022-12-31",
  }),
  paper(5, {
    title: "The Art of the State: Diffusion of Policies",
    abstract: "Policies spread between governments. We study video recordings of parliaments.",
    categories: ["econ.GN"],
    published: "2024-05-01",
  }),
  paper(6, {
    title: "Video Diffusion Models",
    abstract: "Diffusion models generate video frame by frame; language describes what should be seen.",
    categories: ["cs.CV", "cs.LG"],
    published: "2024-05-31",
  }),
  paper(7, {
    title: "Image Diffusion with Few Steps",
    abstract: "Diffusion is distilled into four steps for images.",
    categories: ["cs.CV"],
    listed: "2024-06-02",
  }),
  paper(8, {
    title: "To be or not to be: Existence in Ontologies",
    abstract: "An ontology commits to what there is.",
    categories: ["cs.AI"],
    published: "2021-07-04",
  }),
];
