import type { AlertInput } from '../../../lib/core/alert/message';
import { inputOf, statementOf } from './build';

const SCP = {
  layer: 'scp',
  arn: 'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd',
  name: 'DenyOutsideEU',
  attachedTo: 'ou-ab12-sandbox1',
} as const;

/**
 * Alerts as they come up in real accounts, one of each kind. The sentences are what the diagnosis
 * writes; names and accounts are made up.
 */
export const CASES: ReadonlyMap<string, AlertInput> = new Map([
  ['identity-near-miss', nearMiss()],
  ['missing-action-grant', missingAction()],
  ['scp-guardrail', scpGuardrail()],
  ['rcp-and-more', rcpAndMore()],
  ['boundary', boundary()],
  ['session-policy', sessionPolicy()],
  ['vpc-endpoint', vpcEndpoint()],
  ['kms-not-known', kmsNotKnown()],
  ['block-public-access', blockPublicAccess()],
  ['trust-external-id', trustExternalId()],
  ['cross-account-two-changes', crossAccount()],
  ['allowed-now', allowedNow()],
  ['root', root()],
  ['anonymous', anonymous()],
  ['identity-center', identityCenter()],
  ['pasted-text', pastedText()],
  ['hostile', hostile()],
]);

function nearMiss(): AlertInput {
  const before = {
    Sid: 'WriteUploads',
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::my-bucket',
  };
  const ref = statementOf(before);
  return inputOf({
    why: 'No statement in the identity-based policies of role payments-worker covers this resource for s3:PutObject. Statement WriteUploads allows s3:PutObject on arn:aws:s3:::my-bucket, which is the bucket; objects are arn:aws:s3:::my-bucket/*.',
    diagnosis: {
      cause: 'resourceMismatch',
      nearMisses: [
        {
          statement: ref,
          failed: 'resource',
          reason: 'objectNeedsKeyPattern',
          expected: 'arn:aws:s3:::my-bucket',
          actual: 'arn:aws:s3:::my-bucket/uploads/2026/11/invoice-8812.pdf',
        },
      ],
      blockers: [
        { layer: 'identity', effect: 'implicitDeny', cause: 'resourceMismatch', statements: [] },
      ],
      evidence: [
        { source: 'errorMessage', says: 'AWS says "no identity-based policy allows" it' },
        { source: 'simulator', says: 'the IAM policy simulator says implicitDeny' },
      ],
      gaps: [
        'the policy of VPC endpoint vpce-0a1b2c3d4e5f60718 was not read (needs ec2:DescribeVpcEndpoints)',
      ],
    },
    remedy: {
      kind: 'editStatement',
      proof: 'evaluated',
      says: 'Change a statement of the policy s3-access.',
      caveats: [],
      changes: [
        {
          do: 'replaceStatement',
          policy: {
            layer: 'identity',
            arn: null,
            name: 's3-access',
            attachedTo: 'arn:aws:iam::111122223333:role/payments-worker',
          },
          statementIndex: 0,
          statement: {
            ...before,
            Resource: ['arn:aws:s3:::my-bucket', 'arn:aws:s3:::my-bucket/uploads/*'],
          },
        },
      ],
    },
    input: {
      accountName: 'prod-payments',
      occurrences: {
        count: 14,
        first: '2026-11-19T14:02:31Z',
        last: '2026-11-19T14:41:07Z',
        firstEver: true,
      },
      recentChanges: [
        {
          time: '2026-11-19T14:01:12Z',
          by: 'bob@corp.example',
          what: 's3-access',
          eventName: 'PutRolePolicy',
          eventId: '0c2d4e6f-1a3b-4c5d-8e9f-a0b1c2d3e4f5',
        },
      ],
    },
  });
}

