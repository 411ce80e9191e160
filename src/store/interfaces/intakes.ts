/** How far a file was taken in: the memory behind resuming and behind not reading a known file again. */
export interface IntakeRecord {
  /** SHA-256 of the file's content. */
  readonly fileId: string;
  readonly file: string;
  /** Lines done; a resumed intake starts behind them. */
  readonly position: number;
  readonly finished: boolean;
  readonly entries: number;
  readonly rejects: number;
  readonly at: Date;
}

export interface IntakeStore {
  get(fileId: string): Promise<IntakeRecord | undefined>;
  save(intake: IntakeRecord): Promise<void>;
  /** Last finished or interrupted intakes, newest first. */
  latest(limit: number): Promise<readonly IntakeRecord[]>;
}
