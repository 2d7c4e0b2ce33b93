/**
 * fast-check for mutation testing: few runs from a fixed seed, so that a mutant gets the same answer each
 * time, and no search for the smallest counterexample, since only whether there is one counts.
 */
const path = require('node:path');
const real = require(path.resolve('node_modules/fast-check/lib/cjs/fast-check.js'));

const RUNS = 40;
const SEED = 20260801;

const assert = (property, given = {}) =>
  real.assert(property, {
    ...given,
    numRuns: Math.min(given.numRuns ?? RUNS, RUNS),
    seed: given.seed ?? SEED,
    endOnFailure: true,
  });

module.exports = { ...real, assert, default: { ...(real.default ?? real), assert } };
Object.defineProperty(module.exports, '__esModule', { value: true });
