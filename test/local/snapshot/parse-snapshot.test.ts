import fc from 'fast-check';
import { parseSnapshot, SnapshotError } from '../../../lib/local/snapshot/parse-snapshot';

const ACCOUNT = '111122223333';

/** A snapshot with one of everything; `change` makes it wrong. */
function snapshotWith(change: (file: Record<string, unknown>) => void = () => undefined): string {
  const document = { Version: '2012-10-17', Statement: [] };
  const policy = { arn: 'arn:aws:organizations::aws:policy/p-1', name: 'one', document };
  const file = {
    version: 1,
    takenAt: '2026-11-20T08:00:00Z',
    organization: {
      id: 'o-a1b2c3d4e5',
      managementAccountId: '999999999999',
      accounts: { [ACCOUNT]: { path: ['r-ab12'] } },
      serviceControlPolicies: { 'r-ab12': [policy] },
      resourceControlPolicies: {},
    },
    accounts: {
      [ACCOUNT]: {
        authorizationDetails: {
          UserDetailList: [{ UserName: 'mara', Arn: 'arn:aws:iam::111122223333:user/mara' }],
          GroupDetailList: [],
          RoleDetailList: [
            {
              RoleName: 'reader',
              Arn: 'arn:aws:iam::111122223333:role/reader',
              AssumeRolePolicyDocument: document,
              Tags: [{ Key: 'team', Value: 'pay' }],
            },
          ],
          Policies: [],
        },
        resourcePolicies: { 'arn:aws:s3:::reports': '%7B%22Statement%22%3A%5B%5D%7D' },
      },
    },
  };
  const copy: Record<string, unknown> = structuredClone(file);
  change(copy);
  return JSON.stringify(copy);
}

/** Sets a value at a path of keys. */
function at(...path: readonly (string | number)[]): (value: unknown) => string {
  return (value) =>
    snapshotWith((file) => {
      let place: object = file;
      for (const key of path.slice(0, -1)) place = Reflect.get(place, key) as object;
      Reflect.set(place, path.at(-1) ?? '', value);
    });
}

function errorOf(text: string): string {
  try {
    parseSnapshot(text);
  } catch (error) {
    if (error instanceof SnapshotError) return error.message;
    throw error;
  }
  return 'no error';
}

const DETAILS = ['accounts', ACCOUNT, 'authorizationDetails'] as const;
const WRONG = 'the snapshot is not of the expected shape: ';

test.each<[string, string, string]>([
  [
    'another version',
    at('version')(2),
    'version: expected 1 (this version of denywatch reads no other), found 2',
  ],
  [
    'no version',
    at('version')(undefined),
    'version: expected 1 (this version of denywatch reads no other), found nothing',
  ],
  [
    'a field of the wrong type',
    at(...DETAILS, 'RoleDetailList', 0, 'RoleName')(7),
    'accounts["111122223333"].authorizationDetails.RoleDetailList[0].RoleName: expected a text, found 7',
  ],
  [
    'a field that is missing',
    at(...DETAILS, 'UserDetailList', 0, 'Arn')(undefined),
    'accounts["111122223333"].authorizationDetails.UserDetailList[0].Arn: expected a text, found nothing',
  ],
  [
    'an object for a list',
    at(...DETAILS, 'Policies')({}),
    'accounts["111122223333"].authorizationDetails.Policies: expected a list, found an object',
  ],
  ['a list for an object', at('accounts')([]), 'accounts: expected an object, found a list'],
  [
    'null for what was not collected',
    at('accounts', ACCOUNT, 'resourcePolicies')(null),
    'accounts["111122223333"].resourcePolicies: expected an object, found null',
  ],
  [
    'a document that is neither object nor text',
    at('accounts', ACCOUNT, 'resourcePolicies', 'arn:aws:s3:::reports')(true),
    'accounts["111122223333"].resourcePolicies["arn:aws:s3:::reports"]: expected a policy document (an object, or its URL-encoded text), found true',
  ],
  [
    'a document that is a list',
    at(...DETAILS, 'RoleDetailList', 0, 'AssumeRolePolicyDocument')([]),
    'accounts["111122223333"].authorizationDetails.RoleDetailList[0].AssumeRolePolicyDocument: expected a policy document (an object, or its URL-encoded text), found a list',
  ],
  [
    'a policy of the organization without document',
    at('organization', 'serviceControlPolicies', 'r-ab12', 0, 'document')(undefined),
    'organization.serviceControlPolicies["r-ab12"][0].document: expected a policy document (an object, or its URL-encoded text), found nothing',
  ],
  [
    'an account of the organization without path',
    at('organization', 'accounts', ACCOUNT)({}),
    'organization.accounts["111122223333"].path: expected a list, found nothing',
  ],
  [
    'a text for an account',
    at('accounts', ACCOUNT)('\u202e'.repeat(3)),
    'accounts["111122223333"]: expected an object, found the text "\\u202e\\u202e\\u202e"',
  ],
  ['a list for the file', '[]', 'the top level: expected an object, found a list'],
  ['a text for the file', '"x"', 'the top level: expected an object, found the text "x"'],
])('names the place of %s', (_, text, message) => {
  expect(errorOf(text)).toBe(WRONG + message);
});

