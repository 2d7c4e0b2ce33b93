import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  OrganizationsServiceException,
} from '@aws-sdk/client-organizations';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import type { RecordHandler } from '../../lambdas/shared/middleware';
import { mockIam } from '../aws/support/iam-account';
import { FakeTable } from '../aws/support/table';
import { captureOutput, CONTEXT, deniedUpload, queueEvent } from './events';

const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE000000002',
  AWS_SECRET_ACCESS_KEY: 'not-a-key',
  TABLE_NAME: 'denials',
  ALERT_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
  ALERT_WINDOW_HOURS: '24',
  READ_ORGANIZATION_POLICIES: 'false',
  OWN_ACCOUNT_ID: '111122223333',
  OWN_ROLE_NAME: 'Denywatch-DenialWatcherRole',
  POWERTOOLS_SERVICE_NAME: 'denial-watcher',
  POWERTOOLS_METRICS_NAMESPACE: 'Denywatch',
  POWERTOOLS_LOG_LEVEL: 'INFO',
};
const SLACK_URL = 'https://hooks.slack.com/services/T0EXAMPLE/B0EXAMPLE/abcdefgh';

const original = process.env;
let output: ReturnType<typeof captureOutput>;
let table: FakeTable;
let sns: AwsClientStub<SNSClient>;

beforeEach(() => {
  process.env = { ...original, ...ENVIRONMENT };
  output = captureOutput();
  table = new FakeTable();
  sns = mockClient(SNSClient);
  sns.on(PublishCommand).resolves({ MessageId: 'message' });
  mockClient(OrganizationsClient)
    .on(DescribeOrganizationCommand)
    .rejects(
      new OrganizationsServiceException({
        name: 'AWSOrganizationsNotInUseException',
        $fault: 'client',
        $metadata: {},
      }),
    );
  mockIam({
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
  })
    .on(SimulatePrincipalPolicyCommand)
    .resolves({
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
});

afterEach(() => {
  process.env = original;
});

/** The handler as Lambda makes it at a cold start, with the environment of the moment. */
async function coldStart(): Promise<RecordHandler> {
  const { createHandler } = await import('../../lambdas/denial-watcher');
  return createHandler(process.env);
}

/** The texts that were published: subject and e-mail of each. */
function published(): readonly { subject: string; email: string }[] {
  return sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => ({
    subject: input.Subject ?? '',
    email: (JSON.parse(input.Message ?? '{}') as { default: string }).default,
  }));
}

/** The sum of one metric over everything that was written. */
function metric(name: string): number {
  return output
    .flatMap((line) => [line[name] ?? []].flat(2))
    .reduce<number>((a, b) => a + Number(b), 0);
}

describe('denial-watcher', () => {
  it('makes one readable alert of a denied upload', async () => {
    const handler = await coldStart();
    await expect(handler(queueEvent(deniedUpload()), CONTEXT)).resolves.toEqual({
      batchItemFailures: [],
    });
    const [alert, ...more] = published();
    expect(more).toEqual([]);
    expect(alert?.subject).toMatch(/payments-worker.*s3:PutObject/);
    for (const part of [
      'payments-worker was denied s3:PutObject',
      'arn:aws:s3:::example-invoices/uploads/8812.pdf',
      'WriteUploads',
      's3-access',
      '+   "arn:aws:s3:::example-invoices/uploads/8812.pdf"',
      'Proven: allowed after this change',
      'AWS says "no identity-based policy allows" it',
    ]) {
      expect(alert?.email).toContain(part);
    }
    expect([metric('Denials'), metric('Alerts')]).toEqual([1, 1]);
    expect(metric('AlertLatency')).toBeGreaterThan(0);
  });

  it('alerts once for one problem, however often it happens and is delivered', async () => {
    const handler = await coldStart();
    await handler(queueEvent(deniedUpload('e1')), CONTEXT);
    await handler(queueEvent(deniedUpload('e1'), deniedUpload('e2'), deniedUpload('e3')), CONTEXT);
    const again = await coldStart();
    await again(queueEvent(deniedUpload('e4')), CONTEXT);
    expect(published()).toHaveLength(1);
    expect(metric('Repeats')).toBe(4);
  });

  it('gives a poison message back and does the ones beside it', async () => {
    const handler = await coldStart();
    await expect(handler(queueEvent('{"detail": ', deniedUpload()), CONTEXT)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
    expect(published()).toHaveLength(1);
  });

  it('does nothing about a record that is no denial, nor about its own denials', async () => {
    const handler = await coldStart();
    const throttled = JSON.parse(
      JSON.stringify(deniedUpload())
        .replace('"AccessDenied"', '"ThrottlingException"')
        .replace(/"errorMessage":"(?:[^"\\]|\\.)*"/, '"errorMessage":"Rate exceeded"'),
    ) as object;
    const own = JSON.parse(
      JSON.stringify(deniedUpload()).replaceAll('payments-worker', ENVIRONMENT.OWN_ROLE_NAME),
    ) as object;
    await expect(handler(queueEvent(throttled, own), CONTEXT)).resolves.toEqual({
      batchItemFailures: [],
    });
    expect(published()).toEqual([]);
    expect(table.items.size).toBe(0);
    expect([metric('NoDenials'), metric('OwnDenialsLeftOut')]).toEqual([1, 1]);
  });

  it('gives a message back when the alert cannot be sent, and sends it when it comes again', async () => {
    const handler = await coldStart();
    sns.on(PublishCommand).rejectsOnce(new Error('no network'));
    const event = queueEvent(deniedUpload(), 'hello');
    await expect(handler(event, CONTEXT)).rejects.toThrow();
    expect(JSON.stringify(output)).toContain('no network');
    await expect(handler(queueEvent(deniedUpload()), CONTEXT)).resolves.toEqual({
      batchItemFailures: [],
    });
    expect(published()).toHaveLength(2);
    expect(metric('Alerts')).toBe(1);
  });

  it('posts to Slack where a secret is named, and shows its URL nowhere', async () => {
    process.env['SLACK_WEBHOOK_SECRET'] = 'denywatch/slack-webhook';
    const secrets = mockClient(SecretsManagerClient);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: SLACK_URL });
    const fetchMock = jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation(() => Promise.resolve(new Response('no_service', { status: 404 })));
    const handler = await coldStart();
    expect(secrets.commandCalls(GetSecretValueCommand)).toEqual([]);
    await expect(handler(queueEvent(deniedUpload()), CONTEXT)).rejects.toThrow();
    fetchMock.mockImplementation(() => Promise.resolve(new Response('ok')));
    await handler(queueEvent(deniedUpload()), CONTEXT);
    const [, [url, init] = []] = fetchMock.mock.calls;
    expect(url).toBe(SLACK_URL);
    expect(JSON.stringify(init)).toContain('payments-worker');
    expect(JSON.stringify(output)).not.toContain('hooks.slack.com');
    // SNS had taken the alert at the first try: it is not told twice.
    expect(published()).toHaveLength(1);
  });

  it('does not start without its environment, and says what is missing', async () => {
    delete process.env['TABLE_NAME'];
    await expect(coldStart()).rejects.toThrow(/TABLE_NAME: expected a text/);
  });
});
