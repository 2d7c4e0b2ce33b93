import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import ts from 'typescript';
import { fixChange } from '../../../../lib/core/alert/fix/fix';
import type { Change } from '../../../../lib/core/diagnosis/diagnosis';
import type { PolicyRef } from '../../../../lib/core/policy/layer';
import { parseHcl, type HclBlock, type HclValue } from '../../../support/hcl';
import { explainedOf, statementOf } from '../build';
import { hostileInput, hostileText } from '../hostile';

const ROLE = 'arn:aws:iam::111122223333:role/app/payments-worker';
const NEW_INLINE: PolicyRef = { layer: 'identity', arn: null, name: null, attachedTo: ROLE };

const STATEMENT = {
  Sid: 'OwnFolder',
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: 'arn:aws:s3:::homes/${aws:username}/*',
  Condition: {
    StringEquals: { 'aws:PrincipalTag/team': ['pay', 'ops'] },
    Bool: { 'aws:MultiFactorAuthPresent': true },
  },
};

function add(policy: PolicyRef, statement: object = STATEMENT): Change {
  return { do: 'addStatement', policy, statement };
}

function formsOf(change: Change): ReturnType<typeof fixChange> {
  return fixChange(change, explainedOf().diagnosis);
}

/** What `aws_iam_policy_document` makes of a statement block. */
function statementFrom(block: HclBlock): Record<string, unknown> {
  const names: Readonly<Record<string, string>> = {
    sid: 'Sid',
    effect: 'Effect',
    actions: 'Action',
    not_actions: 'NotAction',
    resources: 'Resource',
    not_resources: 'NotResource',
  };
  const statement: Record<string, unknown> = {};
  for (const [name, value] of block.attributes) statement[names[name] ?? name] = value;
  for (const inner of block.blocks) addBlock(statement, inner);
  return statement;
}

function addBlock(statement: Record<string, unknown>, { type, attributes }: HclBlock): void {
  const at = (name: string): HclValue => attributes.get(name) ?? '';
  const text = (name: string): string => {
    const value = at(name);
    return typeof value === 'string' ? value : '';
  };
  if (type === 'condition') {
    const conditions = (statement['Condition'] ??= {}) as Record<string, Record<string, unknown>>;
    (conditions[text('test')] ??= {})[text('variable')] = at('values');
  } else {
    const principals = (statement['Principal'] ??= {}) as Record<string, unknown>;
    principals[text('type')] = at('identifiers');
  }
}

/** With lists where a policy may have one value or several, and texts for booleans and numbers. */
function asLists(statement: object): unknown {
  return JSON.parse(JSON.stringify(statement), (key, value: unknown) => {
    if (typeof value === 'boolean' || typeof value === 'number') return [String(value)];
    if (typeof value === 'string' && !['Sid', 'Effect', ''].includes(key) && !/^\d+$/.test(key))
      return [value];
    return value;
  }) as unknown;
}

