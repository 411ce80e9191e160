const words = new Set(
  `new|subscribe|log in|login|sign in|sign up|sign out|models|datasets|spaces|buckets|buckets new|docs|documentation|enterprise|pricing|community|website|tasks
huggingchat|collections|languages|organizations|blog|posts|articles|daily papers|learn|discord|forum|github|daily|weekly|monthly|today|yesterday|trending|trending papers|papers
previous|next|hugging face|huggingface|home|about|about us|terms|terms of service|privacy|privacy policy|cookies|cookie policy|jobs|careers|company|contact|contact us
system theme|tos|status|search|search papers|menu|main menu|skip to content|skip to main content|skip to navigation|view all|see all|load more|show more|read more|more|back to top|top|share|close|settings
team & enterprise|enterprise hub|solutions|resources|inference providers|inference endpoints|expert support|feedback|help|support|faq|rss|twitter|x|linkedin|mastodon|bluesky
contents|table of contents|navigation|latest|popular|all papers|newsletter|profile|notifications|bookmarks|language|english|dark mode|light mode|theme|abstract|copyright|loading|footer|header|breadcrumb`.split(
    /[|\n]/,
  ),
);

const phrases = [
  /^get trending papers in your email/i,
  /^by ?(?:@?ak\b ?)?(?:and the research community)?$/i,
  /^ak$/i,
  /^and the research community$/i,
  /^trending papers ranked by\b/i,
  /^(?:daily|trending) papers\s*[-–—|·]\s*hugging ?face$/i,
  /^hugging ?face(?:'s)? (?:logo|papers)$/i,
  /^(?:©|\(c\)|copyright)\s/i,
  /^(?:page )?\d{1,4} (?:of|\/) \d{1,4}$/i,
];

/** Whether a line is one of the words that saved pages of paper lists have around the papers. */
export function isNavigation(text: string): boolean {
  if (text.length > 80) return false;
  const bare = text
    .replace(/\[[^\]]*\]/g, "")
    .replace(/^[\s*\-+•·#>|←→‹›«»]+|[\s*|←→‹›«»:]+$/g, "")
    .toLowerCase();
  return (bare === "" && !/[\d-]/.test(text)) || words.has(bare) || phrases.some((phrase) => phrase.test(bare));
}
