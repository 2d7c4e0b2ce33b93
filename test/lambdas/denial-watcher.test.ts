import { IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { startFakeDynamoDb, type FakeDynamoDb } from '../support/dynamodb/fake-dynamodb';
import { Deployment, environment, runtimeSettings, watch } from './deployment';
import { captureOutput, deniedUpload, logFile, queueEvent } from './events';

const original = process.env;
let output: ReturnType<typeof captureOutput>;
let fake: FakeDynamoDb;
let deployment: Deployment;

beforeAll(async () => {
  process.env = { ...original, ...environment() };
  fake = await startFakeDynamoDb(() => Date.now());
});

beforeEach(() => {
  process.env = { ...original, ...environment() };
  output = captureOutput();
  deployment = new Deployment(fake);
});

afterAll(async () => {
  process.env = original;
  await fake.close();
});

/** The sum of one metric over everything that was written. */
function metric(name: string): number {
  return output
    .flatMap((line) => [line[name] ?? []].flat(2))
    .reduce<number>((a, b) => a + Number(b), 0);
}

const DONE = { batchItemFailures: [] };

describe('denial-watcher', () => {
  it('leads, with alert-sender, from a denied upload to one readable alert', async () => {
    await expect(watch(queueEvent(deniedUpload()))).resolves.toEqual(DONE);
    await deployment.tell();
    const [alert, ...more] = deployment.published();
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
    expect([metric('Denials'), metric('Diagnoses'), metric('Alerts')]).toEqual([1, 1, 1]);
    expect(metric('AlertLatency')).toBeGreaterThan(0);
    expect(fake.invalid).toEqual([]);
  });

  it('hides what the settings call noise, and leads the rest where a route says', async () => {
    const noise = {
      id: 'payments-uploads',
      match: { 'requestParameters.bucketName': 'example-invoices' },
      why: 'The bucket moves.',
      expires: '2999-12-31',
    };
    const routes = [{ when: { service: 's3', account: '111122223333' }, to: ['storage'] }];
    const hide = runtimeSettings({ noise: [{ ...noise, treatment: 'hide' }] });
    process.env['RUNTIME_SETTINGS'] = environment(hide)['RUNTIME_SETTINGS'];
    await expect(watch(queueEvent(deniedUpload()))).resolves.toEqual(DONE);
    expect([metric('Hidden'), metric('Diagnoses'), deployment.changes()]).toEqual([1, 0, []]);
    process.env['RUNTIME_SETTINGS'] = environment(runtimeSettings({ routes }))['RUNTIME_SETTINGS'];
    await expect(watch(queueEvent(deniedUpload('e2')))).resolves.toEqual(DONE);
    const [state] = deployment.changes();
    expect(JSON.parse(state?.dynamodb?.NewImage?.['group']?.S ?? '{}')).toMatchObject({
      channels: ['storage'],
    });
  });

  it('counts each denial once, and asks IAM once for one problem', async () => {
    await watch(queueEvent(deniedUpload('e1')));
    const iam = mockClient(IAMClient);
    await watch(queueEvent(deniedUpload('e1'), logFile(deniedUpload('e2'), deniedUpload('e1'))));
    await watch(queueEvent(deniedUpload('e3')));
    const [state] = deployment.changes();
    expect(JSON.parse(state?.dynamodb?.NewImage?.['group']?.S ?? '{}')).toMatchObject({
      count: 3,
      escalatedTo: 3,
      labels: { principal: 'payments-worker' },
    });
    expect(iam.calls()).toEqual([]);
    expect([metric('Denials'), metric('Diagnoses'), metric('Repeats')]).toEqual([5, 1, 4]);
  });

  it('gives a poison message back and does the ones beside it', async () => {
    const batch = queueEvent('{"detail": ', deniedUpload(), 'hello');
    await expect(watch(batch)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    });
    expect(deployment.changes()).toHaveLength(1);
    const errors = output.filter(({ level }) => level === 'ERROR');
    expect(errors.map(({ messageId }) => messageId)).toEqual(['m0', 'm2']);
    expect(JSON.stringify(errors)).toContain('expected a CloudTrail record; found text');
    expect([metric('Messages'), metric('FailedMessages')]).toEqual([3, 2]);
  });

  it('does nothing about a record that is no denial, nor about its own denials', async () => {
    const text = JSON.stringify(deniedUpload());
    const throttled = text
      .replace('"AccessDenied"', '"ThrottlingException"')
      .replace(/"errorMessage":"(?:[^"\\]|\\.)*"/, '"errorMessage":"Rate exceeded"');
    const own = text.replaceAll('payments-worker', 'Denywatch-AlertSenderRole');
    await expect(watch(queueEvent(throttled, own))).resolves.toEqual(DONE);
    expect(fake.table.all()).toEqual([]);
    expect([metric('NoDenials'), metric('OwnDenialsLeftOut')]).toEqual([1, 1]);
  });

  it('gives messages back when the table cannot be reached, and counts them when they come again', async () => {
    fake.meet((operation) => (operation === 'TransactWriteItems' ? 'internalError' : null));
    await expect(watch(queueEvent(deniedUpload(), deniedUpload('e2')))).rejects.toThrow();
    fake.meet(() => null);
    await expect(watch(queueEvent(deniedUpload(), deniedUpload('e2')))).resolves.toEqual(DONE);
    await deployment.tell();
    expect(deployment.published()).toHaveLength(1);
    expect(JSON.stringify(output)).not.toContain('uploads/8812.pdf');
  }, 30_000);

  it('looks again at a group, and lets go of one that is not kept any more', async () => {
    await watch(queueEvent(deniedUpload()));
    const [state] = deployment.changes();
    const { id } = JSON.parse(state?.dynamodb?.NewImage?.['group']?.S ?? '{}') as { id: string };
    const by = { name: 'alice', id: 'slack:T1/U1' };
    const again = (group: string): string =>
      JSON.stringify({ denywatch: 'recheck', group, reason: 'asked', attempt: 1, by });
    await expect(watch(queueEvent(again(id), again('f00d')))).resolves.toEqual(DONE);
    const [changed] = deployment.changes();
    expect(JSON.parse(changed?.dynamodb?.NewImage?.['group']?.S ?? '{}')).toMatchObject({
      checked: { by, allowed: false },
      revision: 2,
    });
  });

  it('does not start without its environment, and says what is missing', async () => {
    delete process.env['TABLE_NAME'];
    await expect(watch(queueEvent())).rejects.toThrow(/TABLE_NAME: expected a text/);
  });
});
