/** The line (from 1) of each of rising positions. Each break is looked for once: a text may be one line of many megabytes. */
export function lineCounter(text: string): (position: number) => number {
  let line = 1;
  let nextBreak = text.indexOf("\n");
  return (position) => {
    while (nextBreak >= 0 && nextBreak < position) {
      line += 1;
      nextBreak = text.indexOf("\n", nextBreak + 1);
    }
    return line;
  };
}
