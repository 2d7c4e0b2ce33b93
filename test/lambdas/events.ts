import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

/** An event of the default bus as EventBridge puts it into the queue: a denied upload. */
export function deniedUpload(eventID = '0b1c2d3e-0000-4000-8000-000000000001'): object {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-11-20T14:01:00Z',
    region: 'eu-central-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLEPAYMENTS01:worker-7',
        arn: 'arn:aws:sts::111122223333:assumed-role/payments-worker/worker-7',
        accountId: '111122223333',
        accessKeyId: 'ASIAEXAMPLE000000001',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLEPAYMENTS01',
            arn: 'arn:aws:iam::111122223333:role/payments-worker',
            accountId: '111122223333',
            userName: 'payments-worker',
          },
          attributes: { creationDate: '2026-11-20T13:00:00Z', mfaAuthenticated: 'false' },
        },
      },
      eventTime: '2026-11-20T14:01:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
      awsRegion: 'eu-central-1',
      sourceIPAddress: '10.0.3.17',
      userAgent: '[aws-sdk-js/3.900.0]',
      errorCode: 'AccessDenied',
      errorMessage:
        'User: arn:aws:sts::111122223333:assumed-role/payments-worker/worker-7 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::example-invoices/uploads/8812.pdf" because no identity-based policy allows the s3:PutObject action',
      requestParameters: { bucketName: 'example-invoices', key: 'uploads/8812.pdf' },
      responseElements: null,
      requestID: 'REQUEST1EXAMPLE',
      eventID,
      readOnly: false,
      resources: [
        { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::example-invoices/uploads/8812.pdf' },
        {
          accountId: '111122223333',
          type: 'AWS::S3::Bucket',
          ARN: 'arn:aws:s3:::example-invoices',
        },
      ],
      eventType: 'AwsApiCall',
      managementEvent: false,
      recipientAccountId: '111122223333',
      eventCategory: 'Data',
    },
  };
}

/** What Lambda hands over when it took these bodies from the queue; their ids are `m0`, `m1`, … */
export function queueEvent(...bodies: readonly (object | string)[]): SQSEvent {
  return { Records: bodies.map((body, index) => message(`m${index}`, body)) };
}

function message(messageId: string, body: object | string): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1795183260000',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '1795183261000',
    },
    messageAttributes: {},
    md5OfBody: '0'.repeat(32),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:111122223333:denials',
    awsRegion: 'eu-central-1',
  };
}

/** The context of an invocation, without its deprecated callbacks. */
export const CONTEXT = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'denial-watcher',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:denial-watcher',
  memoryLimitInMB: '512',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  logGroupName: 'log-group',
  logStreamName: 'log-stream',
  getRemainingTimeInMillis: () => 120_000,
} as Context;

/** Some events as one CloudTrail log file. */
export function logFile(...events: readonly object[]): object {
  return { Records: events.map((event) => ('detail' in event ? event.detail : event)) };
}

/** Everything that Powertools writes from now on, metrics and log lines, as parsed JSON. */
export function captureOutput(): readonly Record<string, unknown>[] {
  // Powertools has a console of its own unless it is told that this is no Lambda.
  process.env['POWERTOOLS_DEV'] = 'true';
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
  const lines: Record<string, unknown>[] = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, method).mockImplementation((...[text]: readonly unknown[]) => {
      lines.push(JSON.parse(String(text)) as Record<string, unknown>);
    });
  }
  return lines;
}
