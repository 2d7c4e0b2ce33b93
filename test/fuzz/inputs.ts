import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../lib/core/record/json';
import { hostileText } from '../core/alert/hostile';
import { damaged, input, json } from '../core/record/arbitrary';
import { deniedGetItem } from '../support/records';

const sample = path.join(__dirname, '../../samples/one-week/cloudtrail.json.gz');

/** One record of each kind of denial in the sample week. */
function sampleDenials(): readonly JsonObject[] {
  const log = JSON.parse(gunzipSync(readFileSync(sample)).toString('utf8')) as {
    readonly Records: readonly JsonObject[];
  };
  const kinds = new Map<string, JsonObject>();
  for (const record of log.Records) {
    const { eventSource, eventName, errorCode, errorMessage } = record;
    if (typeof errorCode !== 'string') continue;
    const message = typeof errorMessage === 'string' ? errorMessage.slice(-60) : '';
    kinds.set(JSON.stringify([eventSource, eventName, errorCode, message]), record);
  }
  return [deniedGetItem(), ...kinds.values()];
}

/** Text that AWS's grammar, a shell, a log or one of the channels could take for more than text. */
const text = fc.oneof(
  hostileText(),
  fc.constantFrom(
    'arn:aws:iam::111122223333:role/<!here>',
    'arn:aws:s3:::b`b/*_~|key\u0000\u0007',
    'arn:aws:sts::111122223333:assumed-role/r/$(reboot)',
    'arn::::::',
    `arn:aws:s3:::${'*?'.repeat(2000)}`,
    'User: x is not authorized to perform: s3:GetObject on resource: "y\nz" with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o/p',
    `User: ${'a '.repeat(3000)}is not authorized to perform: `,
    'Encoded authorization failure message: AAAA',
    '__proto__',
    'constructor',
    '=HYPERLINK("https://evil.example")',
    '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007',
    '2026-13-45T99:99:99Z',
    '-1',
    '1e999',
  ),
);

/** What stands in place of a value: anything. */
const value: fc.Arbitrary<Json> = fc.oneof({ weight: 3, arbitrary: text }, json);

/** One change of a record: at which of its values, what happens to it. */
interface Change {
  readonly at: number;
  readonly how: 'replace' | 'drop' | 'append' | 'rename' | 'wrap';
  readonly value: Json;
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(60),
  how: fc.constantFrom('replace', 'replace', 'append', 'append', 'drop', 'rename', 'wrap'),
  value,
  text,
});

/** A copy of a value in which the n-th of all nested values is changed. */
function changed(root: Json, { at, how, value: other, text: more }: Change): Json {
  let left = at;
  const visit = (node: Json): Json => {
    left -= 1;
    if (left < 0 && left >= -1) {
      if (how === 'replace') return other;
      if (how === 'wrap') return [node, other];
      if (how === 'append' && typeof node === 'string') return node + more;
    }
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    const members = Object.entries(node).flatMap(([name, member]) => {
      const here = left === 0;
      const next = visit(member as Json);
      if (here && how === 'drop') return [];
      return [[here && how === 'rename' ? more : name, next] as const];
    });
    return Object.fromEntries(members);
  };
  return visit(root);
}

/** Denials as CloudTrail writes them, with one to six values broken. */
const mutated: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...sampleDenials()),
    fc.array(change, { minLength: 1, maxLength: 6 }),
    fc.constantFrom('', '\n', '{"Records":['),
  )
  .map(
    ([record, changes, before]) => before + JSON.stringify(changes.reduce<Json>(changed, record)),
  );

/** Denials with hostile text behind the names that messages and alerts are made of. */
const renamed: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...sampleDenials()),
    text,
    fc.constantFrom('role/', 'assumed-role/', ':::'),
  )
  .map(([record, hostile, mark]) =>
    JSON.stringify(record, (_, member: unknown) =>
      typeof member === 'string' && member.includes(mark)
        ? member.replaceAll(mark, () => `${mark}${hostile}`)
        : member,
    ),
  );

/** Bytes as they would be read from a file or a pipe. */
const bytes = fc.uint8Array({ maxLength: 400 }).map((all) => Buffer.from(all).toString('utf8'));

/** Anything that may be given to Denywatch. */
export const anyInput: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 3, arbitrary: renamed },
  { weight: 1, arbitrary: json.map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: input.map((one) => one.text) },
  { weight: 1, arbitrary: damaged },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: bytes },
);
