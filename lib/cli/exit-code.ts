/** Exit codes of the command line (the explain contract). */
export const EXIT = {
  /** Every denial was explained. */
  explained: 0,
  /** Some could not be explained, or could not be read. */
  partly: 1,
  /** The input or an option is unusable. */
  unusable: 2,
  /** An unexpected failure. */
  failure: 3,
} as const;

/** Thrown for input or options that cannot be used: one line that says what and where. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
