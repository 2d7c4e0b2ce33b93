/** Prints what is done while it is done, and counts. */
export class Report {
  #passed = 0;
  readonly #failed: string[] = [];
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Says what comes next. */
  heading(text: string): void {
    this.#write(`\n${text}`);
  }

  /** Something that is worth knowing and no check. */
  note(text: string): void {
    this.#write(`        ${text}`);
  }

  /**
   * One step that the following ones need: counted, and thrown on when it fails.
   *
   * @throws what the step threw
   */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const started = Date.now();
    try {
      const result = await work();
      this.#pass(`${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      return result;
    } catch (error) {
      this.#fail(name, error);
      throw new StepFailed(name, error);
    }
  }

  /** One check that others do not depend on: counted, and the run goes on. */
  check(name: string, work: () => void): void {
    try {
      work();
      this.#pass(name);
    } catch (error) {
      this.#fail(name, error);
    }
  }

  /** Prints `N passed, N failed`. True when none failed and some passed. */
  finish(): boolean {
    if (this.#failed.length > 0) {
      this.#write(`\nFailed:\n${this.#failed.map((name) => `  - ${name}`).join('\n')}`);
    }
    this.#write(`\n${this.#passed} passed, ${this.#failed.length} failed`);
    return this.#failed.length === 0 && this.#passed > 0;
  }

  #pass(name: string): void {
    this.#passed += 1;
    this.#write(`  ok    ${name}`);
  }

  #fail(name: string, error: unknown): void {
    this.#failed.push(name);
    const why = error instanceof Error ? error.message : String(error);
    this.#write(`  FAIL  ${name}\n${why.replace(/^/gm, '        ')}`);
  }
}

/** A step failed, and was printed and counted already. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';

  constructor(step: string, cause: unknown) {
    super(`${step} failed`, { cause });
  }
}

/** @throws Error that shows both values, when they are not equal as JSON */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value, null, 2));
  if (is !== should) throw new Error(`${what}: expected ${should ?? ''}; found ${is ?? ''}`);
}
