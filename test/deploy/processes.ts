import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** What a program is run with. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Killed after this many milliseconds. */
  readonly timeoutMs?: number;
}

/** What a program came to. */
export interface Finished {
  readonly code: number | null;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/** The processes of this run: it stops all that it started, and nothing else. */
export class Processes {
  readonly #running = new Set<ChildProcess>();

  /** Runs a program to its end. */
  async run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const child = this.start(program, args, options);
    let output = '';
    const add = (chunk: Buffer): void => void (output += chunk.toString('utf8'));
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    const timer = setTimeout(() => {
      output += `\nstopped after ${options.timeoutMs ?? 0} ms`;
      signal(child, 'SIGKILL');
    }, options.timeoutMs ?? 300_000);
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      return { code, output };
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The same, and it must succeed.
   *
   * @throws Error with the end of what the program wrote
   */
  async succeed(
    program: string,
    args: readonly string[],
    options: RunOptions = {},
  ): Promise<string> {
    const { code, output } = await this.run(program, args, options);
    if (code === 0) return output;
    const end = output.trimEnd().slice(-4000);
    throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${end}`);
  }

  /** Starts a program that goes on. Its children are in its own group and end with it. */
  start(program: string, args: readonly string[], options: RunOptions = {}): ChildProcess {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env === undefined ? process.env : { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return child;
  }

  /** Stops one that was started here, first politely, with all its children. */
  async stop(child: ChildProcess): Promise<void> {
    if (!this.#running.has(child)) return;
    const ended = new Promise<void>((resolve) =>
      child.once('close', () => {
        resolve();
      }),
    );
    signal(child, 'SIGTERM');
    const timer = setTimeout(() => {
      signal(child, 'SIGKILL');
    }, 3_000);
    await ended;
    clearTimeout(timer);
    // What its children left running.
    signal(child, 'SIGKILL');
  }

  /** Stops all that are left. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((child) => this.stop(child)));
  }
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A port of the loopback interface that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
  return port;
}

/** Waits until it is so, or throws after that many milliseconds. */
export async function waitFor<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | null>,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await sleep(100);
  }
}

/** Waits for that many milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
