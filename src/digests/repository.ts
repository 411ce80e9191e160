/** Whether an address leads to a code repository (owner and name), not merely to a site that hosts them. */
export function isRepository(url: string): boolean {
  return /^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[^/\s]+\/[^/\s]+/i.test(url);
}
