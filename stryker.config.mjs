/**
 * Mutation testing of the policy evaluator: `npm run mutation` (scripts/mutation.mjs) runs it folder by
 * folder; `npx stryker run --mutate 'lib/core/policy/condition/**\/*.ts'` one folder of it.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['lib/core/policy/**/*.ts'],
  testRunner: 'jest',
  jest: {
    configFile: 'stryker.jest.config.cjs',
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A machine that is busy with other work must not turn a slow test into a killed mutant.
  timeoutMS: 20_000,
  timeoutFactor: 4,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/*', '!/lib', '!/test', '!/scripts', '!/*.json', '!/*.cjs'],
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
};
