/** A value of the subset of HCL that Denywatch writes: strings, lists, and references as they stand. */
export type HclValue = string | readonly HclValue[] | { readonly reference: string };

/** A block: `data "type" "name" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
}

/**
 * Reads a file of HCL, as far as Denywatch writes it; anything else is an error.
 *
 * Follows: HCL native syntax specification (blocks, attributes, tuples, quoted templates without interpolation).
 *
 * @throws Error with the place at which the text is no such file
 */
export function parseHcl(text: string): readonly HclBlock[] {
  const reader = new Reader(text);
  const { attributes, blocks } = reader.body(true);
  if (attributes.size > 0) throw new Error('attributes outside of any block');
  return blocks;
}

const WORD = /[A-Za-z_][\w-]*/y;

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  body(isFile: boolean): Pick<HclBlock, 'attributes' | 'blocks'> {
    const attributes = new Map<string, HclValue>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.blank(true);
      if (this.at === this.text.length && isFile) return { attributes, blocks };
      if (!isFile && this.take('}')) return { attributes, blocks };
      const name = this.word();
      this.blank(false);
      if (this.take('=')) {
        this.blank(false);
        if (attributes.has(name)) this.fail(`a second ${name}`);
        attributes.set(name, this.value());
        this.endOfLine();
      } else blocks.push(this.block(name));
    }
  }

  private block(type: string): HclBlock {
    const labels: string[] = [];
    while (this.text[this.at] === '"') {
      labels.push(this.string());
      this.blank(false);
    }
    if (!this.take('{')) this.fail('expected {');
    this.endOfLine();
    const body = this.body(false);
    this.endOfLine();
    return { type, labels, ...body };
  }

  private value(): HclValue {
    const next = this.text[this.at];
    if (next === '"') return this.string();
    if (next !== '[') return { reference: this.reference() };
    this.at += 1;
    const items: HclValue[] = [];
    for (;;) {
      this.blank(true);
      if (this.take(']')) return items;
      items.push(this.value());
      this.blank(true);
      if (!this.take(',') && this.text[this.at] !== ']') this.fail('expected , or ]');
    }
  }

  private string(): string {
    if (!this.take('"')) this.fail('expected "');
    let result = '';
    for (;;) {
      const sign = this.text[this.at] ?? this.fail('a string without end');
      const two = this.text.slice(this.at, this.at + 2);
      const three = this.text.slice(this.at, this.at + 3);
      if (sign === '\n') this.fail('a line break in a string');
      if (three === '$${' || three === '%%{') {
        result += three.slice(1);
        this.at += 3;
      } else if (two === '${' || two === '%{') this.fail('an interpolation');
      else if (sign === '\\') result += this.escape();
      else {
        this.at += 1;
        if (sign === '"') return result;
        result += sign;
      }
    }
  }

  private escape(): string {
    const sign = this.text[this.at + 1] ?? '';
    const simple: Readonly<Record<string, string>> = {
      n: '\n',
      r: '\r',
      t: '\t',
      '"': '"',
      '\\': '\\',
    };
    const found = simple[sign];
    if (found !== undefined) {
      this.at += 2;
      return found;
    }
    const code = /^u[0-9a-f]{4}/.exec(this.text.slice(this.at + 1, this.at + 6));
    if (code === null) return this.fail(`an escape \\${sign}`);
    this.at += 6;
    return String.fromCharCode(parseInt(code[0].slice(1), 16));
  }

  private reference(): string {
    const parts = [this.word()];
    while (this.take('.')) parts.push(this.word());
    return parts.join('.');
  }

  private word(): string {
    WORD.lastIndex = this.at;
    const found = WORD.exec(this.text);
    if (found === null) return this.fail('expected a name');
    this.at += found[0].length;
    return found[0];
  }

  private endOfLine(): void {
    this.blank(false);
    if (this.at < this.text.length && !this.take('\n')) this.fail('expected the end of the line');
  }

  /** White space and comments; over line breaks only where they may be. */
  private blank(overLines: boolean): void {
    for (;;) {
      const sign = this.text[this.at];
      if (sign === ' ' || (sign === '\n' && overLines)) this.at += 1;
      else if (sign === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else return;
    }
  }

  private take(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  private fail(what: string): never {
    const line = this.text.slice(0, this.at).split('\n').length;
    throw new Error(
      `line ${line}: ${what}, found ${JSON.stringify(this.text.slice(this.at, this.at + 30))}`,
    );
  }
}
