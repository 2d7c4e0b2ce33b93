import fc from 'fast-check';
import type { RequestPrincipal } from '../../../lib/core/policy/request';
import type { CasePolicies, CaseRequest, Named } from './build';

const SESSION = 'arn:aws:sts::111122223333:assumed-role/reader/x';
const ROLE = 'arn:aws:iam::111122223333:role/reader';
const USER = 'arn:aws:iam::111122223333:user/ana';
const ROOT = 'arn:aws:iam::111122223333:root';
const OTHER = 'arn:aws:iam::444455556666:root';

/** Keys that the generated conditions ask for. */
export const KEYS = ['aws:SourceVpce', 'aws:PrincipalTag/team'];
/** Values that the generated conditions ask for, and that requests have. */
export const VALUES = ['a', 'b'];

const actions = fc.constantFrom(
  '*',
  's3:*',
  's3:Get*',
  's3:GetObject',
  'S3:getobject',
  's3:PutObject',
  's3:?etObject',
  'ec2:*',
  's*:GetObject',
);
const resources = fc.constantFrom(
  '*',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::b/k',
  'arn:aws:s3:::?/k',
  'arn:aws:s3:::c/*',
  'arn:aws:s3:::*k',
);
const oneOrMore = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | readonly T[]> =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));

const condition = fc.dictionary(
  fc.constantFrom('StringEquals', 'StringNotEquals'),
  fc.dictionary(fc.constantFrom(...KEYS), oneOrMore(fc.constantFrom(...VALUES)), {
    minKeys: 1,
    maxKeys: 2,
  }),
  { minKeys: 1, maxKeys: 2 },
);

const elements = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  action: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), oneOrMore(actions)),
  resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), oneOrMore(resources)),
  condition: fc.option(condition, { freq: 2 }),
});

/** A statement of a policy that names no principals. */
export const statement: fc.Arbitrary<Readonly<Record<string, unknown>>> = elements.map(
  ({ Effect, action, resource, condition: Condition }) => ({
    Effect,
    [action[0]]: action[1],
    [resource[0]]: resource[1],
    ...(Condition === null ? {} : { Condition }),
  }),
);

const principal = fc.oneof(
  fc.constant('*'),
  fc.record({ AWS: oneOrMore(fc.constantFrom(SESSION, ROLE, USER, ROOT, OTHER)) }),
);

/** A statement of a resource-based policy. */
export const resourceStatement: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .tuple(statement, principal)
  .map(([one, Principal]) => ({ ...one, Principal }));

const policy = (
  one: fc.Arbitrary<Readonly<Record<string, unknown>>>,
  name: string,
): fc.Arbitrary<Named> =>
  fc
    .oneof(one, fc.array(one, { maxLength: 5 }))
    .map((Statement) => ({ [name]: { Version: '2012-10-17', Statement } }));

const several = (name: string): fc.Arbitrary<Named> =>
  fc
    .array(policy(statement, name), { minLength: 1, maxLength: 3 })
    .map((list) =>
      Object.fromEntries(list.map((one, i) => [`${name}${i}`, Object.values(one)[0]])),
    );

/** Policies of every layer that binds users and roles; each may be absent. */
export const policies: fc.Arbitrary<CasePolicies> = fc.record(
  {
    identity: several('identity'),
    boundary: policy(statement, 'boundary'),
    session: policy(statement, 'session'),
    scp: fc.array(several('scp'), { minLength: 1, maxLength: 3 }),
    resource: policy(resourceStatement, 'resource'),
  },
  { requiredKeys: [] },
);

const principals: readonly RequestPrincipal[] = [
  { kind: 'role', arn: ROLE, sessionArn: SESSION, accountId: '111122223333', serviceLinked: false },
  { kind: 'user', arn: USER, accountId: '111122223333' },
];

/** A request of which everything is known. */
export const knownRequest: fc.Arbitrary<CaseRequest> = fc.record({
  principal: fc.constantFrom(...principals),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:getobject', 'ec2:StartInstances'),
  resource: fc.constantFrom('arn:aws:s3:::b/k', 'arn:aws:s3:::c/d/k', '*'),
  resourceAccountId: fc.constantFrom('111122223333', '111122223333', '444455556666'),
  context: fc.record({
    'aws:SourceVpce': fc.constantFrom<(string | null)[]>(...VALUES, null),
    'aws:PrincipalTag/team': fc.constantFrom<(string | null)[]>(...VALUES, null),
  }),
});
