import { hclString } from './quote';

/**
 * A policy statement as a `statement` block of `aws_iam_policy_document`, indented by two. What the
 * block cannot say (an element or a value of an unknown shape, or `&{`, which the provider would
 * rewrite) is given through `override_policy_documents` as JSON: it says everything.
 */
export function statementBlock(statement: object): string {
  const lines = blockLines(statement);
  if (lines === null || lines.some((line) => line.includes('&{'))) return asDocument(statement);
  return ['  statement {', ...aligned(lines), '  }'].join('\n');
}

/** An attribute, to be aligned with its neighbours; or a line as it is. */
type Line = string;

/** Attributes first, then blocks, each after an empty line. */
function blockLines(statement: object): readonly Line[] | null {
  const lines: Line[] = [];
  for (const writers of [ATTRIBUTES, BLOCKS]) {
    for (const [element, value] of Object.entries(statement)) {
      if (!ATTRIBUTES.has(element) && !BLOCKS.has(element)) return null;
      const written = writers.has(element) ? (writers.get(element)?.(value) ?? null) : [];
      if (written === null) return null;
      lines.push(...written);
    }
  }
  return lines;
}

type Writer = (value: unknown) => readonly Line[] | null;

const ATTRIBUTES: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['Sid', text('sid')],
  ['Effect', text('effect')],
  ['Action', list('actions')],
  ['NotAction', list('not_actions')],
  ['Resource', list('resources')],
  ['NotResource', list('not_resources')],
]);

const BLOCKS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['Principal', principals('principals')],
  ['NotPrincipal', principals('not_principals')],
  ['Condition', conditions],
]);

function text(name: string): Writer {
  return (value) => (typeof value === 'string' ? [`${name} = ${hclString(value)}`] : null);
}

function list(name: string): Writer {
  return (value) => {
    const values = strings(value);
    return values === null ? null : listLines(name, values);
  };
}

/** Columns up to which a list stays on its line. */
const WIDTH = 72;

function listLines(name: string, values: readonly string[]): readonly Line[] {
  const quoted = values.map(hclString);
  const short = `${name} = [${quoted.join(', ')}]`;
  if (values.length <= 1 || short.length <= WIDTH) return [short];
  return [`${name} = [`, ...quoted.map((value) => `  ${value},`), ']'];
}

function principals(name: string): Writer {
  return (value) => {
    if (value === '*') return block(name, ['type = "*"', 'identifiers = ["*"]']);
    if (!isPlainObject(value)) return null;
    return joined(
      Object.entries(value).map(([type, listed]) => {
        const identifiers = strings(listed);
        return (
          identifiers &&
          block(name, [`type = ${hclString(type)}`, ...listLines('identifiers', identifiers)])
        );
      }),
    );
  };
}

function conditions(value: unknown): readonly Line[] | null {
  if (!isPlainObject(value)) return null;
  return joined(
    Object.entries(value).map(([test, keys]) => {
      if (!isPlainObject(keys)) return null;
      return joined(
        Object.entries(keys).map(([variable, listed]) => condition(test, variable, listed)),
      );
    }),
  );
}

function condition(test: string, variable: string, listed: unknown): readonly Line[] | null {
  const values = strings(listed);
  return (
    values &&
    block('condition', [
      `test = ${hclString(test)}`,
      `variable = ${hclString(variable)}`,
      ...listLines('values', values),
    ])
  );
}

function block(name: string, lines: readonly Line[]): readonly Line[] {
  return ['', `${name} {`, ...aligned(lines).map((line) => line.slice(2)), '}'];
}

/** Lists of lines as one; null when one of them is. */
function joined(parts: readonly (readonly Line[] | null)[]): readonly Line[] | null {
  const lines: Line[] = [];
  for (const part of parts) {
    if (part === null) return null;
    lines.push(...part);
  }
  return lines;
}

/** One string or a list of them; booleans and numbers are written as strings, as the provider wants. */
function strings(value: unknown): readonly string[] | null {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts: string[] = [];
  for (const one of values) {
    if (typeof one === 'string') texts.push(one);
    else if (typeof one === 'boolean' || typeof one === 'number') texts.push(String(one));
    else return null;
  }
  return texts;
}

/** Equal signs of neighbouring one-line attributes stand below each other, as `terraform fmt` does; indented by four. */
function aligned(lines: readonly Line[]): readonly string[] {
  const result: string[] = [];
  let group: string[] = [];
  const flush = (): void => {
    const width = Math.max(0, ...group.map((line) => line.indexOf(' = ')));
    for (const line of group) {
      const at = line.indexOf(' = ');
      result.push(`    ${line.slice(0, at).padEnd(width)}${line.slice(at)}`);
    }
    group = [];
  };
  for (const line of lines) {
    if (/^\w+ = (?!\[$)/.test(line)) group.push(line);
    else {
      flush();
      result.push(line === '' ? '' : `    ${line}`);
    }
  }
  flush();
  return result;
}

function asDocument(statement: object): string {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return `  override_policy_documents = [${hclString(document)}]`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
