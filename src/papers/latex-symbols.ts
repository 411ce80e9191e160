/** What LaTeX commands mean in Unicode: the tables behind latex-text.ts and latex-math.ts. */

/** "α=x β=y" or pairs apart by blanks, read once at start. */
function table(pairs: string): ReadonlyMap<string, string> {
  const words = pairs.trim().split(/\s+/);
  return new Map(words.flatMap((name, at) => (at % 2 === 0 ? [[name, words[at + 1] ?? ""] as const] : [])));
}

/** Letters and signs that stand where they are put. */
export const letterCommands = table(`
  alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
  nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
  Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
  ell ℓ hbar ℏ infty ∞ partial ∂ nabla ∇ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ Re ℜ Im ℑ
  aleph ℵ wp ℘ angle ∠ top ⊤ bot ⊥ prime ′ degree ° textdegree ° celsius °C star ⋆ ast * dagger † dag † ddagger ‡ ddag ‡
  bullet • sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigwedge ⋀ bigvee ⋁
  langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert | lbrace { rbrace }
  ldots … dots … cdots ⋯ dotsc … dotsb ⋯ vdots ⋮ ddots ⋱ textellipsis …
  square □ Box □ blacksquare ■ triangle △ Diamond ◇ diamond ⋄ heartsuit ♥ clubsuit ♣ spadesuit ♠ diamondsuit ♦
  sharp ♯ flat ♭ natural ♮ checkmark ✓ cmark ✓ xmark ✗ S § P ℙ pounds £ euro € texteuro € textyen ¥ yen ¥
  circledR ® copyright © textcopyright © textregistered ® texttrademark ™ textmu µ micro µ percent % imath ı jmath ȷ
  ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ
  R ℝ RR ℝ N ℕ NN ℕ Z ℤ ZZ ℤ Q ℚ QQ ℚ C ℂ CC ℂ E 𝔼 EE 𝔼 PP ℙ
`);

/** Relations and arrows: they stand between blanks. */
export const relations = table(`
  leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ~ simeq ≃ cong ≅ equiv ≡ propto ∝
  lesssim ≲ gtrsim ≳ lessapprox ≲ gtrapprox ≳ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ subsetneq ⊊
  to → rightarrow → longrightarrow → leftarrow ← gets ← longleftarrow ← leftrightarrow ↔ longleftrightarrow ↔ mapsto ↦
  longmapsto ↦ Rightarrow ⇒ implies ⇒ Longrightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ hookrightarrow ↪
  twoheadrightarrow ↠ rightleftharpoons ⇌ prec ≺ preceq ⪯ succ ≻ succeq ⪰ models ⊨ vdash ⊢ perp ⊥ parallel ∥ mid |
  coloneqq ≔ triangleq ≜ doteq ≐ asymp ≍ textrightarrow → rightsquigarrow ⇝
  lt < gt >
`);

/** Operators between two operands: blanks after them follow the blank before. */
export const operators = table(`
  times × cdot · pm ± mp ∓ div ÷ cup ∪ cap ∩ sqcup ⊔ setminus \\ backslash \\ wedge ∧ land ∧ vee ∨ lor ∨ oplus ⊕
  otimes ⊗ odot ⊙ ominus ⊖ circ ∘ ltimes ⋉ rtimes ⋊ bowtie ⋈ amalg ⨿ uparrow ↑ downarrow ↓ updownarrow ↕ nearrow ↗
  searrow ↘ upharpoonright ↾ textasciitilde ~ slash /
  textemdash — textendash – textless < textgreater > textbar | textbackslash \\ textunderscore _ textquotesingle '
  textquoteright ’ textquoteleft ‘ textquotedblleft “ textquotedblright ” quotedblbase „ lbrack [ rbrack ] colon :
`);

/** Functions that keep their name. */
export const functions: ReadonlySet<string> = new Set(
  `log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh max min sup inf lim limsup liminf argmax
   argmin arg det dim ker deg gcd hom Pr tr rank diag sign sgn mod bmod poly polylog Var Cov KL TV`.split(/\s+/),
);

/** Combining marks: accents of text and of mathematics. */
export const textAccents = table(
  "' \u0301 ` \u0300 ^ \u0302 \" \u0308 ~ \u0303 = \u0304 . \u0307 u \u0306 v \u030c H \u030b c \u0327 d \u0323 b \u0331 k \u0328 r \u030a",
);
export const mathAccents = table(
  "hat \u0302 widehat \u0302 bar \u0304 overline \u0304 tilde \u0303 widetilde \u0303 dot \u0307 ddot \u0308 vec \u20d7 check \u030c breve \u0306 acute \u0301 grave \u0300 mathring \u030a",
);

