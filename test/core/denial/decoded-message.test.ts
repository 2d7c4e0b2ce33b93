import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  decodedMessageOf,
  looksLikeDecodedMessage,
  parseDecodedMessage,
} from '../../../lib/core/denial/decoded-message';
import { readLenientJson } from '../../../lib/core/denial/lenient-json';

const items = (...values: unknown[]) => ({ items: values });
const values = (...texts: string[]) => items(...texts.map((value) => ({ value })));
const condition = (key: string, ...texts: string[]) => ({ key, values: values(...texts) });

/** As in the AWS CLI reference, `sts decode-authorization-message`. */
const DECODED = {
  allowed: false,
  explicitDeny: true,
  matchedStatements: items({
    statementId: 'DenyLargeInstances',
    effect: 'DENY',
    principals: values('AROA123456789EXAMPLE'),
    principalGroups: items(),
    actions: values('ec2:RunInstances', 'ec2:StartInstances'),
    resources: values('*'),
    conditions: items(),
  }),
  failures: items(),
  context: {
    principal: {
      id: 'AROA123456789EXAMPLE:Ana',
      arn: 'arn:aws:sts::111122223333:assumed-role/Developer/Ana',
    },
    action: 'RunInstances',
    resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
    conditions: items(
      condition('ec2:InstanceType', 't2.micro'),
      condition('aws:TagKeys', 'team', 'cost'),
      condition('aws:Service', 'ec2'),
    ),
  },
};

const READ = {
  allowed: false,
  explicitDeny: true,
  matchedStatements: [
    {
      sid: 'DenyLargeInstances',
      effect: 'deny',
      actions: ['ec2:RunInstances', 'ec2:StartInstances'],
      resources: ['*'],
    },
  ],
  principalArn: 'arn:aws:sts::111122223333:assumed-role/Developer/Ana',
  action: 'ec2:RunInstances',
  resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
  context: new Map([
    ['ec2:InstanceType', ['t2.micro']],
    ['aws:TagKeys', ['team', 'cost']],
    ['aws:Service', ['ec2']],
  ]),
};

const withContext = (context: object) => ({
  ...DECODED,
  context: { ...DECODED.context, ...context },
});

const read = (value: unknown) => {
  const found = parseDecodedMessage(JSON.stringify(value));
  return found.ok ? found.message : found;
};

