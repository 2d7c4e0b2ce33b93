import { invalid, textOf, type Attribute, type Item } from './item';

/** The parts of a request that hold expressions. */
export interface WithExpressions {
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Attribute>>;
}

/** A condition that was read. */
export type Condition = (item: Item | undefined) => boolean;

/** An update that was read: gives the new item. */
export type Update = (item: Item) => Item;

const MAX_EXPRESSION_BYTES = 4_096;
const MAX_OPERATORS = 300;
const FUNCTIONS = ['attribute_exists', 'attribute_not_exists', 'begins_with'];

/** Reads the expressions of one request, and refuses names and values that none of them uses. */
export class Expressions {
  private readonly request: WithExpressions;
  private readonly used = new Set<string>();
  private tokens: string[] = [];
  private operators = 0;

  constructor(request: WithExpressions) {
    this.request = request;
    for (const part of ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const) {
      const given = request[part];
      if (given !== undefined && Object.keys(given).length === 0)
        throw invalid(`${part} must not be empty`);
    }
  }

  /** True for every item when there is no condition. */
  condition(text: string | undefined): Condition {
    if (text === undefined) return () => true;
    this.read(text);
    const condition = this.or();
    this.end();
    return condition;
  }

  update(text: string): Update {
    this.read(text);
    const steps: Update[] = [];
    const changed = new Set<string>();
    while (this.tokens.length > 0) {
      const clause = this.next().toUpperCase();
      do {
        const name = this.name();
        if (name === 'pk' || name === 'sk')
          throw invalid(`Cannot update attribute ${name}. This attribute is part of the key`);
        if (changed.has(name)) throw invalid('Two document paths overlap with each other');
        changed.add(name);
        steps.push(this.step(clause, name));
      } while (this.taken(','));
    }
    return (item) => steps.reduce((now, step) => step(now), item);
  }

  names(text: string | undefined): readonly string[] | null {
    if (text === undefined) return null;
    this.read(text);
    const names = [this.name()];
    while (this.taken(',')) names.push(this.name());
    this.end();
    return names;
  }

  /** Throws when something was given that no expression uses. */
  checkAllUsed(): void {
    const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } =
      this.request;
    const unused = [...Object.keys(names), ...Object.keys(values)].filter(
      (one) => !this.used.has(one),
    );
    if (unused.length > 0)
      throw invalid(
        `Value provided in ExpressionAttribute… unused in expressions: keys: {${unused.join()}}`,
      );
  }

  private step(clause: string, name: string): Update {
    if (clause === 'SET') {
      this.expect('=');
      const value = this.value();
      return (item) => ({ ...item, [name]: value });
    }
    if (clause === 'ADD') {
      const added = numberOf(this.value());
      return (item) => ({
        ...item,
        [name]: { N: String(numberOf(item[name] ?? { N: '0' }) + added) },
      });
    }
    if (clause === 'REMOVE') {
      return (item) => Object.fromEntries(Object.entries(item).filter(([other]) => other !== name));
    }
    throw invalid(`Invalid UpdateExpression: syntax error near ${clause}`);
  }

  private or(): Condition {
    let left = this.and();
    while (this.takenWord('OR')) {
      const [a, b] = [left, this.and()];
      left = (item) => a(item) || b(item);
    }
    return left;
  }

  private and(): Condition {
    let left = this.not();
    while (this.takenWord('AND')) {
      const [a, b] = [left, this.not()];
      left = (item) => a(item) && b(item);
    }
    return left;
  }

  private not(): Condition {
    if (this.takenWord('NOT')) {
      const inner = this.not();
      return (item) => !inner(item);
    }
    if (this.taken('(')) {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    return FUNCTIONS.includes(this.tokens[0] ?? '') ? this.call() : this.comparison();
  }

  private call(): Condition {
    const name = this.next();
    this.counted();
    this.expect('(');
    const attribute = this.name();
    if (name !== 'begins_with') {
      this.expect(')');
      const wanted = name === 'attribute_exists';
      return (item) => (item?.[attribute] !== undefined) === wanted;
    }
    this.expect(',');
    const prefix = textOf(this.value());
    this.expect(')');
    return (item) => textOf(item?.[attribute]).startsWith(prefix);
  }

  private comparison(): Condition {
    const attribute = this.name();
    const operator = this.next();
    this.counted();
    const value = this.value();
    return (item) => {
      const found = item?.[attribute];
      return found !== undefined && compares(found, operator, value);
    };
  }

  private name(): string {
    const token = this.next();
    if (!token.startsWith('#')) {
      // Stricter than DynamoDB: any other bare name may be one of its 573 reserved words.
      if (token !== 'pk' && token !== 'sk')
        throw invalid(`Attribute name is a reserved keyword or a syntax error: ${token}`);
      return token;
    }
    const name = this.request.ExpressionAttributeNames?.[token];
    if (name === undefined)
      throw invalid(
        `An expression attribute name used in the document path is not defined: ${token}`,
      );
    this.used.add(token);
    return name;
  }

  private value(): Attribute {
    const token = this.next();
    const value = this.request.ExpressionAttributeValues?.[token];
    if (!token.startsWith(':') || value === undefined)
      throw invalid(`An expression attribute value used in expression is not defined: ${token}`);
    this.used.add(token);
    return value;
  }

  private read(text: string): void {
    if (text === '') throw invalid('The expression can not be empty');
    if (Buffer.byteLength(text) > MAX_EXPRESSION_BYTES) {
      throw invalid('Expression size has exceeded the maximum allowed size');
    }
    this.tokens = text.match(/[#:]?\w+|<>|<=|>=|[^\s\w]/g) ?? [];
    this.operators = 0;
  }

  private counted(): void {
    this.operators += 1;
    if (this.operators > MAX_OPERATORS) throw invalid('The expression contains too many operators');
  }

  private next(): string {
    const token = this.tokens.shift();
    if (token === undefined) throw invalid('Syntax error: the expression ends too early');
    return token;
  }

  private taken(token: string): boolean {
    if (this.tokens[0] !== token) return false;
    this.tokens.shift();
    return true;
  }

  private takenWord(word: string): boolean {
    if (this.tokens[0]?.toUpperCase() !== word) return false;
    this.counted();
    this.tokens.shift();
    return true;
  }

  private expect(token: string): void {
    if (!this.taken(token))
      throw invalid(`Syntax error: expected ${token}, found ${this.tokens[0] ?? 'the end'}`);
  }

  private end(): void {
    if (this.tokens.length > 0) throw invalid(`Syntax error near ${this.tokens.join(' ')}`);
  }
}

function numberOf(value: Attribute): number {
  if (typeof value['N'] !== 'string')
    throw invalid('An operand in the update expression has an incorrect data type');
  return Number(value['N']);
}

function compares(found: Attribute, operator: string, value: Attribute): boolean {
  const same = JSON.stringify(found) === JSON.stringify(value);
  if (operator === '=') return same;
  if (operator === '<>') return !same;
  const order = orderOf(found, value);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      throw invalid(`Syntax error near ${operator}`);
  }
}

/** NaN, with which no comparison is true, for values of different types. */
function orderOf(a: Attribute, b: Attribute): number {
  if (typeof a['N'] === 'string' && typeof b['N'] === 'string')
    return Number(a['N']) - Number(b['N']);
  if (typeof a['S'] === 'string' && typeof b['S'] === 'string') {
    return Buffer.compare(Buffer.from(a['S']), Buffer.from(b['S']));
  }
  return NaN;
}