function missingAction(): AlertInput {
  return inputOf({
    principal: {
      type: 'user',
      arn: 'arn:aws:iam::111122223333:user/staff/nina',
      sessionArn: null,
      sessionName: null,
      userName: 'nina',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    },
    denial: {
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'DescribeTable',
      action: 'dynamodb:DescribeTable',
      region: 'eu-west-1',
      readOnly: true,
      resource: {
        arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
        named: null,
        accountId: '111122223333',
      },
    },
    why: 'No identity-based policy of user nina allows dynamodb:DescribeTable.',
    diagnosis: {
      evidence: [{ source: 'errorMessage', says: 'AWS says "no identity-based policy allows" it' }],
    },
    remedy: {
      kind: 'grant',
      proof: 'simulated',
      owner: 'whoever manages user nina in account 111122223333',
      says: 'Add an inline policy to arn:aws:iam::111122223333:user/staff/nina.',
      caveats: [],
      changes: [
        {
          do: 'addStatement',
          policy: {
            layer: 'identity',
            arn: null,
            name: null,
            attachedTo: 'arn:aws:iam::111122223333:user/staff/nina',
          },
          statement: {
            Effect: 'Allow',
            Action: 'dynamodb:DescribeTable',
            Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
          },
        },
      ],
    },
    input: {
      occurrences: { count: 2, first: '2026-11-18T22:58:00Z', last: '2026-11-19T07:03:59Z' },
    },
  });
}

function scpGuardrail(): AlertInput {
  const statement = {
    Sid: 'OnlyEurope',
    Effect: 'Deny',
    NotAction: ['iam:*', 'organizations:*', 'sts:*'],
    Resource: '*',
    Condition: {
      StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] },
    },
  };
  return inputOf({
    principal: {
      arn: 'arn:aws:iam::444455556666:role/dev-sandbox-admin',
      accountId: '444455556666',
      sessionName: 'kim',
      sessionArn: 'arn:aws:sts::444455556666:assumed-role/dev-sandbox-admin/kim',
    },
    denial: {
      accountId: '444455556666',
      recipientAccountId: '444455556666',
      region: 'us-west-2',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      action: 'ec2:RunInstances',
      resource: {
        arn: 'arn:aws:ec2:us-west-2:444455556666:instance/*',
        named: null,
        accountId: '444455556666',
      },
      context: new Map([['aws:requestedregion', { state: 'known', values: ['us-west-2'] }]]),
    },
    said: { policyArn: SCP.arn, effect: 'explicitDeny', policyType: 'scp' },
    why: 'Statement OnlyEurope of service control policy DenyOutsideEU, attached to ou-ab12-sandbox1, denies it: aws:RequestedRegion was us-west-2, and it denies all but eu-central-1 and eu-west-1.',
    diagnosis: {
      verdict: 'explicitDeny',
      layer: 'scp',
      cause: 'explicitDeny',
      blockers: [
        {
          layer: 'scp',
          effect: 'explicitDeny',
          cause: 'explicitDeny',
          statements: [statementOf(statement, { ...SCP, statementIndex: 1 })],
        },
      ],
      evidence: [
        {
          source: 'errorMessage',
          says: `AWS says "with an explicit deny in a service control policy" (${SCP.arn})`,
        },
      ],
    },
    remedy: {
      kind: 'guardrail',
      owner: "the organization's administrators (management account or delegated administrator)",
      says: 'No Allow can help: statement OnlyEurope of service control policy DenyOutsideEU refuses it on purpose. Ask its owner, or do without.',
    },
    input: { accountName: 'sandbox' },
  });
}

