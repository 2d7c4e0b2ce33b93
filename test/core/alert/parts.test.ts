import { headline } from '../../../lib/core/alert/headline';
import { linksOf, type LinkOptions } from '../../../lib/core/alert/look/links';
import { checkCommand } from '../../../lib/core/alert/look/check';
import { shellArgument } from '../../../lib/core/alert/look/shell';
import { markOf } from '../../../lib/core/alert/mark';
import { alertMessage } from '../../../lib/core/alert/message';
import { principalName } from '../../../lib/core/alert/names/principal-name';
import { resourceWords } from '../../../lib/core/alert/names/resource-name';
import { sureOf } from '../../../lib/core/alert/sure';
import { severityOf } from '../../../lib/core/alert/severity';
import { cutEnd, cutMiddle, oneLine, visible } from '../../../lib/core/alert/text/visible';
import { howOften } from '../../../lib/core/alert/text/words';
import { plain, toPhrase } from '../../../lib/core/alert/text/phrase';
import { cutBytes, utf8Length } from '../../../lib/core/alert/text/utf8';
import type { ContextValue, PrincipalType } from '../../../lib/core/denial/denial';
import type { StatementRef } from '../../../lib/core/policy/layer';
import { denialOf, explainedOf, inputOf, principalOf, statementOf, type Wanted } from './build';

function headlineOf(wanted: Wanted): string {
  const { mark, headline: pieces } = alertMessage(inputOf(wanted));
  expect(pieces).toEqual(
    headline(denialOf(wanted), mark, principalName(principalOf(wanted.principal))),
  );
  return plain(pieces);
}

const resource = (arn: string | null): NonNullable<Wanted['denial']> => ({
  resource: { arn, named: null, accountId: null },
});

describe('the headline', () => {
  it.each<[string, Wanted, string]>([
    [
      'an action that takes no resource, where it was',
      { denial: { ...resource('*'), action: 's3:ListAllMyBuckets' } },
      'payments-worker was denied s3:ListAllMyBuckets in eu-central-1',
    ],
    [
      'a resource that is not known',
      { denial: { ...resource(null), action: 'sqs:SendMessage' } },
      'payments-worker was denied sqs:SendMessage, on something that AWS does not name',
    ],
    [
      'a resource in another Region and account',
      {
        denial: { ...resource('arn:aws:sns:us-east-1:444455556666:alerts'), action: 'sns:Publish' },
      },
      'payments-worker was denied sns:Publish on topic alerts in us-east-1 in account 4444-5555-6666',
    ],
    [
      'the call where the action is not known',
      {
        denial: {
          ...resource(null),
          action: null,
          eventName: 'PutThing',
          eventSource: 'new.amazonaws.com',
        },
      },
      'payments-worker was denied PutThing of new.amazonaws.com, on something that AWS does not name',
    ],
    [
      'what AWS names without its ARN',
      {
        denial: {
          action: 'iam:GetRole',
          resource: { arn: null, named: { type: 'role', name: 'orders-api' }, accountId: null },
        },
      },
      'payments-worker was denied iam:GetRole on role orders-api',
    ],
    [
      'a setting',
      { diagnosis: { verdict: 'notIam' } },
      'payments-worker was denied s3:PutObject on my-bucket/uploads/2026/11/invoice-8812.pdf, by a setting and not by a policy',
    ],
    [
      'a resource that is anything',
      {
        denial: {
          ...resource('arn:aws:ssm:eu-west-1:111122223333:*'),
          action: 'ssm:DescribeInstanceInformation',
          region: 'eu-west-1',
        },
      },
      'payments-worker was denied ssm:DescribeInstanceInformation in eu-west-1',
    ],
    [
      'a resource without a name',
      {
        denial: {
          ...resource('arn:aws:iam::111122223333:user/'),
          action: 'iam:ListUsers',
          region: null,
        },
      },
      'payments-worker was denied iam:ListUsers',
    ],
    [
      'a setting, whatever it was to act on',
      {
        denial: { ...resource(null), action: 'ce:GetCostAndUsage' },
        diagnosis: { verdict: 'notIam' },
      },
      'payments-worker was denied ce:GetCostAndUsage, by a setting and not by a policy',
    ],
  ])('tells of %s', (_, wanted, expected) => {
    expect(headlineOf(wanted)).toBe(expected);
  });
});

