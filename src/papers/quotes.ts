/**
 * What may be quoted of an abstract's sentences: each as it stands, from behind its lead-in to its end. Headings, bare
 * links and sentences that only say where the code is are left out, unless there is nothing else.
 */
export function quotesOf(sentences: readonly string[]): string[] {
  const telling = sentences.filter(isTelling);
  return (telling.length > 0 ? telling : sentences).map((sentence) => {
    const lead = leadIn.exec(sentence.slice(0, longest));
    return lead ? sentence.slice(lead[0].length) : sentence;
  });
}

/** Whether a quote begins with what only the sentence before it explains: "It ...", "We replace it by ...". */
export function leansOnAnother(quote: string): boolean {
  return leans.test(quote.slice(0, longest));
}

/** Characters looked at: keeps hostile text from costing more than a sentence may. */
const longest = 1000;

function isTelling(sentence: string): boolean {
  const text = sentence.slice(0, longest);
  if ((text.replace(link, "").match(word)?.length ?? 0) < fewestWords) return false;
  return claims.test(text) || !goods.test(text) || !place.test(text);
}

const link = /(?:https?:|www\.)\S*/g;
const word = /\p{L}{2,}/gu;
/** A heading has fewer. */
const fewestWords = 4;

const claims = /\b(?:propose|present|introduce|develop|describe|study|show|demonstrate)s?\b/i;
const goods =
  /\b(?:codes?|implementations?|data|data ?sets?|models?|weights|checkpoints|websites?|page|demos?|videos?|repository|benchmarks?|resources|samples|software)\b/i;
const place =
  /https?:|www\.|\bgithub\b|\b(?:publicly|freely|openly) (?:available|accessible)\b|\bavailable (?:at|on|from|online|here|under)\b|\bcan be found\b/i;

/** Says where in the paper we are. */
const plain = [
  "in (?:this|the present|the current|our) (?:paper|work|article|study|letter|report|thesis|research|survey|review|chapter|note|manuscript)",
  "(?:background|objectives?|aims?|purpose|methods?|results?|conclusions?|findings|summary|motivation)(?=:)",
  "here|herein|however|moreover|furthermore|additionally|in addition|finally|further|besides|lastly|then",
  "therefore|thus|hence|as a result|consequently|accordingly|instead|unfortunately|recently",
  "specifically|in particular|more specifically|concretely|to (?:this|that) end|in this context|in response",
].join("|");

/** Says why, or what stands against it, up to a comma. */
const reason = [
  "in contrast(?: to [^,]*)?|unlike [^,]*",
  "(?:motivated|inspired|encouraged) by [^,]*|building (?:up)?on [^,]*|(?:in order )?to (?!(?:this|that) end)[a-z]+ [^,]*",
  "(?:while|although|though|whereas|despite) [^,]*",
].join("|");

/**
 * The beginnings a sentence can do without. Never a condition ("For convex losses,", "If ..."): the rest would claim
 * more than its author. Every text fits in one way only, or hostile text would take forever.
 */
const leadIn = new RegExp(
  `^(?:(?:(?:${plain}|first|firstly|second|secondly)[,:]?\\s+|(?:${reason}),\\s+)+(?=(?:we|this|our|the|a|an|it|i)\\b)|(?:(?:${plain})[,:]\\s+)+)`,
  "i",
);

const leans =
  /^(?:it|they|these|those|such|this (?!(?:paper|work|article|study|report|letter|thesis|survey|review|tutorial|manuscript)\b)|(?:we|i) (?:\w+ly |then |also |further |thus )?\w+ (?:it|them)\b)/i;
