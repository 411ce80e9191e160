/** A piece of an abstract that can stand alone. */
export interface Quote {
  readonly text: string;
}

/**
 * What may be quoted of an abstract's sentences: each as it stands, and without its lead-in. Headings, bare links and
 * sentences that only say where the code is are left out, unless there is nothing else.
 */
export function quotesOf(sentences: readonly string[]): Quote[] {
  const telling = sentences.filter((sentence) => sentence.split(/\s+/, FEWEST_WORDS).length >= FEWEST_WORDS && !AWAY.test(sentence));
  return (telling.length > 0 ? telling : sentences).flatMap((sentence) => {
    const rest = withoutLeadIn(sentence);
    return rest === sentence ? [{ text: sentence }] : [{ text: sentence }, { text: rest }];
  });
}

/** A heading has fewer. */
const FEWEST_WORDS = 4;

/** Where things are, said of what is not in the paper. */
const AWAY =
  /\b(?:code|codes|data|datasets?|models?|implementations?|demos?|videos?|website|page|repository|checkpoints|weights|benchmark|samples)\b.{0,120}\b(?:(?:available|found|accessible|released|hosted|published|open[- ]sourced?|at|see)\b.{0,60}(?:https?:|www\.|github|\.(?:com|org|io)\b)|(?:is|are|be|made) (?:\w+ )?(?:available|released|open[- ]sourced?)\b)|^\W*(?:see )?(?:https?:|www\.)\S*\W*$/i;

function withoutLeadIn(sentence: string): string {
  const lead = LEAD_IN.exec(sentence);
  return lead === null ? sentence : sentence.slice(lead[0].length);
}

/** Adds nothing of its own, or says why rather than what; never a condition ("For convex losses,", "If ..."). */
const LEAD_IN = new RegExp(
  `^(?:(?:${[
    "in (?:this|the present|the current|our) (?:paper|work|article|study|letter|report|thesis|research|manuscript|contribution)",
    "(?:background|objectives?|aims?|purpose|methods?|results?|conclusions?|findings|summary|motivation)(?=:)",
    "here|herein|however|moreover|furthermore|additionally|in addition|finally|further|besides|lastly|then|therefore|thus|hence",
    "specifically|in particular|more specifically|concretely|first|firstly|second|secondly|as a result|consequently|accordingly|instead",
    "to (?:this|that) end|in this context|in response|recently|unfortunately|in contrast(?: to [^,]*)?|unlike [^,]*",
    "(?:motivated|inspired|encouraged) by [^,]*|building (?:up)?on [^,]*|(?:in order )?to [a-z]+ [^,]*",
    "(?:while|although|though|whereas) [^,]*|despite [^,]*",
  ].join("|")})[,:]?\\s+)+(?=(?:we|this|our|the|a|an|it|i)\\b)`,
  "i",
);