function rcpAndMore(): AlertInput {
  const rcp = {
    layer: 'rcp',
    arn: 'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/resource_control_policy/p-protect01',
    name: 'ProtectKeys',
    attachedTo: 'r-ab12',
  } as const;
  const statement = {
    Sid: 'OnlyCustodianDeletes',
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:ScheduleKeyDeletion',
    Resource: '*',
    Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/KeyCustodian' } },
  };
  return inputOf({
    principal: {
      arn: 'arn:aws:iam::111122223333:role/team/crypto-ops',
      sessionName: 'lena',
      sessionArn: 'arn:aws:sts::111122223333:assumed-role/crypto-ops/lena',
    },
    denial: {
      eventSource: 'kms.amazonaws.com',
      eventName: 'ScheduleKeyDeletion',
      action: 'kms:ScheduleKeyDeletion',
      resource: {
        arn: 'arn:aws:kms:eu-central-1:444455556666:key/9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b',
        named: null,
        accountId: '444455556666',
      },
      context: new Map([
        [
          'aws:principalarn',
          { state: 'known', values: ['arn:aws:iam::111122223333:role/team/crypto-ops'] },
        ],
      ]),
    },
    why: 'Statement OnlyCustodianDeletes of resource control policy ProtectKeys, attached to r-ab12, denies it. It would also be stopped by the permissions boundary, which does not allow it and the identity-based policy of the caller, which does not allow it.',
    diagnosis: {
      verdict: 'explicitDeny',
      layer: 'rcp',
      cause: 'explicitDeny',
      blockers: [
        {
          layer: 'rcp',
          effect: 'explicitDeny',
          cause: 'explicitDeny',
          statements: [statementOf(statement, rcp)],
        },
        { layer: 'boundary', effect: 'implicitDeny', cause: 'missingAction', statements: [] },
        { layer: 'identity', effect: 'implicitDeny', cause: 'resourceMismatch', statements: [] },
      ],
      evidence: [
        {
          source: 'errorMessage',
          says: `AWS says "with an explicit deny in a resource control policy" (${rcp.arn})`,
        },
        {
          source: 'policies',
          says: 'the collected policies of 2026-11-20T08:00:00Z: resource control policy denies, permissions boundary does not allow, identity-based policy does not allow',
        },
      ],
    },
    remedy: {
      kind: 'guardrail',
      owner: "the organization's administrators (management account or delegated administrator)",
      says: 'No Allow can help: statement OnlyCustodianDeletes of resource control policy ProtectKeys refuses it on purpose. Ask its owner, or do without.',
    },
  });
}

function boundary(): AlertInput {
  return inputOf({
    principal: {
      arn: 'arn:aws:iam::111122223333:role/release-bot',
      sessionName: 'deploy-1842',
      sessionArn: 'arn:aws:sts::111122223333:assumed-role/release-bot/deploy-1842',
    },
    denial: {
      region: 'us-east-1',
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateRole',
      action: 'iam:CreateRole',
      resource: {
        arn: 'arn:aws:iam::111122223333:role/app/orders-api',
        named: null,
        accountId: '111122223333',
      },
    },
    why: 'No permissions boundary of role release-bot allows iam:CreateRole.',
    diagnosis: {
      layer: 'boundary',
      blockers: [
        { layer: 'boundary', effect: 'implicitDeny', cause: 'missingAction', statements: [] },
      ],
      evidence: [{ source: 'errorMessage', says: 'AWS says "no permissions boundary allows" it' }],
    },
    remedy: {
      kind: 'guardrail',
      owner: 'whoever set the permissions boundary TeamBoundary of role release-bot',
      says: "An Allow in another layer cannot help: permissions boundary TeamBoundary limits what may be done, and does not allow this. Whether it should is its owner's decision.",
      needsSecurityReview: true,
    },
    input: {
      occurrences: { count: 3, first: '2026-11-19T09:12:00Z', last: '2026-11-19T09:12:40Z' },
    },
  });
}

function sessionPolicy(): AlertInput {
  return inputOf({
    principal: {
      arn: 'arn:aws:iam::111122223333:role/report-reader',
      pathKnown: false,
      sessionName: 'finance-export',
      sessionArn: 'arn:aws:sts::111122223333:assumed-role/report-reader/finance-export',
    },
    denial: {
      eventSource: 'athena.amazonaws.com',
      eventName: 'StartQueryExecution',
      action: 'athena:StartQueryExecution',
      resource: {
        arn: 'arn:aws:athena:eu-central-1:111122223333:workgroup/finance',
        named: null,
        accountId: '111122223333',
      },
    },
    why: 'No session policy of role report-reader allows athena:StartQueryExecution.',
    diagnosis: {
      layer: 'session',
      blockers: [
        { layer: 'session', effect: 'implicitDeny', cause: 'missingAction', statements: [] },
      ],
      evidence: [{ source: 'errorMessage', says: 'AWS says "no session policy allows" it' }],
      gaps: ['the session policy that AWS names was not read, so its statement cannot be shown'],
    },
    remedy: {
      kind: 'guardrail',
      owner: 'whoever starts the session of role report-reader: it passes the session policy',
      says: "An Allow in another layer cannot help: the session policy limits what may be done, and does not allow this. Whether it should is its owner's decision.",
    },
  });
}

