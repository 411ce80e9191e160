import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "../../src/papers/cleanup.ts";
import { cpuClock } from "../support/cpu-clock.ts";

describe("cleanText makes readable", () => {
  test.each([
    ["``loud'' and `soft' ones", "“loud” and ‘soft’ ones"],
    ["a gain of 3.5\\% \\& more, a\\_b", "a gain of 3.5% & more, a_b"],
    [
      'Schr\\"odinger, na{\\"\\i}ve, fa\\c{c}ade, Vasi\\v{c}ek, Erd\\H{o}s, \\L ojasiewicz',
      "Schrödinger, naïve, façade, Vasiček, Erdős, Łojasiewicz",
    ],
    ["\\emph{very} \\textbf{\\textit{bold}} {\\em words} in \\texttt{type}", "very bold words in type"],
    [
      "as shown before~\\cite{a,b}, and \\citet{moreno2020quiet} agree \\citep[p.~3]{c}.",
      "as shown before, and Moreno (2020) agree.",
    ],
    ["Table~1, 8~kg -- or Fig.~2---both \\ldots", "Table 1, 8 kg – or Fig. 2—both …"],
    ["$\\epsilon$-greedy in $10^{-3}$ s", "ε-greedy in 10⁻³ s"],
    ["regret of $O(T^{2/3})$ and O(T^{2/3})", "regret of O(T^(2/3)) and O(T^(2/3))"],
    ["x_{i} and $x_{ij}$, $L_\\infty$", "xᵢ and xᵢⱼ, L_∞"],
    ["$3\\times 3$, $x \\leq y$, $A\\to B$, $\\sim 5$", "3×3, x ≤ y, A → B, ~ 5"],
    ["$\\mathbb{R}^d$, $\\mathcal{L}$, $\\frac{a}{b}$, $\\frac{a+b}{2}$, $\\sqrt{x}$", "ℝᵈ, L, a/b, (a+b)/2, √x"],
    ["$\\tilde{O}(\\sqrt{dT}\\log n)$", "Õ(√(dT) log n)"],
    ["{scriptsize CODE2SEQ} and {BERT}", "CODE2SEQ and BERT"],
    ["our \\method{} and \\ourmodel, \\ie this", "our method and ourmodel, i.e. this"],
    [
      "see \\href{https://x.org/a_b}{our page} or \\url{https://x.org/c--d}",
      "see our page (https://x.org/a_b) or https://x.org/c--d",
    ],
    ["https://x.org/quiet.git{https://x.org/quiet}.", "https://x.org/quiet.git."],
    ["{\\beta}-VAE, \\b{eta}-VAE, 5{\\deg}", "β-VAE, β-VAE, 5°"],
    ["$\\sqrt{ {n \\choose k} T}$, $ {a+b \\over 2}$, $\\sqrt[m]{d}$", "√(C(n, k) T), (a+b)/2, ᵐ√d"],
    ["by \\begin{align*} x_{t+1} = x_t, \\end{align*} so.\\end{abstract}", "by xₜ₊₁ = xₜ, so."],
    ["$\\texttt{M$^3$Bench}$ gains $\\textbf{28.5%$\\to$71.4%}$", "M³Bench gains 28.5%→71.4%"],
    ["GDSW\\expStar{} and \\ourName\\Chart", "GDSW expStar and ourName Chart"],
    [
      "one scale per layer.We adapt it (as before).However, costs fall!This helps.",
      "one scale per layer. We adapt it (as before). However, costs fall! This helps.",
    ],
    ["as \\emph{before}.Then we stop", "as before. Then we stop"],
    // What feeds leave that lost the backslashes, or a brace.
    ["70times faster at 64times64, 7{times} smaller", "70× faster at 64×64, 7× smaller"],
    ["using sim20% of it, {sim}11% faster, by sim2real", "using ~20% of it, ~11% faster, by sim2real"],
    ["textbf{Note} three textitObstacles in R^textbf2AI", "Note three Obstacles in R^2AI"],
    ["5{,}000 of 22{,}879 prompts at 1.5^∘", "5,000 of 22,879 prompts at 1.5°"],
    ["at: {https://x.org/a_b}. Or https://x.org/c}{https://x.org/c}", "at: https://x.org/a_b. Or https://x.org/c"],
    ["the {convolution theorem} for {the} 10$^{-14}$~eV window", "the convolution theorem for the 10⁻¹⁴ eV window"],
    [
      "done. {In addition, the code, data and models are all released.}",
      "done. In addition, the code, data and models are all released.",
    ],
    ["a Decorator (DeCo}, and Bench}comprises it. {Our code", "a Decorator (DeCo), and Bench comprises it. Our code"],
    [
      "each layer`s weight, sharp ones~–~by showing, at~ https://x.org",
      "each layer's weight, sharp ones – by showing, at https://x.org",
    ],
  ])("%s", (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });
});

describe("cleanText leaves alone", () => {
  test.each([
    "It costs $5 and $10 at most.",
    "from $3,000 to US$40k per worker",
    "the sets {0,1} and {red, green} and {H, S, CNOT}, pairs of {source-speech, target-text}",
    'prompts like "a {snowy} photo of a {class}" and <a> {last answer} </a>',
    "called SHE {Simple Hearing Editor}, max {v(S): c(S) ≤ B}, ℝ³ × {0}, {vᵢ}",
    "sometimes 10 times, simulated sim2real, a textbook",
    "run it with --fast or snake_case and C:\\n",
    "about ~10 hours, 2~3 days, https://x.org/~me",
    "$\\begin{matrix} a \\end{matrix}$",
    "a `code` span and don't",
    "O(n^2) and x^*",
    "Autoware.Universe runs, quiet.js and S.Korea and https://x.org/papers.We see",
  ])("%s", (text) => {
    expect(cleanText(text)).toBe(text);
  });
});

test("invisible and direction-changing characters go, white space folds, accents compose", () => {
  expect(cleanText(" a\u200bb\u202e c\u00ad \r\n\t d\u0000 e\u0301 ")).toBe("ab c d é");
});

const litter = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\\",
        "$",
        "{",
        "}",
        "^",
        "_",
        "`",
        "'",
        "''",
        "``",
        "~",
        "--",
        "---",
        "\\(",
        "\\)",
        "$$",
        "\u0301",
      ),
      fc.constantFrom(
        "\\emph{",
        "\\frac",
        "\\alpha",
        "\\cite{",
        "\\sqrt",
        "\\'",
        "\\b{eta}",
        "\\sim",
        "\\%",
        "https://",
        "\\href{",
        "\\text{",
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

test("cleaning what is clean changes nothing", () => {
  fc.assert(
    fc.property(litter, (text) => {
      const clean = cleanText(text);
      expect(cleanText(clean)).toBe(clean);
    }),
    { numRuns: 3000 },
  );
});

test("no hostile text takes long", () => {
  const parts = [
    "{",
    "$",
    "\\(",
    "\\frac{",
    "`",
    "^{",
    "$a ",
    "\\cite[",
    "\\emph{$",
    "''",
    "~",
    "--",
    "\\'",
    "https://\\",
    "{\\em ",
    `${"A".repeat(199)}—{some words}`,
  ];
  for (const part of parts) {
    const spent = cpuClock();
    cleanText(part.repeat(100_000 / part.length));
    expect(spent(), part).toBeLessThan(2000);
  }
});
