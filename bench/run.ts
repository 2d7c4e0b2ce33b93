import { benchDigest } from './digest';
import { benchLambdas } from './lambdas';
import { benchPolicy } from './policy';
import { benchRecords } from './records';
import { benchSnapshot } from './snapshot';
import { benchWatcher } from './watcher';

/** Every benchmark, by name; `npm run bench -- NAME…` runs some of them. */
const BENCHMARKS: Readonly<Record<string, () => Promise<void> | void>> = {
  records: benchRecords,
  policy: benchPolicy,
  snapshot: benchSnapshot,
  lambdas: benchLambdas,
  digest: benchDigest,
  watcher: benchWatcher,
};

async function main(names: readonly string[]): Promise<void> {
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (names.length === 0 || names.includes(name)) await run();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