describe('parseDecodedMessage', () => {
  it.each([
    ['the object', JSON.stringify(DECODED)],
    ['the object in lines', JSON.stringify(DECODED, null, 4)],
    ['what the CLI prints', JSON.stringify({ DecodedMessage: JSON.stringify(DECODED) }, null, 4)],
  ])('reads %s', (_, text) => {
    expect(parseDecodedMessage(text)).toEqual({ ok: true, message: READ, whole: true });
  });

  it.each([
    ['the closing brace is missing', (text: string) => text.slice(0, -1)],
    ['something stands behind it', (text: string) => `${text} $`],
    ['the command stands before it', (text: string) => `$ aws sts decode-…\n${text}`],
    [
      'a terminal wrapped it in the middle of a string',
      (text: string) => `${text.slice(0, 200)}\n${text.slice(200)}`,
    ],
  ])('reads it all although %s', (_, change) => {
    const text = change(JSON.stringify({ DecodedMessage: JSON.stringify(DECODED) }));
    expect(parseDecodedMessage(text)).toEqual({ ok: true, message: READ, whole: false });
  });

  it('reads what its author left of it', () => {
    const text = JSON.stringify(DECODED, null, 2).replace(
      /"conditions": \{\n {6}"items": [^]*$/,
      '"conditions": {\n(...)\n    }\n  }\n}',
    );
    expect(parseDecodedMessage(text)).toEqual({
      ok: true,
      message: { ...READ, context: new Map() },
      whole: false,
    });
  });

  it('leaves out what was cut in the middle', () => {
    const text = JSON.stringify(DECODED);
    const cut = text.slice(0, text.indexOf('"cost"'));
    expect(parseDecodedMessage(cut)).toMatchObject({
      ok: true,
      whole: false,
      message: { context: new Map([['ec2:InstanceType', ['t2.micro']]]) },
    });
    const inResource = text.slice(0, text.indexOf('instance/*'));
    expect(parseDecodedMessage(inResource)).toMatchObject({ message: { resource: null } });
  });

  it('never makes up anything from a beginning', () => {
    const text = JSON.stringify({ DecodedMessage: JSON.stringify(DECODED) });
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        const found = parseDecodedMessage(text.slice(0, length));
        if (!found.ok) return;
        const { message } = found;
        expect([READ.principalArn, null]).toContain(message.principalArn);
        expect([READ.action, 'RunInstances', null]).toContain(message.action);
        expect([READ.resource, null]).toContain(message.resource);
        expect(READ.matchedStatements).toEqual(
          expect.arrayContaining([...message.matchedStatements]),
        );
        for (const [key, texts] of message.context) expect(READ.context.get(key)).toEqual(texts);
      }),
    );
  });

  it.each([
    ['', ''],
    ['Invalid encoded message', 'Invalid encoded message'],
    ['[]', '[]'],
    ['{"a":1}', '{"a":1}'],
    [`{"a":"${'x'.repeat(300)}"}`, `{"a":"${'x'.repeat(114)}…`],
  ])('says what it expected and what it found in %j', (text, found) => {
    expect(parseDecodedMessage(text)).toEqual({
      ok: false,
      expected: 'a decoded authorization message: JSON with "explicitDeny" and "context"',
      found,
    });
  });

  it('knows an explicit deny by its statement', () => {
    const rest = { ...DECODED, explicitDeny: undefined };
    expect(read(rest)).toMatchObject({ explicitDeny: true });
    expect(read({ ...rest, matchedStatements: items() })).toMatchObject({ ok: false });
  });

  it('has no name for a statement without one', () => {
    const statement = {
      statementId: '',
      effect: 'ALLOW',
      actions: values('*'),
      resources: items(),
    };
    const odd = { statementId: 'x', effect: 'MAYBE' };
    expect(
      read({ ...DECODED, matchedStatements: items(statement, odd, 'text', null) }),
    ).toMatchObject({
      matchedStatements: [{ sid: null, effect: 'allow', actions: ['*'], resources: [] }],
    });
  });

  it.each<[string, object, string | null]>([
    ['keeps a prefix', { action: 'iam:PassRole' }, 'iam:PassRole'],
    [
      'takes it from the resource',
      { action: 'RunInstances', conditions: items() },
      'ec2:RunInstances',
    ],
    [
      'takes it from the service where the resource has none',
      { action: 'DescribeInstances', resource: '*' },
      'ec2:DescribeInstances',
    ],
    [
      'does not choose between two: the API may be another service’s',
      { action: 'PassRole', resource: 'arn:aws:iam::111122223333:role/web' },
      'PassRole',
    ],
    ['does not guess', { action: 'PassRole', resource: '*', conditions: items() }, 'PassRole'],
    ['has none', { action: null }, null],
  ])('%s', (_, context, action) => {
    expect(read(withContext(context))).toMatchObject({ action });
  });

  it('joins what AWS lists twice, and survives odd types', () => {
    const conditions = items(
      condition('k', 'a'),
      condition('k', 'b'),
      condition('__proto__', 'x'),
      { key: 7 },
      { key: 'n', values: items({ value: 5 }, 'x') },
      [],
    );
    const found = decodedMessageOf(
      JSON.parse(JSON.stringify(withContext({ conditions }))) as object as never,
    );
    expect(found.ok && [...found.message.context]).toEqual([
      ['k', ['a', 'b']],
      ['__proto__', ['x']],
      ['n', []],
    ]);
  });
});

describe('looksLikeDecodedMessage', () => {
  it.each([JSON.stringify(DECODED).slice(0, 90), '{ "DecodedMessage": "{\\"allowed\\"'])(
    'recognises %j',
    (text) => {
      expect(looksLikeDecodedMessage(text)).toBe(true);
    },
  );

  it.each(['', 'explicitDeny', '{"errorCode":"AccessDenied"}', 'with an explicit deny'])(
    'does not take %j for one',
    (text) => {
      expect(looksLikeDecodedMessage(text)).toBe(false);
    },
  );
});

describe('readLenientJson', () => {
  it('reads every JSON as JSON.parse does', () => {
    const json = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readLenientJson(text)).toEqual({ value: JSON.parse(text) as unknown, whole: true });
      }),
      { numRuns: 300 },
    );
  });

  it('survives any text', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'true',
      '1e5',
      '(...)',
      '\n',
      '\\u00',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 60 }), (parts) => {
        const { value, whole } = readLenientJson(parts.join(''));
        expect(whole && value === undefined).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('does not follow brackets without end', () => {
    expect(readLenientJson('['.repeat(200_000)).whole).toBe(false);
    expect(readLenientJson('{"a":'.repeat(200_000)).whole).toBe(false);
  });
});

/** Published decoded messages, where they are at hand, with what could be summed up of them. */
interface Published {
  readonly text: string;
  readonly summary?: {
    readonly explicitDeny: boolean;
    readonly action: string;
    readonly resource: string;
    readonly principalArn: string;
    readonly conditionKeys: number;
  };
}

it('reads every published decoded message', () => {
  const file = path.resolve(__dirname, '../../../../shared/corpus/decoded.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const wrong = lines
    .map((line) => JSON.parse(line) as Published)
    .filter(({ text, summary }) => {
      const found = parseDecodedMessage(text);
      if (!found.ok || found.message.action === null) return true;
      if (summary === undefined) return false;
      const { explicitDeny, action, resource, principalArn, context } = found.message;
      const got = { explicitDeny, action, resource, principalArn, conditionKeys: context.size };
      return Object.entries(got).some(
        ([key, value]) => summary[key as keyof typeof summary] !== value,
      );
    });
  expect(wrong).toEqual([]);
});
