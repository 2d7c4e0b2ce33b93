const { projects } = require('./jest.config.cjs');

/** The tests of the policy evaluator alone, for mutation testing. */
module.exports = {
  ...projects[0],
  displayName: 'policy',
  testMatch: ['<rootDir>/test/core/policy/**/*.test.ts'],
};