describe('names', () => {
  it.each<[PrincipalType, Parameters<typeof principalOf>[0], string, string | null]>([
    ['role', {}, 'payments-worker', null],
    ['role', { serviceLinked: true }, 'payments-worker', 'service-linked role'],
    ['role', { arn: null }, 'A role that the record does not name', null],
    ['user', { arn: 'arn:aws:iam::111122223333:user/staff/nina' }, 'nina', 'IAM user'],
    ['root', { arn: 'arn:aws:iam::111122223333:root' }, 'The root user', null],
    [
      'federatedUser',
      { arn: 'arn:aws:iam::111122223333:user/broker', sessionName: 'mia' },
      'mia',
      'federated user of broker',
    ],
    [
      'webIdentity',
      {
        arn: null,
        userName: 'repo:acme/app:ref:refs/heads/dev',
        identityProvider:
          'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      },
      'repo:acme/app:ref:refs/heads/dev',
      'web identity of token.actions.githubusercontent.com',
    ],
    ['saml', { arn: null, userName: 'mia', identityProvider: null }, 'mia', 'SAML'],
    [
      'service',
      { arn: null, invokedBy: 'cloudtrail.amazonaws.com' },
      'cloudtrail.amazonaws.com',
      'AWS service',
    ],
    ['anonymous', { arn: null }, 'An anonymous caller', null],
    [
      'identityCenter',
      { permissionSet: 'Developer', sessionName: 'kim@example.com' },
      'kim@example.com',
      'permission set Developer',
    ],
    [
      'identityCenter',
      { permissionSet: 'Developer', sessionName: null, userName: null },
      'Permission set Developer',
      null,
    ],
    ['unknown', { arn: null, userName: null }, 'A caller that the record does not name', null],
  ])('calls a %s %j by its name', (type, wanted, name, note) => {
    expect(principalName(principalOf({ type, ...wanted }))).toEqual({ name, note });
  });

  it.each([
    ['arn:aws:s3:::my-bucket', 'my-bucket'],
    ['arn:aws:s3:::my-bucket/a/b.txt', 'my-bucket/a/b.txt'],
    [
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-day',
      'table orders/index/by-day',
    ],
    ['arn:aws:iam::111122223333:role/team/crypto-ops', 'role crypto-ops'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/fn:*', 'log group /aws/lambda/fn'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/x:log-stream:a', 'log group /x'],
    ['arn:aws:lambda:eu-west-1:111122223333:function:fn:live', 'function fn:live'],
    ['arn:aws:sqs:eu-west-1:111122223333:jobs', 'queue jobs'],
    ['arn:aws:ec2:eu-west-1:111122223333:instance/*', 'instance/*'],
    ['arn:aws:apigateway:us-east-1::/restapis', '/restapis'],
    [
      'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188',
      'load balancer app/web/50dc6c495c0c9188',
    ],
    ['not an ARN', 'not an ARN'],
  ])('calls %s %s', (arn, words) => {
    expect(resourceWords(arn)).toBe(words);
  });

  it('cuts a long name in the middle: both its ends tell something', () => {
    const words = resourceWords(`arn:aws:s3:::my-bucket/${'folder/'.repeat(40)}report.pdf`);
    expect(words).toMatch(/^my-bucket\/folder.*….*report\.pdf$/);
    expect(words.length).toBeLessThanOrEqual(80);
  });
});

describe('how sure it is', () => {
  it('says nothing twice: not the reason, not a gap', () => {
    const { diagnosis } = explainedOf({
      diagnosis: {
        confidence: 'derived',
        evidence: [
          { source: 'policies', says: 'the reason' },
          { source: 'policies', says: 'the collected policies allow' },
          { source: 'policies', says: 'the collected policies allow' },
          { source: 'record', says: 'the encoded authorization message was cut, so it is lost' },
        ],
        gaps: [
          'the encoded authorization message was cut; the caller has it',
          '',
          'a',
          'b',
          'c',
          'd',
        ],
      },
    });
    expect(sureOf(diagnosis, 'The reason.')).toEqual({
      word: 'Derived',
      says: ['The collected policies allow.'],
      gaps: ['the encoded authorization message was cut; the caller has it', 'a', 'b', 'c'],
      moreGaps: 1,
    });
  });

  it.each([
    ['confirmed', [], ['AWS said so about this very request.']],
    ['confirmed', ['x'], ['x.']],
    ['inferred', ['x'], ['Something that could not be looked at may change it.', 'x.']],
  ] as const)('gives a reason where %s rests on %j', (confidence, evidence, says) => {
    const { diagnosis } = explainedOf({
      diagnosis: {
        confidence,
        evidence: evidence.map((text) => ({ source: 'record', says: text })),
      },
    });
    expect(sureOf(diagnosis, '').says).toEqual(says);
  });
});

describe('the mark', () => {
  it.each<[string, Wanted]>([
    ['allowedNow', { diagnosis: { verdict: 'allowedNow' }, remedy: { kind: 'wait' } }],
    ['setting', { diagnosis: { verdict: 'notIam' }, remedy: { kind: 'fixRequest' } }],
    ['setting', { remedy: { kind: 'setting' } }],
    ['guardrail', { diagnosis: { verdict: 'explicitDeny' }, remedy: { kind: 'guardrail' } }],
    ['unknown', { diagnosis: { verdict: 'unknown' }, remedy: { kind: 'none' } }],
    ['denied', { remedy: { kind: 'grant' } }],
    ['denied', { remedy: { kind: 'fixRequest' } }],
  ])('is %s for %j', (mark, wanted) => {
    expect(markOf(explainedOf(wanted))).toBe(mark);
  });
});

describe('the severity', () => {
  const quarantine = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
  it.each<[string, string, Wanted]>([
    ['high', 'root, even to read', { principal: { type: 'root' }, denial: { readOnly: true } }],
    ['high', 'a leaked key', { said: { policyArn: quarantine }, denial: { readOnly: true } }],
    ['high', 'a change of permissions', { denial: { action: 'iam:AttachRolePolicy' } }],
    ['high', 'a bucket policy', { denial: { action: 's3:PutBucketPolicy' } }],
    ['high', 'Block Public Access', { denial: { action: 's3:PutBucketPublicAccessBlock' } }],
    ['high', 'an anonymous write', { principal: { type: 'anonymous' } }],
    ['high', 'what the diagnosis marks', { remedy: { needsSecurityReview: true } }],
    ['medium', 'a write', {}],
    ['medium', 'taking on a role', { denial: { action: 'sts:AssumeRole', readOnly: true } }],
    ['medium', 'what does not tell', { denial: { action: 'new:Thing', readOnly: null } }],
    ['low', 'a read', { denial: { readOnly: true } }],
    ['low', 'a read by its name', { denial: { action: 'ec2:DescribeInstances', readOnly: null } }],
    ['low', 'reading a policy', { denial: { action: 's3:GetBucketPolicy', readOnly: true } }],
    ['low', 'an anonymous read', { principal: { type: 'anonymous' }, denial: { readOnly: true } }],
    [
      'low',
      'what is allowed by now',
      { diagnosis: { verdict: 'allowedNow' }, denial: { action: 'iam:PutRolePolicy' } },
    ],
  ])('is %s for %s', (severity, _, wanted) => {
    expect(severityOf(denialOf(wanted), explainedOf(wanted))).toBe(severity);
  });
});

describe('links', () => {
  const links = (wanted: Wanted, options?: LinkOptions): readonly string[] =>
    linksOf(denialOf(wanted), explainedOf(wanted).diagnosis, options).map(
      ({ label, url }) => `${label} ${url}`,
    );
  const deny = (ref: Partial<StatementRef>): NonNullable<Wanted['diagnosis']> => ({
    blockers: [
      {
        layer: ref.layer ?? 'identity',
        effect: 'explicitDeny',
        cause: 'explicitDeny',
        statements: [statementOf(null, ref)],
      },
    ],
  });

  it('go to the event, in its Region, and to the caller', () => {
    expect(links({})).toEqual([
      'CloudTrail event https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/8d1f2c3b-4a5e-4f60-9182-a3b4c5d6e7f8',
      'role https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/payments-worker',
    ]);
  });

  it.each<[string, string, string]>([
    [
      'aws-us-gov',
      'us-gov-east-1',
      'https://us-gov-west-1.console.amazonaws-us-gov.com/iam/home?region=us-gov-west-1#/roles/details/r',
    ],
    [
      'aws-cn',
      'cn-northwest-1',
      'https://cn-north-1.console.amazonaws.cn/iam/home?region=cn-north-1#/roles/details/r',
    ],
  ])('go to the console of partition %s', (partition, region, role) => {
    const found = links({
      principal: { arn: `arn:${partition}:iam::111122223333:role/r` },
      denial: { region },
    });
    expect(found[0]).toContain(`https://${region}.console.`);
    expect(found[1]).toBe(`role ${role}`);
  });

  it.each<[string, Wanted]>([
    [
      'a partition without public console',
      { principal: { arn: 'arn:aws-iso:iam::111122223333:role/r' } },
    ],
    [
      'a data event of a caller without page',
      { principal: { arn: null }, denial: { managementEvent: false } },
    ],
    ['no event id', { principal: { arn: null }, denial: { eventId: null } }],
    ['a Region that is none', { principal: { arn: null }, denial: { region: 'evil.example/#' } }],
    ['an event id that is none', { principal: { arn: null }, denial: { eventId: '../x' } }],
  ])('are left out for %s', (_, wanted) => {
    expect(links(wanted)).toEqual([]);
  });

  it.each<[string, Partial<StatementRef>, string]>([
    [
      'a managed policy',
      { arn: 'arn:aws:iam::111122223333:policy/team/P' },
      'policy https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/policies/details/arn%3Aaws%3Aiam%3A%3A111122223333%3Apolicy%2Fteam%2FP',
    ],
    [
      'an RCP',
      {
        layer: 'rcp',
        arn: 'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/resource_control_policy/p-abcd1234',
      },
      'resource control policy (account 9999-9999-9999) https://us-east-1.console.aws.amazon.com/organizations/v2/home/policies/resource-control-policy/p-abcd1234',
    ],
    [
      'a key policy elsewhere',
      { layer: 'resource', attachedTo: 'arn:aws:kms:us-east-2:444455556666:key/1234abcd' },
      'key policy (account 4444-5555-6666) https://us-east-2.console.aws.amazon.com/kms/home?region=us-east-2#/kms/keys/1234abcd',
    ],
    [
      'an endpoint',
      { layer: 'vpcEndpoint', attachedTo: 'vpce-0a1b2c3d' },
      'VPC endpoint https://eu-central-1.console.aws.amazon.com/vpcconsole/home?region=eu-central-1#EndpointDetails:vpcEndpointId=vpce-0a1b2c3d',
    ],
  ])('go to %s', (_, ref, link) => {
    expect(links({ diagnosis: deny(ref) })).toContain(link);
  });

  it('sign the reader in through the access portal', () => {
    const [event] = links({}, { accessPortalUrl: 'https://example.awsapps.com/start/#/' });
    expect(event).toBe(
      'CloudTrail event https://example.awsapps.com/start/#/console?account_id=111122223333&destination=https%3A%2F%2Feu-central-1.console.aws.amazon.com%2Fcloudtrailv2%2Fhome%3Fregion%3Deu-central-1%23%2Fevents%2F8d1f2c3b-4a5e-4f60-9182-a3b4c5d6e7f8',
    );
  });

  it('go to no portal that is none', () => {
    expect(links({}, { accessPortalUrl: 'javascript:alert(1)' })).toEqual(links({}));
  });
});

describe('the command', () => {
  const command = (wanted: Wanted): string | null =>
    checkCommand(denialOf(wanted), explainedOf(wanted).diagnosis)?.join(' ') ?? null;

  it('finds out the path of a role that the record shows without', () => {
    expect(command({ principal: { pathKnown: false } })).toBe(
      'aws iam simulate-principal-policy --policy-source-arn "$(aws iam get-role --role-name payments-worker --query Role.Arn --output text)" --action-names s3:PutObject --resource-arns arn:aws:s3:::my-bucket/uploads/2026/11/invoice-8812.pdf',
    );
  });

  it('gives the simulator what the statement in question asks for, if it is known', () => {
    const condition = {
      IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] },
      Bool: { 'aws:SecureTransport': true },
    };
    const statement = statementOf({
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: condition,
    });
    const text = command({
      denial: {
        context: new Map<string, ContextValue>([
          ['aws:sourceip', { state: 'known', values: ["203.0.113.57'"] }],
          ['aws:tagkeys', { state: 'known', values: ['a', 'b'] }],
          ['aws:securetransport', { state: 'unknown' }],
        ]),
      },
      diagnosis: {
        nearMisses: [
          { statement, failed: 'condition', reason: 'valueDiffers', expected: '', actual: null },
        ],
      },
    });
    expect(text).toContain(
      ` --context-entries '[{"ContextKeyName":"aws:SourceIp","ContextKeyValues":["203.0.113.57'\\''"],"ContextKeyType":"ip"},{"ContextKeyName":"aws:TagKeys","ContextKeyValues":["a","b"],"ContextKeyType":"stringList"}]'`,
    );
  });

  it.each<[string, Wanted, string | null]>([
    [
      'a key policy',
      {
        denial: resource('arn:aws:kms:us-east-2:444455556666:key/1234abcd'),
        diagnosis: { layer: 'resource' },
      },
      'aws kms get-key-policy --key-id arn:aws:kms:us-east-2:444455556666:key/1234abcd --policy-name default --query Policy --output text --region us-east-2',
    ],
    [
      'a bucket policy',
      { diagnosis: { layer: 'resource' } },
      'aws s3api get-bucket-policy --bucket my-bucket --query Policy --output text',
    ],
    [
      'an RCP',
      {
        said: {
          policyArn:
            'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/resource_control_policy/p-abcd1234',
        },
        diagnosis: { layer: 'rcp' },
      },
      'aws organizations describe-policy --policy-id p-abcd1234',
    ],
    [
      'an endpoint policy',
      { denial: { vpcEndpointId: 'vpce-0a1b2c3d' }, diagnosis: { layer: 'vpcEndpoint' } },
      "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids vpce-0a1b2c3d --query 'VpcEndpoints[].PolicyDocument' --output text --region eu-central-1",
    ],
    ['a session policy, which nothing can show', { diagnosis: { layer: 'session' } }, null],
    ['a setting', { diagnosis: { verdict: 'notIam', layer: null } }, null],
    [
      'root, which the simulator does not take',
      { principal: { type: 'root', arn: 'arn:aws:iam::111122223333:root' } },
      null,
    ],
    ['a resource that is not known', { denial: resource(null) }, null],
    ['a resource with a line break', { denial: resource('arn:aws:s3:::b/a\nrm -rf /') }, null],
  ])('is right for %s', (_, wanted, expected) => {
    expect(command(wanted)).toBe(expected);
  });

  it('quotes for a shell', () => {
    expect(shellArgument('arn:aws:s3:::b/$(id) `id` "x" \'y\'')).toBe(
      `'arn:aws:s3:::b/$(id) \`id\` "x" '\\''y'\\'''`,
    );
    expect(shellArgument('a\u202eb')).toBeNull();
  });
});

