import type { Context, SQSEvent } from 'aws-lambda';
import { packRuntimeSettings } from '../lambdas/shared/runtime-settings';
import { runtimeSettingsOf } from '../lib/infra/settings/runtime';
import { parseSettings } from '../lib/infra/settings/settings';
import { startFakeAws, type FakeAws } from '../test/support/aws/fake-aws';
import { startFakeDynamoDb, type FakeDynamoDb } from '../test/support/dynamodb/fake-dynamodb';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const RECORDS = 1_000;
const BATCH = 100;
const CALLERS = ['orders-api', 'invoices', 'nightly-etl', 'thumbnailer', 'reporting'];
const REQUESTS = ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'PurgeQueue'];
/** Of each caller; with five callers 35 distinct requests. */
const PER_CALLER = 7;

/**
 * Prints what 1,000 denials of 5 callers and 35 distinct requests cost the watcher: calls, and seconds
 * from the first batch to the last, with services that answer at once and after 20 ms. The services
 * answer from the same process.
 */
export async function benchWatcher(): Promise<void> {
  const distinct = CALLERS.length * PER_CALLER;
  console.log(
    `watcher: ${RECORDS} denials of ${CALLERS.length} callers and ${distinct} distinct requests, in batches of ${BATCH}`,
  );
  for (const latencyMs of [0, 20]) {
    const { seconds, aws, table } = await watchAll(latencyMs);
    const rate = Math.round(RECORDS / seconds);
    console.log(
      `  answers after ${latencyMs} ms: ${seconds.toFixed(2)} s, ${rate} records/s, ${aws + table} calls (${aws} of IAM, STS and Organizations, ${table} of the table)`,
    );
  }
}

async function watchAll(
  latencyMs: number,
): Promise<{ readonly seconds: number; readonly aws: number; readonly table: number }> {
  const aws = await startFakeAws({ snapshot: snapshot(), accountId: ACCOUNT });
  const table = await startFakeDynamoDb(() => Date.now());
  aws.faults.latencyMs = latencyMs;
  table.answerAfter(latencyMs);
  try {
    Object.assign(process.env, environment(aws, table));
    const { createHandler } = await import('../lambdas/denial-watcher');
    const handler = createHandler(process.env);
    const start = performance.now();
    for (let at = 0; at < RECORDS; at += BATCH) {
      const { batchItemFailures } = await handler(batch(at), CONTEXT);
      if (batchItemFailures.length > 0) throw new Error('expected no message to fail');
    }
    const seconds = (performance.now() - start) / 1000;
    const calls = [...table.calls.values()].reduce((sum, count) => sum + count, 0);
    return { seconds, aws: aws.calls.length, table: calls };
  } finally {
    await aws.close();
    await table.close();
  }
}

/** Callers that may read one queue, and are denied all else. */
function snapshot(): object {
  const service = { Service: 'ec2.amazonaws.com' };
  const trust = [{ Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' }];
  const roles = CALLERS.map((name) => ({
    RoleName: name,
    Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: trust },
    RolePolicyList: ['queues', 'objects'].map((policy) => ({
      PolicyName: policy,
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: policy,
            Effect: 'Allow',
            Action: 'sqs:Get*',
            Resource: `arn:aws:sqs:*:*:${policy}`,
          },
        ],
      },
    })),
    AttachedManagedPolicies: [],
    Tags: [],
  }));
  const authorizationDetails = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: roles,
    Policies: [],
  };
  return { version: 1, accounts: { [ACCOUNT]: { authorizationDetails } } };
}

function batch(first: number): SQSEvent {
  const Records = Array.from({ length: BATCH }, (_, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body: JSON.stringify({ detail: denial(first + index) }),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:denials`,
    awsRegion: REGION,
  }));
  return { Records };
}

function denial(at: number): object {
  const request = at % (CALLERS.length * PER_CALLER);
  const role = CALLERS[request % CALLERS.length] ?? '';
  const kind = Math.floor(request / CALLERS.length);
  const eventName = REQUESTS[kind % REQUESTS.length] ?? '';
  const queue = `arn:aws:sqs:${REGION}:${ACCOUNT}:work-${kind}`;
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/worker`;
  const action = `sqs:${eventName.toLowerCase()}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      arn: session,
      accountId: ACCOUNT,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          accountId: ACCOUNT,
          userName: role,
        },
      },
    },
    eventTime: '2026-11-19T08:02:11Z',
    eventSource: 'sqs.amazonaws.com',
    eventName,
    awsRegion: REGION,
    errorCode: 'AccessDenied',
    errorMessage: `User: ${session} is not authorized to perform: ${action} on resource: ${queue} because no identity-based policy allows the ${action} action`,
    requestParameters: null,
    responseElements: null,
    eventID: `0b1c2d3e-0000-4000-8000-${String(at).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
  };
}

function environment(aws: FakeAws, table: FakeDynamoDb): NodeJS.ProcessEnv {
  const settings = runtimeSettingsOf(parseSettings(null, 'none', 'us-east-1'));
  return {
    ...aws.endpointsFor(`arn:aws:iam::${ACCOUNT}:role/denial-watcher`),
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE000000002',
    AWS_SECRET_ACCESS_KEY: 'not-a-key',
    TABLE_NAME: 'denials',
    DENIAL_QUEUE_URL: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/denials`,
    RUNTIME_SETTINGS: packRuntimeSettings(settings),
    READ_ORGANIZATION_POLICIES: 'false',
    OWN_ACCOUNT_ID: ACCOUNT,
    OWN_ROLE_NAMES: 'denial-watcher',
    POWERTOOLS_SERVICE_NAME: 'denial-watcher',
    POWERTOOLS_METRICS_NAMESPACE: 'Denywatch',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: 'ERROR',
  };
}

const CONTEXT = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'denial-watcher',
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:denial-watcher`,
  memoryLimitInMB: '512',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  logGroupName: 'log-group',
  logStreamName: 'log-stream',
  getRemainingTimeInMillis: () => 120_000,
} as Context;
