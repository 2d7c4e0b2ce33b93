import '../setup';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Processes } from './processes';
import { Report, StepFailed } from './report';
import { deployAndTry } from './story';

/**
 * Deploys the stack to an emulator and sends denials through it. Prints each step and ends with
 * `N passed, N failed`. Whatever happens, it stops what it started and removes what it wrote.
 */
async function main(): Promise<void> {
  const report = new Report((line) => void process.stdout.write(`${line}\n`));
  const processes = new Processes();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'denywatch-deploy-'));
  const closers: (() => Promise<void>)[] = [];
  let cleaned: Promise<void> | null = null;
  const cleanUp = (): Promise<void> =>
    (cleaned ??= (async () => {
      await Promise.allSettled(closers.map((close) => close()));
      await processes.stopAll();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    })());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void cleanUp().finally(() => process.exit(130));
    });
  }
  try {
    const onClose = (close: () => Promise<void>): void => void closers.push(close);
    await deployAndTry({ report, processes, folder, onClose });
  } catch (error) {
    // A step that failed was printed already.
    if (!(error instanceof StepFailed))
      await report.step('the run', () => Promise.reject(error as Error)).catch(() => undefined);
  } finally {
    await cleanUp();
  }
  process.exitCode = report.finish() ? 0 : 1;
}

void main();
