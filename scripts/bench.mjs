// Bundles the benchmarks and runs them: `npm run bench -- NAME…`. Bundled, because a loader that
// transpiles on the fly turns imports into getters, which slows the hot loops down several times.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const outfile = 'dist/bench.js';
await build({
  entryPoints: ['bench/run.ts'],
  outfile,
  bundle: true,
  external: ['esbuild', 'aws-cdk-lib'],
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  sourcemap: 'inline',
  logLevel: 'warning',
});
const { status, error } = spawnSync(
  process.execPath,
  [...process.execArgv, '--expose-gc', outfile, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