test('lists five problems and counts the others', () => {
  const many = at(...DETAILS, 'RoleDetailList')(Array.from({ length: 4 }, () => ({})));

  expect(errorOf(many).split('; ')).toHaveLength(6);
  expect(errorOf(many)).toMatch(/; and 3 more$/);
});

test.each<[string, string, string]>([
  ['an empty file', '', 'line 1, column 1: expected a value, found the end of the text'],
  [
    'a file that was cut off',
    '{"version": 1,\n "accounts": {"1": ',
    'line 2, column 20: expected a value, found the end of the text',
  ],
  [
    'a text that was cut off',
    '{"version": 1,\n\n "takenAt": "2026',
    'line 3, column 18: expected a string that ends on its line, with valid escapes, found the end of the text',
  ],
  [
    'a comma too many',
    '{\n  "version": 1,\n}',
    'line 3, column 1: expected a name in double quotes, found "}"',
  ],
  [
    'a comma that is missing',
    '{"version": 1\n"accounts": {}}',
    'line 2, column 1: expected "," or the closing bracket, found "\\"accounts\\": {}}"',
  ],
  [
    'a name without quotes',
    '{version: 1}',
    'line 1, column 2: expected a name in double quotes or "}", found "version: 1}"',
  ],
  ['two objects', '{} {}', 'line 1, column 4: expected the end of the file, found "{}"'],
  ['no colon', '{"a" 1}', 'line 1, column 6: expected ":" after the name, found "1}"'],
  ['a wrong bracket', '[1}', 'line 1, column 3: expected "," or the closing bracket, found "}"'],
  ['a number that is none', '[01]', 'line 1, column 2: expected a value or "]", found "01]"'],
])('says where JSON ends: %s', (_, text, message) => {
  expect(errorOf(text)).toBe(`the snapshot is not JSON: ${message}`);
});

test('a place is found in every text that JSON.parse refuses', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '}', ']', ',', ':', '\\', 'x', '\n', '0'))
    .map(([json, seed, sign]) => {
      const place = seed % (json.length + 1);
      return json.slice(0, place) + sign + json.slice(place + (seed % 2));
    });
  fc.assert(
    fc.property(broken, (text) => {
      const found = /^the snapshot is not JSON: line (\d+), column (\d+): /.exec(errorOf(text));
      expect(found !== null).toBe(!parses(text));
      if (found === null) return;
      const lines = text.split('\n');
      expect(Number(found[1])).toBeLessThanOrEqual(lines.length);
      expect(Number(found[2])).toBeLessThanOrEqual((lines[Number(found[1]) - 1] ?? '').length + 1);
    }),
    { numRuns: 2000 },
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('deep nesting that breaks off costs neither the stack nor the time', () => {
  expect(errorOf('[{"a":'.repeat(200_000))).toBe(
    'the snapshot is not JSON: line 1, column 1200001: expected a value, found the end of the text',
  );
});

test('what the AWS CLI prints beyond what is needed does no harm', () => {
  const text = snapshotWith((file) => {
    Object.assign(file, { madeBy: 'hand', IsTruncated: false });
  });
  const more = at(...DETAILS, 'RoleDetailList', 0, 'RoleLastUsed')({ Region: 'eu-west-1' });

  expect(parseSnapshot(text)).toEqual(parseSnapshot(snapshotWith()));
  expect(parseSnapshot(more)).toEqual(parseSnapshot(snapshotWith()));
});

test('a byte order mark, as some editors write it, is no part of the text', () => {
  expect(parseSnapshot(`\ufeff${snapshotWith()}`)).toEqual(parseSnapshot(snapshotWith()));
});
