import { visible } from '../text/visible';
import { laidOut, type Notation } from './layout';

const JSON_NOTATION: Notation = {
  key: (name) => JSON.stringify(name),
  scalar: (value) => JSON.stringify(value),
  trailingComma: '',
};

/**
 * A statement or policy document as JSON for people: the members below each other, what is short and
 * simple (a list of actions, one condition) on one line. The unseen is written as `\uXXXX`, which is
 * the same JSON.
 */
export function jsonLines(value: object): readonly string[] {
  return laidOut(value, JSON_NOTATION).map(visible);
}

/** {@link jsonLines} as one text. */
export function jsonText(value: object): string {
  return jsonLines(value).join('\n');
}

/** A whole policy document with one statement, as the console's editor takes it. */
export function policyDocument(statement: object): object {
  return { Version: '2012-10-17', Statement: [statement] };
}
