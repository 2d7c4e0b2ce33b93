/** How a store waits. */
export interface Patience {
  /** 0 to 1: spreads the retries of many writers. */
  readonly random: () => number;
  /** Waits for that many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

const MAX_TRIES = 12;
const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 2_000;

/** The retries of one piece of work: a dozen tries, with full jitter between them. */
export class Retries {
  private readonly patience: Patience;
  private readonly what: string;
  private tries = 1;

  /** @param what what is tried, for the error: `count denials` */
  constructor(patience: Patience, what: string) {
    this.patience = patience;
    this.what = what;
  }

  /**
   * Waits before the next try.
   *
   * @throws Error when that was the last one: whoever asked must ask again later
   */
  async pause(): Promise<void> {
    if (this.tries === MAX_TRIES) {
      throw new Error(
        `the table stayed busy for ${MAX_TRIES} tries to ${this.what}: it has to be done again later`,
      );
    }
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries);
    this.tries += 1;
    await this.patience.sleep(longest * this.patience.random());
  }
}
