/**
 * Mutation testing of the policy evaluator: `npm run mutation`, or one folder of it with
 * `npm run mutation -- --mutate 'lib/core/policy/condition/**\/*.ts'`.
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
  // A mutant in a constant of a module needs all tests to be run from the start, each time.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['cdk.out', 'dist', 'reports', 'samples', 'coverage'],
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { logTests: false, allowColor: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation.json' },
  thresholds: { high: 90, low: 80, break: null },
};
