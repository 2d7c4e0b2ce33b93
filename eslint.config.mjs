import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import jest from 'eslint-plugin-jest';
import prettier from 'eslint-config-prettier/flat';
import tseslint from 'typescript-eslint';

/** Who may import whom inside the core: a step -> the steps it may use (docs/design.md). */
const layers = {
  'service-reference': [],
  record: [],
  policy: [],
  denial: ['record', 'service-reference'],
  evidence: ['denial', 'policy', 'service-reference'],
  diagnosis: ['denial', 'evidence', 'policy', 'service-reference'],
  group: ['denial', 'diagnosis', 'policy'],
  findings: ['record', 'denial', 'policy', 'group'],
  alert: ['denial', 'diagnosis', 'policy', 'group'],
  digest: ['denial', 'diagnosis', 'policy', 'group', 'findings', 'alert'],
};
const pure = [
  { regex: '^(?!\\.)', message: 'The core is pure: no package, no node: module.' },
  {
    group: ['**/aws/*', '**/local/*', '**/infra/*', '**/cli/*', '**/lambdas/*'],
    message: 'Imports point inward only.',
  },
];
const steps = Object.entries(layers).map(([step, allowed]) => {
  const banned = Object.keys(layers).filter((other) => other !== step && !allowed.includes(other));
  return {
    files: [`lib/core/${step}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            ...pure,
            {
              group: banned.flatMap((s) => [`../${s}`, `../${s}/**`, `../../${s}/**`]),
              message: `${step} may import only: ${allowed.join(', ') || 'nothing'}.`,
            },
          ],
        },
      ],
    },
  };
});

/** Who may import whom outside the core: a folder -> what it must not import. */
const edges = {
  'lib/aws': ['local', 'infra', 'cli', 'lambdas', 'bin'],
  'lib/local': ['aws', 'infra', 'cli', 'lambdas', 'bin'],
  'lib/infra': ['aws', 'local', 'cli', 'bin'],
  'lib/settings': ['aws', 'local', 'infra', 'cli', 'lambdas', 'bin'],
  'lib/report': ['aws', 'local', 'infra', 'settings', 'cli', 'lambdas', 'bin'],
  'lib/cli': ['infra', 'lambdas', 'bin'],
  lambdas: ['local', 'infra', 'cli', 'bin'],
};
const awsSdkOnlyInAws = {
  regex: '^@aws-sdk/|^@smithy/',
  message: 'lib/aws is the only importer of the AWS SDK.',
};
const onlyChartsInReport = {
  regex: '^(?!\\.|d3-(scale|shape)$|node:crypto$)',
  message: 'A report imports the core, the chart library and hashes, nothing else.',
};
const edgeRules = Object.entries(edges).map(([folder, banned]) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(lib/)?(${banned.join('|')})(/|$)`,
            message: `${folder} must not import ${banned.join(', ')}.`,
          },
          ...(folder === 'lib/aws' ? [] : [awsSdkOnlyInAws]),
          ...(folder === 'lib/report' ? [onlyChartsInReport] : []),
        ],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores([
    'cdk.out',
    '.emulator',
    'coverage',
    'dist',
    'node_modules',
    'reports',
    '.stryker-tmp',
    '**/*.cjs',
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.mjs', 'scripts/*.mjs', '*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      complexity: ['error', 12],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/strict-boolean-expressions': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['lib/core/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: pure }] },
  },
  {
    files: ['lib/core/**/*.ts', 'lib/report/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'setTimeout', 'crypto'],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take the time as a parameter.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Take randomness as a parameter.',
        },
        {
          selector: "NewExpression[callee.name='RegExp']",
          message: 'No regular expression is made from input.',
        },
      ],
    },
  },
  ...steps,
  ...edgeRules,
  {
    files: ['test/**/*.ts'],
    extends: [jest.configs['flat/recommended'], jest.configs['flat/style']],
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect*', 'template.*', 'fc.assert'] },
      ],
      'max-lines-per-function': 'off',
      'max-lines': 'off',
    },
  },
  { files: ['bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      'no-console': 'off',
      'no-undef': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  prettier,
);
