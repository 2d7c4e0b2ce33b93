/** How a language writes what JSON has. */
export interface Notation {
  /** A member's name. */
  readonly key: (name: string) => string;
  readonly scalar: (value: string | number | boolean | null) => string;
  /** `,` where the last member of several lines has one, too. */
  readonly trailingComma: '' | ',';
}

/** Values up to this column stay on their line. */
const WIDTH = 76;

const INDENT = '  ';

/** A value of JSON as lines: an object has its members below each other, what is short and simple stays on a line. */
export function laidOut(value: object, notation: Notation): readonly string[] {
  return new Layout(notation).expanded(value, '');
}

class Layout {
  private readonly notation: Notation;

  constructor(notation: Notation) {
    this.notation = notation;
  }

  expanded(value: object, indent: string): readonly string[] {
    const inner = indent + INDENT;
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      const [only] = items;
      if (items.length === 1 && isContainer(only)) return hugged(this.expanded(only, indent));
      const printed = items.map((item) => this.printed('', item, inner));
      return ['[', ...this.joined(printed), `${indent}]`];
    }
    const members = Object.entries(value).map(([key, member]) =>
      this.printed(`${this.notation.key(key)}: `, member, inner),
    );
    return members.length === 0 ? ['{}'] : ['{', ...this.joined(members), `${indent}}`];
  }

  /** One member or item: on one line if it is short and simple. */
  private printed(start: string, value: unknown, indent: string): readonly string[] {
    if (!isContainer(value)) return [indent + start + this.scalar(value)];
    const short = this.inline(value);
    if (short !== null && indent.length + start.length + short.length <= WIDTH) {
      return [indent + start + short];
    }
    const [first = '', ...rest] = this.expanded(value, indent);
    return [indent + start + first, ...rest];
  }

  /** The value on one line; null for an object of several members, which reads better below each other. */
  private inline(value: unknown): string | null {
    if (!isContainer(value)) return this.scalar(value);
    if (Array.isArray(value)) {
      const items = value.map((item) => this.inline(item));
      return items.every((item) => item !== null) ? `[${items.join(', ')}]` : null;
    }
    const [member, ...others] = Object.entries(value);
    if (member === undefined) return '{}';
    const short = this.inline(member[1]);
    const isSimple = others.length === 0 && short !== null;
    return isSimple ? `{ ${this.notation.key(member[0])}: ${short} }` : null;
  }

  /** What JSON has no word for does not come out of JSON.parse; it is written as null, as in lists. */
  private scalar(value: unknown): string {
    const isScalar =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return this.notation.scalar(isScalar ? value : null);
  }

  /** Commas behind all, or all but the last. */
  private joined(items: readonly (readonly string[])[]): readonly string[] {
    return items.flatMap((lines, index) => {
      const comma = index === items.length - 1 ? this.notation.trailingComma : ',';
      return lines.map((line, at) => (at === lines.length - 1 ? line + comma : line));
    });
  }
}

/** A list of one object takes no lines of its own: `[{` and `}]`. */
function hugged(lines: readonly string[]): readonly string[] {
  const last = lines.length - 1;
  return lines.map((line, index) => (index === 0 ? '[' : '') + line + (index === last ? ']' : ''));
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
