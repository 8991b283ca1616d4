/** Where a report goes. */
export interface Output {
  /** For results. */
  readonly stdout: { write(text: string): unknown };
  /** For problems. */
  readonly stderr: { write(text: string): unknown };
}
