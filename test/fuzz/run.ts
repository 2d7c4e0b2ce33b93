/**
 * Fuzzing: `npm run fuzz`, or `npm run fuzz -- 60 1234` for 60 seconds from the seed 1234 (default: 300
 * seconds, from a seed of the time). Gives Denywatch records that are broken in every way, and any JSON and
 * bytes, and looks at all that comes out. What it finds belongs into found.json, as a case for good.
 */
import fc from 'fast-check';
import { anyInput } from './inputs';
import { wrongWith } from './whole-path';

/** Whatever is given, an answer takes less, on a busy machine too. */
const LONGEST_MS = 20_000;

const [seconds = '300', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
if (!/^\d{1,6}$/.test(seconds) || !/^-?\d{1,10}$/.test(seed)) {
  throw new Error('expected SECONDS and SEED, both whole numbers, as in npm run fuzz -- 60 1234');
}
let runs = 0;
let slowest = 0;

const property = fc.asyncProperty(anyInput, async (text) => {
  const start = performance.now();
  const problems = await wrongWith(text);
  const took = performance.now() - start;
  runs += 1;
  slowest = Math.max(slowest, took);
  if (took > LONGEST_MS) throw new Error(`took ${Math.round(took)} ms`);
  if (problems.length > 0) throw new Error(problems.slice(0, 5).join('\n'));
});
async function main(): Promise<void> {
  const details = await fc.check(property, {
    seed: Number(seed),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: Number(seconds) * 1000,
    markInterruptAsFailure: false,
  });
  const did = `${runs} inputs in ${seconds} s from seed ${seed}, the slowest in ${Math.round(slowest)} ms`;
  if (details.failed) {
    process.stdout.write(`${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}\n`);
    process.stdout.write(`${did}: FAILED\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`${did}: nothing wrong\n`);
  }
}

void main();