function vpcEndpoint(): AlertInput {
  return inputOf({
    denial: {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      action: 'secretsmanager:GetSecretValue',
      readOnly: true,
      resource: {
        arn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf',
        named: null,
        accountId: '111122223333',
      },
      vpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
      vpcEndpointAccountId: '444455556666',
    },
    why: 'AWS names the VPC endpoint policy, but not whether a statement denies the request or none allows it.',
    diagnosis: {
      verdict: 'implicitDeny',
      layer: 'vpcEndpoint',
      cause: 'unknown',
      blockers: [
        {
          layer: 'vpcEndpoint',
          effect: 'implicitDeny',
          cause: 'unknown',
          statements: [
            statementOf(null, {
              layer: 'vpcEndpoint',
              name: 'endpointPolicy',
              attachedTo: 'vpce-0a1b2c3d4e5f60718',
              statementIndex: null,
            }),
          ],
        },
      ],
      evidence: [{ source: 'errorMessage', says: 'AWS says "no VPC endpoint policy allows" it' }],
    },
    remedy: {
      kind: 'guardrail',
      owner: 'the owner of VPC endpoint vpce-0a1b2c3d4e5f60718 (account 444455556666)',
      says: "An Allow in another layer cannot help: the endpoint policy of vpce-0a1b2c3d4e5f60718 limits what may be done, and does not allow this. Whether it should is its owner's decision.",
    },
  });
}

function kmsNotKnown(): AlertInput {
  return inputOf({
    principal: {
      arn: 'arn:aws:iam::111122223333:role/ci-deploy',
      sessionName: 'GitHubActions',
      sessionArn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/GitHubActions',
    },
    denial: {
      eventSource: 'kms.amazonaws.com',
      eventName: 'Decrypt',
      action: 'kms:Decrypt',
      readOnly: true,
      resource: { arn: null, named: null, accountId: null },
    },
    said: { ambiguous: true },
    why: 'AWS gives three possible reasons at once: the resource does not exist in this Region, no resource-based policy allows the request, or one denies it.',
    diagnosis: {
      verdict: 'unknown',
      layer: null,
      cause: 'unknown',
      confidence: 'unknown',
      evidence: [
        {
          source: 'simulator',
          says: 'the IAM policy simulator allows it: what refused it is a layer that the simulator does not see (session, resource, resource control or VPC endpoint policy), or the policies changed since',
        },
      ],
      gaps: [
        'the key: its id is not in the record',
        'the key policy: in account 444455556666 the read role DenywatchReader is missing',
      ],
    },
    remedy: {
      kind: 'none',
      owner: 'not known',
      says: 'Nothing is proposed before the reason is known: close the gaps first.',
    },
    input: {
      occurrences: { count: 6, first: '2026-11-19T02:10:00Z', last: '2026-11-19T02:26:00Z' },
    },
  });
}

function blockPublicAccess(): AlertInput {
  const setting = {
    kind: 'blockPublicPolicy',
    says: 'S3 Block Public Access (setting BlockPublicPolicy of the bucket or the account) refuses bucket policies that make a bucket public.',
    owner: 'the owner of the bucket or of the account settings of S3',
  } as const;
  return inputOf({
    denial: {
      eventName: 'PutBucketPolicy',
      action: 's3:PutBucketPolicy',
      resource: { arn: 'arn:aws:s3:::my-website', named: null, accountId: '111122223333' },
      setting,
    },
    why: setting.says,
    diagnosis: {
      verdict: 'notIam',
      layer: null,
      cause: 'setting',
      evidence: [{ source: 'errorMessage', says: setting.says }],
    },
    remedy: {
      kind: 'setting',
      owner: setting.owner,
      says: 'No policy changes this: it is a setting, not a permission.',
    },
  });
}

