/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // These are published as ES modules only; jest loads CommonJS.
  transformIgnorePatterns: [
    '/node_modules/(?!(@middy|p-limit|quick-lru|yocto-queue|string-width|strip-ansi|ansi-regex|get-east-asian-width|wrap-ansi|ansi-styles|d3-[a-z-]+|internmap)/)',
  ],
  restoreMocks: true,
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  setupFiles: ['<rootDir>/test/setup.ts'],
};

module.exports = {
  coverageProvider: 'v8',
  collectCoverageFrom: ['lib/**/*.ts', 'lambdas/**/*.ts'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/infra/'],
    },
    {
      ...shared,
      displayName: 'infra',
      testMatch: ['<rootDir>/test/infra/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/setup.ts', '<rootDir>/test/infra/env.ts'],
    },
  ],
};
