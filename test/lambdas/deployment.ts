import { SimulatePrincipalPolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  OrganizationsServiceException,
} from '@aws-sdk/client-organizations';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AttributeValue, DynamoDBRecord, SQSEvent } from 'aws-lambda';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { packRuntimeSettings, type RuntimeSettings } from '../../lambdas/shared/runtime-settings';
import { mockIam } from '../aws/support/iam-account';
import type { FakeDynamoDb } from '../support/dynamodb/fake-dynamodb';
import { CONTEXT, queueEvent } from './events';

export const DENIALS_URL = 'https://sqs.eu-central-1.amazonaws.com/111122223333/denials';
export const JOBS_URL = 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs';

/** Settings with one topic, unless told otherwise. */
export function runtimeSettings(changes: Partial<RuntimeSettings> = {}): RuntimeSettings {
  return {
    escalateAt: [3, 100],
    quietHours: 24,
    freshHours: 24,
    retentionDays: 90,
    storm: { newGroups: 20, minutes: 5, perCaller: 10 },
    channels: [{ kind: 'sns', name: 'sns' }],
    routes: [],
    defaultChannels: ['sns'],
    ownerTags: ['owner', 'team'],
    noise: [],
    ...changes,
  };
}

/** The environment of both Lambdas. */
export function environment(settings: RuntimeSettings = runtimeSettings()): NodeJS.ProcessEnv {
  return {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE000000002',
    AWS_SECRET_ACCESS_KEY: 'not-a-key',
    TABLE_NAME: 'denials',
    DENIAL_QUEUE_URL: DENIALS_URL,
    DELIVERY_QUEUE_URL: JOBS_URL,
    RUNTIME_SETTINGS: packRuntimeSettings(settings),
    ALERT_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
    READ_ORGANIZATION_POLICIES: 'false',
    OWN_ACCOUNT_ID: '111122223333',
    OWN_ROLE_NAMES: 'Denywatch-DenialWatcherRole,Denywatch-AlertSenderRole',
    POWERTOOLS_SERVICE_NAME: 'denywatch',
    POWERTOOLS_METRICS_NAMESPACE: 'Denywatch',
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
}

/** What answers for AWS about an account. */
export interface MockedAccount {
  readonly iam: AwsClientStub<IAMClient>;
  readonly organizations: AwsClientStub<OrganizationsClient>;
}

/** An account with one role, whose policy names the bucket and not its objects. */
export function mockAccount(): MockedAccount {
  const organizations = mockClient(OrganizationsClient);
  organizations.on(DescribeOrganizationCommand).rejects(
    new OrganizationsServiceException({
      name: 'AWSOrganizationsNotInUseException',
      $fault: 'client',
      $metadata: {},
    }),
  );
  const iam = mockIam({
    roles: {
      'payments-worker': {
        arn: 'arn:aws:iam::111122223333:role/payments-worker',
        id: 'AROAEXAMPLEPAYMENTS01',
        inline: {
          's3-access': JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'WriteUploads',
                Effect: 'Allow',
                Action: 's3:PutObject',
                Resource: 'arn:aws:s3:::example-invoices',
              },
            ],
          }),
        },
      },
    },
  });
  iam.on(SimulatePrincipalPolicyCommand).resolves({
    EvaluationResults: [
      {
        EvalActionName: 's3:PutObject',
        EvalResourceName: 'arn:aws:s3:::example-invoices/uploads/8812.pdf',
        EvalDecision: 'implicitDeny',
        MatchedStatements: [],
        MissingContextValues: [],
      },
    ],
  });
  return { iam, organizations };
}

/** As the stack says it of the delivery queue. */
const JOBS_A_BATCH = 10;

/** Both Lambdas, a table, and by hand what Lambda and SQS do between them. */
export class Deployment {
  readonly sns: AwsClientStub<SNSClient> = mockClient(SNSClient);
  readonly sqs: AwsClientStub<SQSClient> = mockClient(SQSClient);
  readonly account: MockedAccount = mockAccount();
  private readonly fake: FakeDynamoDb;
  private readonly seen = new Map<string, string>();
  private taken = 0;

  constructor(fake: FakeDynamoDb) {
    this.fake = fake;
    fake.table.clear();
    fake.meet(() => null);
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = fake.endpoint;
    this.sns.on(PublishCommand).resolves({ MessageId: 'message' });
    this.sqs.on(SendMessageCommand).resolves({});
    this.sqs.on(ChangeMessageVisibilityCommand).resolves({});
  }

  /** What the table's stream has handed over since the last time: changes of groups. */
  changes(): readonly DynamoDBRecord[] {
    const records: DynamoDBRecord[] = [];
    for (const { pk, sk, group } of this.fake.table.all()) {
      const key = textOf(pk);
      const text = textOf(group);
      if (textOf(sk) !== 'STATE' || this.seen.get(key) === text) continue;
      const before = this.seen.get(key);
      const image = (json: string): Record<string, AttributeValue> => ({ group: { S: json } });
      records.push({
        eventID: String(records.length),
        eventName: before === undefined ? 'INSERT' : 'MODIFY',
        eventSource: 'aws:dynamodb',
        dynamodb: {
          Keys: { pk: { S: key }, sk: { S: 'STATE' } },
          SequenceNumber: String(1000 + records.length),
          NewImage: image(text),
          ...(before !== undefined && { OldImage: image(before) }),
        },
      });
      this.seen.set(key, text);
    }
    return records;
  }

  /** Messages that were put into a queue since the last time, with their delays in seconds. */
  sent(url: string): readonly { readonly body: string; readonly delay: number }[] {
    const calls = this.sqs.commandCalls(SendMessageCommand);
    const fresh = calls.slice(this.taken);
    this.taken = calls.length;
    return fresh
      .map(({ args: [{ input }] }) => input)
      .filter(({ QueueUrl }) => QueueUrl === url)
      .map(({ MessageBody = '', DelaySeconds = 0 }) => ({
        body: MessageBody,
        delay: DelaySeconds,
      }));
  }

  /** Hands changes to the sender and the jobs that come of it, once around. */
  async tell(): Promise<readonly number[]> {
    const { createHandler } = await import('../../lambdas/alert-sender');
    const handler = createHandler(process.env);
    const changes = this.changes();
    if (changes.length > 0) await handler({ Records: [...changes] }, CONTEXT);
    const jobs = this.sent(JOBS_URL);
    for (let at = 0; at < jobs.length; at += JOBS_A_BATCH) {
      const batch = jobs.slice(at, at + JOBS_A_BATCH);
      await handler(queueEvent(...batch.map(({ body }) => body)), CONTEXT);
    }
    return jobs.map(({ delay }) => delay);
  }

  /** The texts that were published: subject and e-mail of each. */
  published(): readonly { readonly subject: string; readonly email: string }[] {
    return this.sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => ({
      subject: input.Subject ?? '',
      email: (JSON.parse(input.Message ?? '{}') as { default: string }).default,
    }));
  }
}

function textOf(attribute: Readonly<Record<string, unknown>> | undefined): string {
  const text = attribute?.['S'];
  return typeof text === 'string' ? text : '';
}

/** The watcher as Lambda makes it at a cold start, with the environment of the moment. */
export async function watch(event: SQSEvent): Promise<unknown> {
  const { createHandler } = await import('../../lambdas/denial-watcher');
  return createHandler(process.env)(event, CONTEXT);
}