function trustExternalId(): AlertInput {
  const role = 'arn:aws:iam::444455556666:role/cross-account-role';
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/lambda-role' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'expected-by-partner' } },
  };
  return inputOf({
    principal: {
      arn: 'arn:aws:iam::111122223333:role/lambda-role',
      sessionName: 'my-function',
      sessionArn: 'arn:aws:sts::111122223333:assumed-role/lambda-role/my-function',
    },
    denial: {
      region: 'us-east-1',
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      action: 'sts:AssumeRole',
      readOnly: true,
      resource: { arn: role, named: null, accountId: '444455556666' },
    },
    why: 'No resource-based policy of arn:aws:iam::444455556666:role/cross-account-role allows sts:AssumeRole under the conditions of this request. Statement 1 asks for sts:ExternalId expected-by-partner; what the request had is not known.',
    diagnosis: {
      layer: 'resource',
      cause: 'conditionMismatch',
      confidence: 'inferred',
      blockers: [
        { layer: 'resource', effect: 'implicitDeny', cause: 'conditionMismatch', statements: [] },
      ],
      nearMisses: [
        {
          statement: statementOf(statement, {
            layer: 'resource',
            name: 'trustPolicy',
            attachedTo: role,
          }),
          failed: 'condition',
          reason: 'keyUnknown',
          expected: 'expected-by-partner',
          actual: null,
          conditionKey: 'sts:ExternalId',
        },
      ],
      evidence: [
        {
          source: 'policies',
          says: 'the collected policies of 2026-11-20T08:00:00Z: identity-based policy allows, service control policy allows, resource-based policy is open',
        },
      ],
      gaps: [
        'sts:ExternalId: the value that the request had is not known (pass it with --context sts:ExternalId=VALUE)',
      ],
    },
    remedy: {
      kind: 'fixRequest',
      owner: `the owner of ${role} (account 444455556666)`,
      says: 'To get through, pass the external id that the trust policy asks for (--external-id).',
      needsSecurityReview: true,
    },
    input: {
      occurrences: { count: 1200, first: '2026-11-12T00:00:00Z', last: '2026-11-19T14:41:07Z' },
    },
  });
}

function crossAccount(): AlertInput {
  const key = 'arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  return inputOf({
    denial: {
      eventSource: 'kms.amazonaws.com',
      eventName: 'GenerateDataKey',
      action: 'kms:GenerateDataKey',
      resource: { arn: key, named: null, accountId: '444455556666' },
    },
    why: 'No identity-based policy of role payments-worker allows kms:GenerateDataKey. It would also be stopped by the resource-based policy, which does not allow it.',
    diagnosis: {
      blockers: [
        { layer: 'identity', effect: 'implicitDeny', cause: 'missingAction', statements: [] },
        { layer: 'resource', effect: 'implicitDeny', cause: 'principalMismatch', statements: [] },
      ],
      confidence: 'derived',
      evidence: [
        {
          source: 'policies',
          says: 'the collected policies of 2026-11-20T08:00:00Z: identity-based policy does not allow, resource-based policy does not allow',
        },
      ],
    },
    remedy: {
      kind: 'grant',
      proof: 'evaluated',
      owner: `whoever manages role payments-worker in account 111122223333; and the owner of ${key} (account 444455556666)`,
      says: 'Add an inline policy to arn:aws:iam::111122223333:role/payments-worker. Add a statement to the key policy.',
      caveats: [],
      needsSecurityReview: true,
      changes: [
        {
          do: 'addStatement',
          policy: {
            layer: 'identity',
            arn: null,
            name: null,
            attachedTo: 'arn:aws:iam::111122223333:role/payments-worker',
          },
          statement: { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: key },
        },
        {
          do: 'addStatement',
          policy: { layer: 'resource', arn: null, name: 'keyPolicy', attachedTo: key },
          statement: {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111122223333:role/payments-worker' },
            Action: 'kms:GenerateDataKey',
            Resource: '*',
          },
        },
      ],
    },
  });
}

function allowedNow(): AlertInput {
  return inputOf({
    denial: {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'SendMessage',
      action: 'sqs:SendMessage',
      resource: {
        arn: 'arn:aws:sqs:eu-central-1:111122223333:jobs',
        named: null,
        accountId: '111122223333',
      },
      managementEvent: false,
    },
    why: 'By the policies as they were collected after the denial, every layer allows this request.',
    diagnosis: {
      verdict: 'allowedNow',
      cause: 'policyChanged',
      confidence: 'derived',
      evidence: [
        { source: 'errorMessage', says: 'AWS says "no identity-based policy allows" it' },
        {
          source: 'policies',
          says: "the collected policies of 2026-11-19T15:00:00Z disagree: their identity-based policy allows it; AWS's word stands",
        },
      ],
    },
    remedy: {
      kind: 'wait',
      owner: 'nobody needs to change anything',
      says: 'The policies as collected allow this request: try it again. A change of IAM policies takes some seconds, rarely minutes, to reach every Region.',
    },
    input: {
      occurrences: { count: 2, first: '2026-11-19T14:40:55Z', last: '2026-11-19T14:41:07Z' },
    },
  });
}

