const { projects } = require('./jest.config.cjs');

/** The tests of the policy evaluator alone, for mutation testing, as quick as they can be. */
module.exports = {
  ...projects[0],
  displayName: 'policy',
  roots: ['<rootDir>/lib/core', '<rootDir>/test/core/policy'],
  testMatch: ['<rootDir>/test/core/policy/**/*.test.ts'],
  runner: '<rootDir>/scripts/mutation/runner.cjs',
  // Stryker knows no <rootDir> here.
  testEnvironment: require.resolve('./scripts/mutation/environment.cjs'),
  moduleNameMapper: { '^fast-check$': '<rootDir>/scripts/mutation/fast-check.cjs' },
};
