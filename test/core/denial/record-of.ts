import type { Json } from '../../../lib/core/record/json';
import { parseRecord } from '../../../lib/core/record/parse';
import type { CloudTrailRecord } from '../../../lib/core/record/record';

const USER: Json = {
  type: 'IAMUser',
  principalId: 'AIDACKCEVSQ6C2EXAMPLE',
  arn: 'arn:aws:iam::111122223333:user/ops/erin',
  accountId: '111122223333',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  userName: 'erin',
};

/** A denied call of an IAM user as CloudTrail writes it, with the given fields in place of its own. */
export function recordOf(fields: Readonly<Record<string, Json>>): CloudTrailRecord {
  const result = parseRecord({
    eventVersion: '1.11',
    userIdentity: USER,
    eventTime: '2026-11-19T08:02:11Z',
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'DescribeTable',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.57',
    userAgent: 'aws-cli/2.31.18',
    errorCode: 'AccessDenied',
    requestParameters: null,
    responseElements: null,
    eventID: '0c59816a-ed46-4884-ae57-2567e3fb6b48',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
    ...fields,
  });
  if (!result.ok) throw new Error(`not a record: ${result.found}`);
  return result.record;
}

/** `userIdentity` of a role session. */
export function roleSession(
  roleArn: string,
  session: string,
  more: Readonly<Record<string, Json>> = {},
  attributes: Readonly<Record<string, Json>> = {},
): Json {
  const [, partition = 'aws', , , account = '', path = ''] = roleArn.split(':');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `AROADBQP57FF2AEXAMPLE:${session}`,
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROADBQP57FF2AEXAMPLE',
        arn: roleArn,
        accountId: account,
        userName: name,
      },
      attributes: {
        creationDate: '2026-11-19T07:41:02Z',
        mfaAuthenticated: 'false',
        ...attributes,
      },
    },
    ...more,
  };
}
