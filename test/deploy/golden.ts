import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReceivedAlert } from './alerts';

const FOLDER = path.join(__dirname, 'golden');

/**
 * Compares an alert with its golden file. With UPDATE_GOLDEN=1 the file is written instead: look at
 * the difference before it is committed.
 *
 * @throws Error with the first line that differs
 */
export function compareWithGolden(name: string, alert: ReceivedAlert): void {
  compareTextWithGolden(`${slug(name)}.txt`, textOf(alert));
}

/**
 * The same for any text.
 *
 * @param file below the folder of golden files
 * @throws Error with the first line that differs
 */
export function compareTextWithGolden(file: string, text: string): void {
  const place = path.join(FOLDER, file);
  const actual = `${text.trimEnd().replace(READ_AT, '(when the policies were read)')}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, actual);
  }
  if (!existsSync(place)) throw new Error(`no golden file ${place}: run with UPDATE_GOLDEN=1`);
  const golden = readFileSync(place, 'utf8');
  if (actual === golden) return;
  const [is, should] = [actual.split('\n'), golden.split('\n')];
  const at = is.findIndex((line, index) => line !== should[index]);
  const line = at < 0 ? is.length : at;
  throw new Error(
    `${place}:${line + 1}\nexpected ${should[line] ?? '(the end)'}\nfound    ${is[line] ?? '(the end)'}`,
  );
}

/** What people would miss if it were different: the subject, what filters see, and the whole text. */
function textOf({ subject, attributes, body }: ReceivedAlert): string {
  const labels = Object.entries(attributes).map(([name, value]) => `${name}=${value}`);
  return `${subject}\n${labels.join(' ')}\n\n${String(body['text'])}`;
}

/** The one thing that differs from run to run; the times of records have no milliseconds. */
const READ_AT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** A name as part of a file's name. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
}
