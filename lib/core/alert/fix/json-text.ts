import { visible } from '../text/visible';

/** Indented JSON of a statement, the unseen as `\uXXXX`: the same JSON, and nothing hidden in it. */
export function jsonText(value: object): string {
  return jsonLines(value).join('\n');
}

/** {@link jsonText}, line by line. */
export function jsonLines(value: object): readonly string[] {
  return JSON.stringify(value, null, 2).split('\n').map(visible);
}

/** A whole policy document with one statement, as the console's editor takes it. */
export function policyDocument(statement: object): object {
  return { Version: '2012-10-17', Statement: [statement] };
}