describe('the forms of a change', () => {
  it('writes Terraform that means the same statement', () => {
    const [document, policy] = parseHcl(formsOf(add(NEW_INLINE)).terraform);
    expect(document?.labels).toEqual(['aws_iam_policy_document', 'own_folder']);
    expect(document?.blocks.map(statementFrom)).toEqual([asLists(STATEMENT)]);
    expect(policy?.labels).toEqual(['aws_iam_role_policy', 'own_folder']);
    expect(Object.fromEntries(policy?.attributes ?? [])).toEqual({
      name: 'own-folder',
      role: 'payments-worker',
      policy: { reference: 'data.aws_iam_policy_document.own_folder.json' },
    });
  });

  it('keeps policy variables from Terraform', () => {
    expect(formsOf(add(NEW_INLINE)).terraform).toContain(
      'resources = ["arn:aws:s3:::homes/$${aws:username}/*"]',
    );
  });

  it('writes CDK that makes the same statement', () => {
    const { cdk } = formsOf(add(NEW_INLINE));
    const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Test');
    run(cdk, stack, {});
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Version: '2012-10-17', Statement: [STATEMENT] },
      Roles: ['payments-worker'],
    });
  });

  it('keeps a condition on a key of any name', () => {
    const statement = JSON.parse(
      '{"Effect":"Allow","Action":"a:B","Resource":"*","Condition":{"StringEquals":{"__proto__":"x"}}}',
    ) as object;
    const given: unknown[] = [];
    const PolicyStatement = { fromJson: (one: unknown) => given.push(one) };
    const role = { addToPrincipalPolicy: (): void => undefined };
    runWith(
      formsOf(add({ ...NEW_INLINE, name: 'p' }, statement)).cdk,
      {},
      { iam: { PolicyStatement }, role },
    );
    expect(given.map((one) => JSON.stringify(one))).toEqual([JSON.stringify(statement)]);
  });

  it('adds to the policy that is there', () => {
    const added: unknown[] = [];
    const key = {
      addToResourcePolicy: (statement: iam.PolicyStatement) =>
        added.push(statement.toStatementJson()),
    };
    const policy: PolicyRef = {
      layer: 'resource',
      arn: null,
      name: 'keyPolicy',
      attachedTo: 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    };
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: ROLE },
      Action: 'kms:Decrypt',
      Resource: '*',
    };
    const { cdk, terraform } = formsOf(add(policy, statement));
    run(cdk, new Stack(new App(), 'Test'), { key });
    expect(added).toEqual([statement]);
    expect(terraform).toMatch(
      /^# into the key policy of key 1234abcd-12ab-34cd-56ef-1234567890ab \(aws_kms_key_policy\),\n# beside its other statements\n/,
    );
    expect(parseHcl(terraform)).toHaveLength(1);
  });

  it.each<[string, PolicyRef, string, string]>([
    [
      'a user',
      { ...NEW_INLINE, attachedTo: 'arn:aws:iam::111122223333:user/nina' },
      "users: [iam.User.fromUserName(this, 'Nina', 'nina')]",
      'resource "aws_iam_user_policy"',
    ],
    [
      'a group',
      { ...NEW_INLINE, attachedTo: 'arn:aws:iam::111122223333:group/devs' },
      "groups: [iam.Group.fromGroupName(this, 'Devs', 'devs')]",
      'resource "aws_iam_group_policy"',
    ],
    [
      'a permission set',
      {
        ...NEW_INLINE,
        attachedTo:
          'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef',
      },
      '// into the inline policy of permission set Dev',
      '(aws_ssoadmin_permission_set_inline_policy)',
    ],
    [
      'a managed policy',
      {
        layer: 'identity',
        arn: 'arn:aws:iam::111122223333:policy/team/Worker',
        name: 'Worker',
        attachedTo: ROLE,
      },
      'managedPolicy.addStatements(',
      'managed policy Worker of role payments-worker (aws_iam_policy)',
    ],
    [
      'a trust policy',
      { layer: 'resource', arn: null, name: 'trustPolicy', attachedTo: ROLE },
      'role.assumeRolePolicy?.addStatements(',
      '(assume_role_policy of aws_iam_role)',
    ],
    [
      'a bucket policy',
      { layer: 'resource', arn: null, name: 'bucketPolicy', attachedTo: 'arn:aws:s3:::my-bucket' },
      'bucket.addToResourcePolicy(',
      'the bucket policy of my-bucket (aws_s3_bucket_policy)',
    ],
    [
      'a queue',
      {
        layer: 'resource',
        arn: null,
        name: 'resourcePolicy',
        attachedTo: 'arn:aws:sqs:eu-central-1:111122223333:jobs',
      },
      'queue.addToResourcePolicy(',
      'the resource policy of queue jobs (aws_sqs_queue_policy)',
    ],
    [
      'a function',
      {
        layer: 'resource',
        arn: null,
        name: 'resourcePolicy',
        attachedTo: 'arn:aws:lambda:eu-central-1:111122223333:function:fn',
      },
      'const ownFolder = iam.PolicyStatement.fromJson(',
      '(aws_lambda_permission)',
    ],
    [
      'an endpoint',
      { layer: 'vpcEndpoint', arn: null, name: 'endpointPolicy', attachedTo: 'vpce-0a1b2c3d' },
      'endpoint.addToPolicy(',
      'the endpoint policy of vpce-0a1b2c3d (aws_vpc_endpoint_policy)',
    ],
    [
      'an SCP',
      {
        layer: 'scp',
        arn: 'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd',
        name: 'Guard',
        attachedTo: 'r-ab12',
      },
      '(content of its organizations.CfnPolicy)',
      'service control policy Guard (attached to r-ab12) (aws_organizations_policy)',
    ],
  ])('names the place in %s', (_, policy, cdkHas, terraformHas) => {
    const { cdk, terraform } = formsOf(add(policy));
    expect(cdk).toContain(cdkHas);
    expect(terraform).toContain(terraformHas);
  });

  it('shows a replaced statement as the smallest difference', () => {
    const policy: PolicyRef = { ...NEW_INLINE, name: 'homes' };
    const before = {
      ...STATEMENT,
      Action: ['s3:GetObject', 's3:ListBucket', 's3:DeleteObject', 's3:GetObjectTagging'],
    };
    const { diagnosis } = explainedOf({
      diagnosis: {
        nearMisses: [
          {
            statement: statementOf(before, { name: 'homes', attachedTo: ROLE, statementIndex: 2 }),
            failed: 'action',
            reason: 'similarAction',
            expected: '',
            actual: null,
          },
        ],
      },
    });
    const after = { ...before, Action: [...before.Action, 's3:PutObject'] };
    const change: Change = { do: 'replaceStatement', policy, statementIndex: 2, statement: after };
    const fix = fixChange(change, diagnosis);
    expect(fix.where).toBe('In inline policy homes of role payments-worker, statement OwnFolder:');
    expect(fix.lines.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      '    "s3:GetObjectTagging",',
      '+   "s3:PutObject"',
      '  ],',
    ]);
    expect(JSON.parse(fix.json)).toEqual(after);
    expect(fix.cdk).toContain('statement OwnFolder becomes\nconst ownFolder = iam.PolicyStatement');
    expect(fix.terraform).toContain('# statement OwnFolder becomes this, the others stay\n');
  });

  it('shows the new statement whole where the old one is not known', () => {
    const policy: PolicyRef = { ...NEW_INLINE, name: 'homes' };
    const fix = formsOf({
      do: 'replaceStatement',
      policy,
      statementIndex: 4,
      statement: { Effect: 'Allow', Action: 'a:B', Resource: '*' },
    });
    expect(fix.where).toBe('In inline policy homes of role payments-worker, statement 5:');
    expect(fix.lines.every(({ sign }) => sign === 'plain')).toBe(true);
  });

  it('gives as JSON what a statement block cannot say', () => {
    const statement = { Effect: 'Allow', Action: 'a:B', Resource: 'arn:aws:s3:::x/&{y}' };
    const [document] = parseHcl(formsOf(add(NEW_INLINE, statement)).terraform);
    const [json] = document?.attributes.get('override_policy_documents') as readonly string[];
    expect(JSON.parse(json ?? '')).toEqual({ Version: '2012-10-17', Statement: [statement] });
  });
});

