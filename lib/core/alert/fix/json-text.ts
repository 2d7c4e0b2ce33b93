import { visible } from '../text/visible';

/** Values up to this column stay on their line. */
const WIDTH = 76;

const INDENT = '  ';

/**
 * A statement or policy document as JSON for people: the members below each other, what is short and
 * simple (a list of actions, one condition) on one line. The unseen is written as `\uXXXX`, which is
 * the same JSON.
 */
export function jsonLines(value: object): readonly string[] {
  return expanded(value, '').map(visible);
}

/** {@link jsonLines} as one text. */
export function jsonText(value: object): string {
  return jsonLines(value).join('\n');
}

/** A whole policy document with one statement, as the console's editor takes it. */
export function policyDocument(statement: object): object {
  return { Version: '2012-10-17', Statement: [statement] };
}

function expanded(value: object, indent: string): readonly string[] {
  const inner = indent + INDENT;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const [only] = items;
    if (items.length === 1 && isContainer(only)) return hugged(expanded(only, indent));
    return ['[', ...joined(items.map((item) => printed('', item, inner))), `${indent}]`];
  }
  const members = Object.entries(value).map(([key, member]) =>
    printed(`${JSON.stringify(key)}: `, member, inner),
  );
  return members.length === 0 ? ['{}'] : ['{', ...joined(members), `${indent}}`];
}

/** A list of one object takes no lines of its own: `[{` and `}]`. */
function hugged(lines: readonly string[]): readonly string[] {
  const last = lines.length - 1;
  return lines.map((line, index) => (index === 0 ? '[' : '') + line + (index === last ? ']' : ''));
}

/** One member or item: on one line if it is short and simple. */
function printed(start: string, value: unknown, indent: string): readonly string[] {
  if (!isContainer(value)) return [indent + start + scalar(value)];
  const short = inline(value);
  if (short !== null && indent.length + start.length + short.length <= WIDTH) {
    return [indent + start + short];
  }
  const [first = '', ...rest] = expanded(value, indent);
  return [indent + start + first, ...rest];
}

/** The value on one line; null for an object of several members, which reads better below each other. */
function inline(value: unknown): string | null {
  if (!isContainer(value)) return scalar(value);
  if (Array.isArray(value)) {
    const items = value.map(inline);
    return items.every((item) => item !== null) ? `[${items.join(', ')}]` : null;
  }
  const [member, ...others] = Object.entries(value);
  if (member === undefined) return '{}';
  const short = inline(member[1]);
  return others.length > 0 || short === null ? null : `{ ${JSON.stringify(member[0])}: ${short} }`;
}

function scalar(value: unknown): string {
  // What JSON has no word for does not come out of JSON.parse; null is how JSON.stringify writes it in lists.
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** Commas behind all but the last. */
function joined(items: readonly (readonly string[])[]): readonly string[] {
  return items.flatMap((lines, index) =>
    index === items.length - 1
      ? lines
      : lines.map((line, at) => (at === lines.length - 1 ? `${line},` : line)),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
