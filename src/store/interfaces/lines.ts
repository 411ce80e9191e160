/** Command lines of buttons that are too long for the button itself. */
export interface LineStore {
  /** A line under its id, which is made from it. Each is kept a year from the last time. */
  keep(lines: readonly { readonly id: string; readonly line: string }[], at: Date): Promise<void>;
  find(id: string): Promise<string | undefined>;
}