function root(): AlertInput {
  return inputOf({
    principal: {
      type: 'root',
      arn: 'arn:aws:iam::444455556666:root',
      accountId: '444455556666',
      sessionArn: null,
      sessionName: null,
      userName: null,
    },
    denial: {
      accountId: '444455556666',
      recipientAccountId: '444455556666',
      region: 'ap-southeast-2',
      eventSource: 'sns.amazonaws.com',
      eventName: 'CreateTopic',
      action: 'sns:CreateTopic',
      resource: {
        arn: 'arn:aws:sns:ap-southeast-2:444455556666:alerts',
        named: null,
        accountId: '444455556666',
      },
    },
    said: { policyArn: SCP.arn, effect: 'explicitDeny', policyType: 'scp' },
    why: 'Service control policy p-2kgnabcd denies it.',
    diagnosis: {
      verdict: 'explicitDeny',
      layer: 'scp',
      cause: 'explicitDeny',
      blockers: [
        {
          layer: 'scp',
          effect: 'explicitDeny',
          cause: 'explicitDeny',
          statements: [
            statementOf(null, { ...SCP, name: null, attachedTo: null, statementIndex: null }),
          ],
        },
      ],
      evidence: [
        {
          source: 'errorMessage',
          says: `AWS says "with an explicit deny in a service control policy" (${SCP.arn})`,
        },
      ],
      gaps: [
        'the service control policy that AWS names was not read, so its statement cannot be shown',
      ],
    },
    remedy: {
      kind: 'guardrail',
      owner: "the organization's administrators (management account or delegated administrator)",
      says: 'No Allow can help: service control policy p-2kgnabcd refuses it on purpose. Ask its owner, or do without.',
    },
  });
}

function anonymous(): AlertInput {
  return inputOf({
    principal: {
      type: 'anonymous',
      arn: null,
      accountId: null,
      sessionArn: null,
      sessionName: null,
      userName: null,
      accessKeyId: null,
    },
    denial: {
      accountId: null,
      recipientAccountId: '111122223333',
      eventName: 'GetObject',
      action: 's3:GetObject',
      readOnly: true,
      managementEvent: false,
      resource: {
        arn: 'arn:aws:s3:::my-website/private/report.html',
        named: null,
        accountId: '111122223333',
      },
    },
    why: 'The policy of report.html allows s3:GetObject, but not to the caller.',
    diagnosis: {
      layer: 'resource',
      cause: 'principalMismatch',
      confidence: 'inferred',
      evidence: [{ source: 'errorMessage', says: 'AWS answers AccessDenied' }],
      gaps: ['the bucket policy of my-website was not read (needs s3:GetBucketPolicy)'],
    },
    remedy: {
      kind: 'fixRequest',
      owner: 'the owner of arn:aws:s3:::my-website/private/report.html (account 111122223333)',
      says: 'The request was not signed: make it with credentials. Opening the resource to everybody is not proposed.',
    },
    input: {
      occurrences: { count: 31, first: '2026-11-19T14:40:55Z', last: '2026-11-19T14:41:07Z' },
    },
  });
}

function identityCenter(): AlertInput {
  const arn =
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef';
  return inputOf({
    principal: {
      type: 'identityCenter',
      arn,
      sessionName: 'kim@example.com',
      sessionArn:
        'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/kim@example.com',
      permissionSet: 'Developer',
    },
    denial: {
      eventSource: 'logs.amazonaws.com',
      eventName: 'StartQuery',
      action: 'logs:StartQuery',
      readOnly: true,
      region: 'eu-west-1',
      resource: {
        arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*',
        named: null,
        accountId: '111122223333',
      },
    },
    said: { authorizationId: 'ejsk06qtimkkubln9lbjmt1h' },
    why: 'No identity-based policy of role AWSReservedSSO_Developer_0123456789abcdef allows logs:StartQuery.',
    diagnosis: {
      evidence: [
        {
          source: 'authorizationDetails',
          says: "AWS's authorization details: logs:StartQuery on *: implicit deny, no policy matched",
        },
        { source: 'errorMessage', says: 'AWS says "no identity-based policy allows" it' },
      ],
    },
    remedy: {
      kind: 'grant',
      proof: 'evaluated',
      owner: 'the administrators of IAM Identity Center (permission set Developer)',
      says: 'Add an inline policy.',
      caveats: [
        'role AWSReservedSSO_Developer_0123456789abcdef belongs to IAM Identity Center: make the change in the inline policy of permission set Developer, not in the role.',
      ],
      changes: [
        {
          do: 'addStatement',
          policy: { layer: 'identity', arn: null, name: null, attachedTo: arn },
          statement: {
            Effect: 'Allow',
            Action: 'logs:StartQuery',
            Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*',
          },
        },
      ],
    },
    input: { links: { accessPortalUrl: 'https://example.awsapps.com/start/' } },
  });
}

