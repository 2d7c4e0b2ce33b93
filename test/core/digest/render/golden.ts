import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, '../../../golden/digest');

/**
 * The golden text of that name. With UPDATE_GOLDEN=1 it is written first: look at the difference
 * before it is committed.
 */
export function golden(name: string, actual: string): string {
  const file = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  if (!existsSync(file)) throw new Error(`no golden file ${name}: run with UPDATE_GOLDEN=1`);
  return readFileSync(file, 'utf8');
}
