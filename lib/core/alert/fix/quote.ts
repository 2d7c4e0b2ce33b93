import { visible } from '../text/visible';

/**
 * A string literal of HCL. A `$` or `%` before `{` is doubled, or Terraform would fill in a value:
 * `${aws:username}` of a policy must reach AWS as it is.
 *
 * Follows: HCL native syntax specification, "Template expressions", "Quoted templates".
 */
export function hclString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[$%](?=\{)/g, '$&$&');
  return `"${visible(escaped)}"`;
}

/** A string literal of TypeScript in single quotes. */
export function tsString(text: string): string {
  const escaped = text
    .replace(/['\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${visible(escaped)}'`;
}

/** The words of a text: runs of ASCII letters and digits, `WriteUploads` being two. */
function wordsOf(text: string): readonly string[] {
  const parted = text.slice(0, 256).replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
  return (parted.match(/[A-Za-z0-9]+/g) ?? []).slice(0, 8);
}

/** `payments_worker`: a name that Terraform accepts. */
export function snakeCase(text: string, otherwise: string): string {
  return legal(wordsOf(text).join('_').toLowerCase(), otherwise);
}

/** `PaymentsWorker`: an id of a construct. */
export function pascalCase(text: string, otherwise: string): string {
  const joined = wordsOf(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return legal(joined, otherwise);
}

/** `paymentsWorker`: a name of a variable. */
export function camelCase(text: string, otherwise: string): string {
  const pascal = pascalCase(text, otherwise);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** A name must not start with a digit, nor be empty. */
function legal(name: string, otherwise: string): string {
  if (name === '') return otherwise;
  return /^\d/.test(name) ? `${otherwise}_${name}` : name;
}