describe('text', () => {
  it('makes what is not seen visible, and the same in JSON', () => {
    expect(visible('a\u001b[31m\u202e\u{e0041}\ud800')).toBe(
      'a\\u001b[31m\\u202e\\udb40\\udc41\\ud800',
    );
    const tricky = 'a\u202e\u{e0041}\u2028b';
    expect(JSON.parse(visible(JSON.stringify(tricky)))).toBe(tricky);
  });

  it('cuts no sign in half', () => {
    expect(cutEnd('ab😀😀', 4)).toBe('ab…');
    expect(cutMiddle('😀😀😀😀', 6)).toBe('😀…😀');
    expect(oneLine('  a \r\n\t b  ', 10)).toBe('a b');
  });

  it('knows what is technical in a sentence', () => {
    const code = (text: string): readonly string[] =>
      toPhrase(text).flatMap((piece) => (piece.kind === 'code' ? [piece.text] : []));
    expect(
      code(
        'Statement X allows s3:Get* on (arn:aws:s3:::b/*), at 14:02; account 111122223333 is "kms:x".',
      ),
    ).toEqual(['s3:Get*', 'arn:aws:s3:::b/*', '111122223333', 'kms:x']);
    expect(code('Ordinary words, 1,200 times (100 %): no-one "says" more…')).toEqual([]);
  });

  it.each([
    [1, '2026-11-19T14:02:00Z', '2026-11-19T14:02:59Z', 'once, 2026-11-19 14:02 UTC'],
    [2, '2026-11-19T14:02:00Z', '2026-11-19T14:41:00Z', '2 times, 2026-11-19 14:02 to 14:41 UTC'],
    [
      1234567,
      '2026-11-18T23:59:00+01:00',
      '2026-11-19T00:01:00Z',
      '1,234,567 times, 2026-11-18 22:59 to 2026-11-19 00:01 UTC',
    ],
    [3, null, '2026-11-19T14:02:00Z', '3 times, 2026-11-19 14:02 UTC'],
    [1, null, 'yesterday', 'once'],
  ])('says how often: %d', (count, first, last, words) => {
    expect(howOften(count, first, last)).toBe(words);
  });

  it('counts bytes and cuts at lines', () => {
    for (const text of ['a', 'é', '日', '😀', '\ud800'])
      expect(utf8Length(text)).toBe(Buffer.byteLength(text));
    const text = Array.from({ length: 50 }, () => '日'.repeat(10)).join('\n');
    const cut = cutBytes(text, 300, (lines) => `${lines} more`);
    expect(utf8Length(cut)).toBeLessThanOrEqual(300);
    expect(cut.split('\n').at(-1)).toBe('41 more');
    expect(cut.split('\n')).toHaveLength(10);
    expect(cutBytes('日'.repeat(500), 100, () => 'cut')).toMatch(/^日{32}\ncut$/);
  });
});