function pastedText(): AlertInput {
  return inputOf({
    principal: {
      type: 'unknown',
      arn: null,
      accountId: null,
      sessionArn: null,
      sessionName: null,
      userName: null,
    },
    denial: {
      eventId: null,
      time: null,
      accountId: null,
      recipientAccountId: null,
      region: null,
      eventSource: null,
      eventName: null,
      action: 'iam:GetRole',
      resource: { arn: null, named: { type: 'role', name: 'orders-api' }, accountId: null },
      readOnly: null,
    },
    why: 'AWS does not say why, and what could be looked at does not explain it.',
    diagnosis: {
      verdict: 'unknown',
      layer: null,
      cause: 'unknown',
      confidence: 'unknown',
      gaps: [
        'the policies of the caller: no credentials and no snapshot',
        'organization policies: no credentials and no snapshot',
        'the policy of the resource: no credentials and no snapshot',
        'the session policy: no credentials and no snapshot',
        'the time of the request: not in the text',
        'the Region: not in the text',
      ],
    },
    remedy: { kind: 'none', owner: 'not known', says: '' },
    input: { occurrences: { count: 1, first: null, last: null } },
  });
}

function hostile(): AlertInput {
  const long = 'a'.repeat(40_000);
  const nasty =
    '<!channel> <@U012AB3CD> & <https://evil.example|click> `code` *bold* _it_ ~no~ :aws: \u001b[31mred\u001b[0m \u202egnp.exe | <script>alert(1)</script> [x](javascript:alert(1)) ${jndi} %{if} \r\n# head';
  const arn = `arn:aws:s3:::my-bucket/${nasty}/${long}`;
  const statement = {
    Sid: nasty,
    Effect: 'Allow',
    Action: ['s3:PutObject', '```'],
    Resource: arn,
    Condition: { StringEquals: { 'aws:PrincipalTag/team': '${aws:username} %{x} \u202e"quoted"' } },
    __proto__x: [nasty],
  };
  return inputOf({
    principal: {
      arn: `arn:aws:iam::111122223333:role/${nasty}`,
      sessionName: nasty,
      sessionArn: nasty,
      accountId: nasty,
      invokedBy: nasty,
    },
    denial: {
      eventId: nasty,
      time: nasty,
      accountId: nasty,
      region: nasty,
      eventSource: nasty,
      eventName: nasty,
      action: `s3:${nasty}`,
      resource: { arn, named: null, accountId: nasty },
      errorMessage: long,
      userAgent: nasty,
    },
    why: `${nasty} ${long}`,
    diagnosis: {
      nearMisses: [
        {
          statement: statementOf(statement, { name: nasty, attachedTo: nasty }),
          failed: 'resource',
          reason: 'nameDiffers',
          expected: nasty,
          actual: long,
        },
      ],
      evidence: [
        { source: 'errorMessage', says: nasty },
        { source: 'record', says: long },
      ],
      gaps: Array.from({ length: 40 }, (_, index) => `${nasty} ${index}`),
    },
    remedy: {
      kind: 'editStatement',
      owner: nasty,
      says: nasty,
      changes: [
        {
          do: 'replaceStatement',
          policy: { layer: 'identity', arn: null, name: nasty, attachedTo: nasty },
          statementIndex: 0,
          statement: { ...statement, Resource: Array.from({ length: 300 }, () => nasty) },
        },
      ],
    },
    input: {
      accountName: nasty,
      occurrences: { count: 2, first: nasty, last: nasty },
      recentChanges: [{ time: nasty, by: nasty, what: nasty, eventName: nasty, eventId: nasty }],
    },
  });
}
