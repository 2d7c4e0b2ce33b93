/** A policy document that cannot be read; the message says where and what was expected. */
export class InvalidPolicy extends Error {
  override readonly name = 'InvalidPolicy';
}

/** What is left of the number of strings that one document may hold. */
export interface Budget {
  strings: number;
  characters: number;
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; undefined when there is none, whatever the prototype has. */
export function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A value for an error message: JSON, cut after 60 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/**
 * A single string or a list of strings, as a list.
 *
 * @throws InvalidPolicy for anything else, and when the document holds more than its budget.
 */
export function stringList(value: unknown, place: string, budget: Budget): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item, i) => {
    if (typeof item !== 'string') {
      const where = Array.isArray(value) ? `${place}[${i}]` : place;
      throw new InvalidPolicy(`${where} must be a string, found ${shown(item)}`);
    }
    budget.strings -= 1;
    budget.characters -= item.length;
    if (budget.strings < 0 || budget.characters < 0) {
      throw new InvalidPolicy(`${place}: the document is larger than any policy that AWS accepts`);
    }
    return item;
  });
}
