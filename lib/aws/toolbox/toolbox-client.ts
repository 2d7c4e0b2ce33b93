import type { Credentials } from '../client-settings';
import { troubleOf } from '../lookup';
import { dnsSuffix } from '../region';
import { signedGet, type Fetch, type HttpAnswer } from './signed-get';

/** What the client works with; all but the credentials have defaults. */
export interface ToolboxSettings {
  readonly credentials: Credentials;
  readonly fetch?: Fetch;
  /** Region -> `https://host`; by default the endpoint of the region's partition. */
  readonly endpoint?: (region: string) => string;
  /** Waits for that many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** 0 to 1: spreads the retries of many clients. */
  readonly random?: () => number;
  readonly timeoutMs?: number;
}

/** A status that is worth another try. */
function isTransient({ status }: HttpAnswer): boolean {
  return status === 429 || status >= 500;
}

const MAX_TRIES = 4;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;

/**
 * The IAM toolbox over HTTPS: signed GETs, retried with growing waits while AWS throttles, fails or
 * cannot be reached.
 *
 * Follows: IAM Toolbox API Reference; the endpoint rules of its service model.
 */
export class ToolboxClient {
  private readonly settings: Required<ToolboxSettings>;

  constructor(settings: ToolboxSettings) {
    this.settings = {
      fetch: globalThis.fetch,
      endpoint: (region) => `https://iam-toolbox.${region}.${dnsSuffix(region)}`,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      random: Math.random,
      timeoutMs: 8_000,
      ...settings,
    };
  }

  /**
   * The answer of the last try, whatever its status.
   *
   * @throws what the last try threw when AWS could not be reached
   */
  async get(
    region: string,
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const { credentials, fetch: fetchFn, endpoint, timeoutMs } = this.settings;
    const request = { origin: endpoint(region), path, query, region };
    for (let tries = 1; ; tries++) {
      try {
        const answer = await signedGet(request, credentials, fetchFn, timeoutMs);
        if (tries === MAX_TRIES || !isTransient(answer)) return answer;
        await this.wait(tries, answer.retryAfter);
      } catch (error) {
        if (tries === MAX_TRIES || !isNetworkError(error)) throw error;
        await this.wait(tries, null);
      }
    }
  }

  /** Waits before the next try: as long as AWS asks, else twice as long each time, with jitter. */
  private async wait(tries: number, retryAfterSeconds: number | null): Promise<void> {
    const { sleep, random } = this.settings;
    const backoff = FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + random() / 2);
    const asked = retryAfterSeconds === null ? backoff : retryAfterSeconds * 1_000;
    await sleep(Math.min(asked, LONGEST_WAIT_MS));
  }

  /** Waits between two asks for something that AWS has not recorded yet. */
  async pause(ms: number): Promise<void> {
    await this.settings.sleep(ms);
  }
}

function isNetworkError(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble === 'network' || trouble === 'timedOut';
}