describe('the forms of any change', () => {
  it('parse, whatever a record or policy says', () => {
    fc.assert(
      fc.property(hostileInput(), ({ explained }) => {
        for (const change of explained.remedy.changes) {
          const { json, cdk, terraform } = fixChange(change, explained.diagnosis);
          expect(() => JSON.parse(json) as unknown).not.toThrow();
          expect(syntaxErrors(cdk)).toEqual([]);
          expect(() => parseHcl(terraform)).not.toThrow();
          for (const text of [json, cdk, terraform]) {
            expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('mean the same, whatever the values of a statement are', () => {
    const value = hostileText();
    const statement = fc.record({
      Sid: value,
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.array(value, { minLength: 1, maxLength: 3 }),
      NotResource: fc.array(value, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(statement, (wanted) => {
        fc.pre(!JSON.stringify(wanted).includes('&{'));
        const { json, cdk, terraform } = formsOf(add({ ...NEW_INLINE, name: 'p' }, wanted));
        expect(JSON.parse(json)).toEqual(wanted);
        const [document] = parseHcl(terraform);
        const [block] = document?.blocks ?? [];
        expect(block === undefined ? null : statementFrom(block)).toEqual(wanted);
        const given: unknown[] = [];
        const PolicyStatement = { fromJson: (one: unknown) => given.push(one) };
        const role = { addToPrincipalPolicy: (): void => undefined };
        runWith(cdk, {}, { iam: { PolicyStatement }, role });
        expect(given).toEqual([wanted]);
      }),
    );
  });
});

function syntaxErrors(source: string): readonly string[] {
  const { diagnostics } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  return (diagnostics ?? []).map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

/** Runs a snippet as the body of a stack's constructor. */
function run(source: string, stack: Stack, constructs: Readonly<Record<string, unknown>>): void {
  runWith(source, stack, { iam, ...constructs });
}

function runWith(source: string, self: object, names: Readonly<Record<string, unknown>>): void {
  expect(syntaxErrors(source)).toEqual([]);
  const body = source.replace(/^import .*\n/, '');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the snippet is what is tested
  new Function(...Object.keys(names), body).call(self, ...Object.values(names));
}
