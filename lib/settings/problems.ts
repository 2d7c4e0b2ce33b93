import type { z } from 'zod';
import { closestWord } from '../core/policy/similar';

/** A JSON schema node, as far as this project reads it. */
export interface JsonSchemaNode {
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly additionalProperties?: JsonSchemaNode | boolean;
  readonly items?: JsonSchemaNode;
  readonly oneOf?: readonly JsonSchemaNode[];
  readonly const?: unknown;
}

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

/**
 * The JSON of a settings file.
 *
 * @throws SettingsError when it is none
 */
export function parseSettingsJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError(file, [{ path: '', says: `expected JSON; ${reason}` }], { cause });
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  array: 'a list',
  object: 'an object',
  record: 'an object',
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

/**
 * The problems behind one issue of the schema; an issue with several unknown keys has several.
 *
 * @param root the JSON schema of the file: it knows the names of the settings
 */
export function problemsOf(
  issue: z.core.$ZodIssue,
  input: unknown,
  root: JsonSchemaNode,
): readonly SettingsProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const node = nodeAt(issue.path, input, root);
    return issue.keys.map((key) => unknownSetting(issue.path, key, node));
  }
  const path = pathText(issue.path);
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    const key = String(issue.path.at(-1));
    return [{ path, says: `expected ${expected}; found ${found(key)}` }];
  }
  const value = valueAt(input, issue.path);
  const choices = choicesOf(issue, input, root);
  const expected =
    issue.path.at(-1) === KIND ? `one of ${choices.map(quoted).join(', ')}` : issue.message;
  const near = typeof value === 'string' ? suggestion(value, choices) : '';
  return [{ path, says: `expected ${expected}; found ${found(value)}${near}` }];
}

/** A setting that there is not, with one that may have been meant. */
export function unknownSetting(
  path: readonly PropertyKey[],
  key: string,
  node: JsonSchemaNode | undefined,
): SettingsProblem {
  const known = Object.keys(node?.properties ?? {});
  return { path: pathText([...path, key]), says: `is no setting${suggestion(key, known)}` };
}

/** The values that would have been right, where they are few. */
function choicesOf(
  issue: z.core.$ZodIssue,
  input: unknown,
  root: JsonSchemaNode,
): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return [];
  if (issue.path.at(-1) !== KIND)
    return issue.errors.flat().flatMap((inner) => choicesOf(inner, input, root));
  const node = rawNodeAt(issue.path.slice(0, -1), input, root);
  return (node?.oneOf ?? []).map((one) => String(one.properties?.[KIND]?.const));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function suggestion(text: string, candidates: readonly string[]): string {
  const near = closestWord(text, candidates);
  return near === null ? '' : `; did you mean "${near}"?`;
}

/** Where settings have several forms, this member tells which. */
const KIND = 'kind';

/** The schema of the object at a path: of several forms, the one that its `kind` names. */
function nodeAt(
  path: readonly PropertyKey[],
  input: unknown,
  root: JsonSchemaNode,
): JsonSchemaNode | undefined {
  const node = rawNodeAt(path, input, root);
  if (node?.oneOf === undefined) return node;
  const kind = valueAt(input, [...path, KIND]);
  return node.oneOf.find((one) => one.properties?.[KIND]?.const === kind);
}

function rawNodeAt(
  path: readonly PropertyKey[],
  input: unknown,
  root: JsonSchemaNode,
): JsonSchemaNode | undefined {
  const last = path.at(-1);
  if (last === undefined) return root;
  const parent = nodeAt(path.slice(0, -1), input, root);
  if (typeof last === 'number') return parent?.items;
  const { properties = {}, additionalProperties } = parent ?? {};
  const name = String(last);
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
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
  if (text.includes('://')) return 'something with a URL in it';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
