import { visible } from '../../alert/text/visible';
import type { Digest } from '../digest';
import { verdictOf } from './verdict';

/** Raised when a member goes or changes its meaning; new members come without. */
export const DIGEST_SCHEMA_VERSION = 1;

/**
 * A digest for programs: the whole model, after whether to worry. Indented JSON that ends with a line
 * break; docs/digest.md tells its members. Characters that cannot be seen are written as `\uXXXX`, which
 * is the same string to a program.
 */
export function digestJson(digest: Digest): string {
  const { level, says, notes } = verdictOf(digest);
  const value = {
    schemaVersion: DIGEST_SCHEMA_VERSION,
    kind: 'digest',
    verdict: { level, says, notes },
    ...digest,
  };
  return `${JSON.stringify(value, null, 2).split('\n').map(visible).join('\n')}\n`;
}
