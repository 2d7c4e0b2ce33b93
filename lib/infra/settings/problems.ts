import type { z } from 'zod';
import { closestWord } from '../../core/policy/similar';
import { settingsJsonSchema, type JsonSchemaNode } from './json-schema';

/** One wrong setting, for a person. */
export interface SettingsProblem {
  /** Where in the file: `alerts.emails[1]`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong: what was expected and what was found, and what to do where that helps. */
  readonly says: string;
}

/** Thrown when the settings cannot be used. The message names the file and every wrong setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly SettingsProblem[];

  constructor(file: string, problems: readonly SettingsProblem[], options?: ErrorOptions) {
    const lines = problems.map(({ path, says }) => `  ${path === '' ? '' : `${path}: `}${says}`);
    super([`cannot use the settings in ${file}`, ...lines].join('\n'), options);
    this.problems = problems;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  array: 'a list',
  object: 'an object',
  number: 'a number',
  int: 'a whole number',
};

/** What a setting should have been, for issues whose schema does not say it in its own words. */
export function expectation(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return TYPE_NAMES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') {
    return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
  }
  return 'another value';
}

/** The problems behind one issue of the schema; an issue with several unknown keys has several. */
export function problemsOf(issue: z.core.$ZodIssue, input: unknown): readonly SettingsProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      says: `is no setting${suggestion(key, knownKeys(issue.path))}`,
    }));
  }
  const value = valueAt(input, issue.path);
  const near =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? suggestion(value, issue.values.map(String))
      : '';
  return [
    {
      path: pathText(issue.path),
      says: `expected ${issue.message}; found ${found(value)}${near}`,
    },
  ];
}

function suggestion(text: string, candidates: readonly string[]): string {
  const near = closestWord(text, candidates);
  return near === null ? '' : `; did you mean "${near}"?`;
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let node: JsonSchemaNode | undefined = settingsJsonSchema();
  for (const step of path) {
    node = typeof step === 'number' ? node?.items : node?.properties?.[String(step)];
  }
  return Object.keys(node?.properties ?? {});
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** A value as it may be shown: short, and never a URL, which may be a secret. */
function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string' && value.includes('://')) return 'a URL';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
