import fc from 'fast-check';
import type { Digest } from '../../../lib/core/digest/digest';

/** Texts that would mean something to a terminal, a chat, a spreadsheet or a parser. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '=HYPERLINK("http://evil.example","x")',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    'a","b\r\n"=1',
    'x;=cmd|calc',
    '<!channel> <@U1> <http://evil.example|here> & *bold* `code` _i_',
    '<at>everybody</at>',
    '\u001b[2J\u202egnp.exe',
    '\ud800',
    '\r\n\r\nNothing to worry about.',
    '</script><script>alert(1)</script>',
    '`'.repeat(9),
    '"x" & <y>',
    'A'.repeat(20_000),
  ),
);

/** The digest with every text that may come from a record replaced. */
export function poisoned(digest: Digest, text: string): Digest {
  const own = new Set(['attack', 'Europe/Berlin']);
  const names = new Set([
    'headline',
    'principal',
    'principalArn',
    'action',
    'service',
    'resource',
    'accountId',
    'owner',
    'by',
    'why',
    'remedy',
    'remedyOwner',
    'name',
    'key',
    'userAgent',
    'sourceIpAddress',
    'accessKeyId',
    'region',
    'advice',
    'gap',
    'groupId',
    'id',
    'principalType',
    'layer',
    'entry',
  ]);
  const lists = new Set(['steps', 'gaps', 'allows', 'idle', 'callers', 'services']);
  const change = (value: unknown, name: string): unknown => {
    if (Array.isArray(value))
      return value.map((item: unknown) =>
        typeof item === 'string' && lists.has(name) ? text : change(item, name),
      );
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key,
          key === 'standing' ? { ...(inner as object), by: text } : change(inner, key),
        ]),
      );
    return typeof value === 'string' && names.has(name) && !own.has(value) ? text : value;
  };
  return change(digest, '') as Digest;
}
