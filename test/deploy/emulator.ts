import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { EMULATOR_PROGRAM } from './emulator-defects';
import { freePort, waitFor, type Processes } from './processes';

/** The AWS emulator of this run. */
export interface Emulator {
  readonly endpoint: string;
  /** For S3, which knows buckets by host names. */
  readonly s3Endpoint: string;
  /** What it wrote, the newest lines. */
  log(): string;
  stop(): Promise<void>;
}

/** What an emulator is started with. */
export interface EmulatorOptions {
  readonly python: string;
  /** Folder of the `node` that runs the Lambdas. */
  readonly node: string;
  /** Folder for what it writes. */
  readonly folder: string;
  readonly region: string;
  /** Variables of the emulator that its Lambdas see too. */
  readonly env?: Readonly<Record<string, string>>;
}

const LOG_LINES = 2_000;

/** Starts the emulator on a free port of the loopback interface; ready when this returns. */
export async function startEmulator(
  processes: Processes,
  { python, node, folder, region, env = {} }: EmulatorOptions,
): Promise<Emulator> {
  const port = await freePort();
  const temporary = path.join(folder, 'emulator');
  mkdirSync(temporary, { recursive: true });
  const child = processes.start(python, ['-c', EMULATOR_PROGRAM], {
    cwd: temporary,
    env: {
      PATH: `${node}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: temporary,
      TMPDIR: temporary,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      MINISTACK_REGION: region,
      S3_DATA_DIR: path.join(temporary, 's3'),
      STATE_DIR: path.join(temporary, 'state'),
      // No container is started, or looked for.
      DOCKER_HOST: `unix://${path.join(temporary, 'no-docker.sock')}`,
      LAMBDA_EXECUTOR: 'local',
      PYTHONDONTWRITEBYTECODE: '1',
      ...env,
    },
  });
  const lines: string[] = [];
  const note = (chunk: Buffer): void => {
    lines.push(...chunk.toString('utf8').split('\n'));
    lines.splice(0, Math.max(0, lines.length - LOG_LINES));
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  const ended = new Promise<null>((resolve) =>
    child.once('close', () => {
      resolve(null);
    }),
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = (): Promise<void> => processes.stop(child);
  const ready = waitFor('the emulator is ready', 30_000, () => isHealthy(endpoint));
  const first = await Promise.race([ready, ended]);
  if (first === null)
    throw new Error(`the emulator did not start:\n${lines.slice(-30).join('\n')}`);
  return {
    endpoint,
    s3Endpoint: `http://s3.localhost:${port}`,
    log: () => lines.join('\n'),
    stop,
  };
}

async function isHealthy(endpoint: string): Promise<true | null> {
  try {
    const { ok } = await fetch(`${endpoint}/_ministack/health`);
    return ok ? true : null;
  } catch {
    return null;
  }
}
