/** The sentence of an abstract that says what the paper contributes, quoted in full. */
export function keySentence(_title: string, abstract: string): string | undefined {
  const sentences = abstract.match(/\S.*?(?:[.!?](?=\s|$)|$)/g) ?? [];
  return (
    sentences.find((sentence) => /\b(?:we (?:propose|present|introduce)|this paper)\b/i.test(sentence)) ?? sentences[0]
  );
}