export const blackboard = table("A 𝔸 B 𝔹 C ℂ D 𝔻 E 𝔼 F 𝔽 G 𝔾 H ℍ I 𝕀 K 𝕂 L 𝕃 N ℕ P ℙ Q ℚ R ℝ S 𝕊 T 𝕋 Z ℤ 1 𝟙");

export const superscripts = table(`
  0 ⁰ 1 ¹ 2 ² 3 ³ 4 ⁴ 5 ⁵ 6 ⁶ 7 ⁷ 8 ⁸ 9 ⁹ + ⁺ - ⁻ − ⁻ = ⁼ ( ⁽ ) ⁾ a ᵃ b ᵇ c ᶜ d ᵈ e ᵉ f ᶠ g ᵍ h ʰ i ⁱ j ʲ k ᵏ l ˡ m ᵐ
  n ⁿ o ᵒ p ᵖ r ʳ s ˢ t ᵗ u ᵘ v ᵛ w ʷ x ˣ y ʸ z ᶻ A ᴬ B ᴮ D ᴰ E ᴱ G ᴳ H ᴴ I ᴵ J ᴶ K ᴷ L ᴸ M ᴹ N ᴺ O ᴼ P ᴾ R ᴿ T ᵀ U ᵁ V ⱽ
  W ᵂ β ᵝ γ ᵞ δ ᵟ θ ᶿ φ ᵠ χ ᵡ ∘ ° ° ° ′ ′ * * † † ‡ ‡ ⋆ ⋆ ⊤ ᵀ ™ ™ ® ®
`);

export const subscripts = table(`
  0 ₀ 1 ₁ 2 ₂ 3 ₃ 4 ₄ 5 ₅ 6 ₆ 7 ₇ 8 ₈ 9 ₉ + ₊ - ₋ − ₋ = ₌ ( ₍ ) ₎ a ₐ e ₑ h ₕ i ᵢ j ⱼ k ₖ l ₗ m ₘ n ₙ o ₒ p ₚ r ᵣ s ₛ
  t ₜ u ᵤ v ᵥ x ₓ β ᵦ γ ᵧ ρ ᵨ φ ᵩ χ ᵪ
`);

/** Commands whose argument is shown as it is. */
export const wrappers: ReadonlySet<string> = new Set(
  `emph textbf textit texttt textsc textsf textrm textsl textup textmd textnormal text underline uline mbox hbox fbox
   mathrm mathbf mathsf mathtt mathit mathnormal mathcal mathfrak mathscr boldsymbol bm pmb operatorname mathop mathbin
   mathrel mathop ensuremath gls glspl Gls Glspl ac acs acl acf acp acrshort acrlong acrfull ref autoref cref Cref num
   url path nolinkurl hl added textquote enquote sout st textlarger uppercase lowercase titlecap mathds mathbbm
   smash displaystyle`.split(/\s+/),
);

/** Switches of font, size and layout: they say nothing. */
export const silent: ReadonlySet<string> = new Set(
  `em bf it tt sc rm sf sl cal small large Large LARGE huge Huge tiny scriptsize footnotesize normalsize itshape
   bfseries scshape ttfamily sffamily upshape slshape mdseries normalfont boldmath unboldmath displaystyle textstyle
   scriptstyle left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm limits nolimits
   xspace par newline linebreak noindent item protect relax centering hfill nonumber allowbreak selectfont leavevmode
   null strut nobreak maketitle sloppy smallskip medskip bigskip clearpage newpage linebreak ignorespaces
   unskip`.split(/\s+/),
);

/** Commands that vanish with their argument. */
export const droppedCommands: ReadonlySet<string> = new Set(
  `cite citep Citep citealp citealt citeyear citeyearpar parencite autocite footcite nocite supercite citenum label
   color vspace hspace vskip hskip phantom vphantom hphantom footnotemark thanks deleted todo index
   acresetall mkern mskip kern`.split(/\s+/),
);

/** Shorthands many authors define, never explain, and all mean the same by. */
export const shorthands = table(
  "eg e.g. ie i.e. Eg E.g. Ie I.e. etc etc. wrt w.r.t. etal et\u00a0al. vs vs. aka a.k.a. iid i.i.d. cf cf. dof d.o.f. TeX TeX LaTeX LaTeX",
);

/** Environments that hold a formula, with or without a star. */
export const formulas: ReadonlySet<string> = new Set(
  "equation align displaymath math gather multline flalign eqnarray".split(" "),
);

/** Environments whose text reads as well without them. */
export const layouts: ReadonlySet<string> = new Set(
  "abstract center document itemize enumerate description quote quotation flushleft flushright small".split(" "),
);
