import fc from 'fast-check';
import {
  NOTHING_SAID,
  type ParsedMessage,
  type PolicyType,
} from '../../../lib/core/denial/message';

/** A message made from the grammar, and what it says. */
export interface Made {
  readonly text: string;
  readonly says: ParsedMessage;
}

/** A piece of a message and what it adds to what the message says. */
interface Piece {
  readonly text: string;
  readonly says: Partial<ParsedMessage>;
}

const ACCOUNTS = ['111122223333', '444455556666', '999999999999'];
const NAMES = ['orders-api', 'Build_1', 'team.lead', 'AWSReservedSSO_Admin_0123456789abcdef', 'a'];

const name = fc.constantFrom(...NAMES);
const account = fc.constantFrom(...ACCOUNTS);

export const principal: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(account, name).map(([id, user]) => `arn:aws:iam::${id}:user/team/${user}`),
  fc
    .tuple(account, name, name)
    .map(([id, role, session]) => `arn:aws:sts::${id}:assumed-role/${role}/${session}@example.com`),
  account.map((id) => `arn:aws-us-gov:iam::${id}:root`),
  fc.constantFrom(
    'anonymous',
    'sns.amazonaws.com',
    '<redacted>',
    'arn:aws:sts::***:assumed-role/x/y',
  ),
);

export const action: fc.Arbitrary<string> = fc.constantFrom(
  's3:GetObject',
  'SNS:Publish',
  'sqs:createqueue',
  'apigateway:GET',
  'execute-api:Invoke',
  'ec2:RunInstances',
  'iam:PassRole',
  'bedrock:InvokeModelWithResponseStream',
);

const arn = fc.oneof(
  fc.tuple(account, name).map(([id, table]) => `arn:aws:dynamodb:eu-west-1:${id}:table/${table}`),
  account.map((id) => `arn:aws:ec2:eu-west-1:${id}:instance/*`),
  account.map((id) => `arn:aws:logs:eu-west-1:${id}:log-group:/aws/lambda/x:log-stream:`),
  fc.constantFrom('arn:aws:apigateway:eu-west-1::/restapis', '*', 'TopicOrQueueName', 'vaults/'),
);

const named = fc
  .tuple(fc.constantFrom('role', 'user', 'group', 'instance profile', 'access key'), name)
  .map(([noun, of]) => `${noun} ${of}`);

const key = fc
  .array(fc.constantFrom('in', '2026 report', 'x;y', "it's", 'a(b', 'b).csv'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => `arn:aws:s3:::invoices-bucket/${parts.join('/')}`);

export const resource: fc.Arbitrary<Piece> = fc.oneof(
  fc.oneof(arn, named).map((written) => ({
    text: ` on resource: ${written}`,
    says: { resource: written },
  })),
  key.map((written) => ({ text: ` on resource: "${written}"`, says: { resource: written } })),
  fc.constantFrom(
    { text: '', says: {} },
    { text: ' on the specified resource', says: {} },
    { text: ' on this resource', says: {} },
    { text: ' on the resource associated with this ciphertext', says: {} },
  ),
);

/** As AWS writes each type: implicit, explicit with its article. */
const TYPES: readonly (readonly [type: PolicyType, implicit: string, explicit: string])[] = [
  ['scp', 'service control policy', 'a service control policy'],
  ['rcp', 'resource control policy', 'a resource control policy'],
  ['vpcEndpoint', 'VPC endpoint policy', 'a VPC endpoint policy'],
  ['boundary', 'permissions boundary', 'a permissions boundary'],
  ['boundary', 'permissions boundary policy', 'a permissions boundary policy'],
  ['session', 'session policy', 'a session policy'],
  ['session', 'session policy', 'a sessions policy'],
  ['resource', 'resource-based policy', 'a resource-based policy'],
  ['roleTrust', 'role trust policy', 'the role trust policy'],
  ['identity', 'identity-based policy', 'an identity-based policy'],
];

const policyArn = fc.constantFrom(
  'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d',
  'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/resource_control_policy/p-0a1b2c3d',
  'arn:aws:iam::111122223333:policy/team/Deny.All',
  'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
);

export function clause(of: string): fc.Arbitrary<Piece> {
  const type = fc.constantFrom(...TYPES);
  const implicit = type.map(([policyType, written]): Piece => ({
    text: ` because no ${written} allows the ${of} action`,
    says: { effect: 'implicitDeny', policyType },
  }));
  const explicit = type.map(([policyType, , written]): Piece => ({
    text: ` with an explicit deny in ${written}`,
    says: { effect: 'explicitDeny', policyType },
  }));
  const withArn = fc
    .tuple(explicit, policyArn, fc.constantFrom(': ', ', with policy ARN: '))
    .map(([before, written, separator]): Piece => ({
      text: before.text + separator + written,
      says: { ...before.says, policyArn: written },
    }));
  const rare: readonly Piece[] = [
    { text: '', says: {} },
    { text: ' with an explicit deny', says: { effect: 'explicitDeny' } },
    {
      text: ' with an explicit deny in a VPC endpoint policy transitively through a service control policy',
      says: { effect: 'explicitDeny', policyType: 'vpcEndpoint', via: 'scp' },
    },
    {
      text: ' because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
      says: { ambiguous: true },
    },
  ];
  return fc.oneof(implicit, explicit, withArn, fc.constantFrom(...rare));
}

const id = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789abcdefghijklmnopqrstuvwxyz')),
  minLength: 24,
  maxLength: 25,
});

/** Base64url without padding: no length is one more than a multiple of four. */
const blob = fc.integer({ min: 20, max: 200 }).chain((groups) =>
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'),
    ),
    minLength: groups * 4 - 1,
    maxLength: groups * 4,
  }),
);

export const tail: fc.Arbitrary<Piece> = fc.oneof(
  fc.constant({ text: '', says: {} }),
  fc.constant({ text: '.', says: {} }),
  blob.map((text): Piece => ({
    text: `. Encoded authorization failure message: ${text}`,
    says: { encodedMessage: { text, cut: false } },
  })),
  id.map((authorizationId): Piece => ({
    text: `. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/${authorizationId} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${authorizationId}`,
    says: { authorizationId },
  })),
);

/** Any message of the grammar. */
export const made: fc.Arbitrary<Made> = fc
  .tuple(principal, action, resource, tail)
  .chain(([who, what, on, end]) =>
    clause(what).map((why): Made => {
      const sentence = `User: ${who} is not authorized to perform: ${what}${on.text}${why.text}${end.text}`;
      const says = { ...NOTHING_SAID, principal: who, action: what };
      return { text: sentence, says: { ...says, ...on.says, ...why.says, ...end.says } };
    }),
  );
