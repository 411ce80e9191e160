/** What is known of the days that a feed was asked for one by one stands apart from its batches, under this name. */
export function filledDaysOf(feed: string): string {
  return `${feed} by day`;
}
