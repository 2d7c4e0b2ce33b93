import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../lib/cli/program';
import { commandIo } from '../support/command-io';
import { deniedGetItem } from '../support/records';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'denywatch-rules-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command over a log file of these records, with these settings. */
async function told(command: string, records: object[], config: object = {}, ...more: string[]) {
  const log = path.join(folder, 'log.json');
  const settings = path.join(folder, 'settings.json');
  await writeFile(log, JSON.stringify({ Records: records }));
  await writeFile(settings, JSON.stringify(config));
  const printed = commandIo();
  const exitCode = await run([command, log, '--config', settings, ...more], printed.io);
  return { exitCode, out: printed.out(), err: printed.err() };
}

const bell = deniedGetItem({
  eventSource: 'health.amazonaws.com',
  eventName: 'DescribeEventAggregates',
  errorMessage:
    'User: arn:aws:iam::111122223333:user/mara is not authorized to perform: health:DescribeEventAggregates because no identity-based policy allows the health:DescribeEventAggregates action',
});
const noise = [
  {
    id: 'mara-looks-around',
    match: { 'userIdentity.userName': 'mara' },
    treatment: 'hide',
    why: 'She learns.',
    expires: '2026-11-19',
  },
];

describe('denywatch why-hidden', () => {
  it('names the entry with its reason, and the one that has expired', async () => {
    const { exitCode, out } = await told('why-hidden', [bell, deniedGetItem()], { noise });
    expect(exitCode).toBe(0);
    expect(out)
      .toBe(`arn:aws:iam::111122223333:user/mara health:DescribeEventAggregates at 2026-11-19T08:02:11Z
  hidden: health-event-aggregates of the catalogue (hide)
  why: The bell in every console page; two projects except it by name (see also DataBiosphere/azul#4952).
  matches: eventSource is health.amazonaws.com, eventName is DescribeEventAggregates
  mara-looks-around of the settings matches, but expired on 2026-11-19
arn:aws:iam::111122223333:user/mara dynamodb:GetItem at 2026-11-19T08:02:11Z
  alerted: no noise entry matches
  mara-looks-around of the settings matches, but expired on 2026-11-19
`);
  });

  it('says why an entry has less effect than it asks for', async () => {
    const write = deniedGetItem({
      userIdentity: { type: 'AWSService', invokedBy: 'sns.amazonaws.com' },
      eventSource: 'sqs.amazonaws.com',
      eventName: 'SendMessage',
      errorMessage: 'Access Denied',
      readOnly: false,
    });
    const { out } = await told('why-hidden', [write]);
    expect(out).toContain('in the digest only: aws-service-principal of the catalogue (hide)');
    expect(out).toContain('but: the catalogue hides no denied write');
  });

  it('prints one line of JSON for each denial', async () => {
    const { out } = await told('why-hidden', [bell], {}, '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      treatment: 'hide',
      entry: { id: 'health-event-aggregates' },
      origin: 'catalogue',
      expired: [],
    });
  });

  it('refuses settings that are wrong, and a file that is not there', async () => {
    const wrong = await told('why-hidden', [bell], { noise: [{ ...noise[0], expires: 'soon' }] });
    expect([wrong.exitCode, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain('noise[0].expires: expected the last day of the entry');
    const printed = commandIo();
    expect(await run(['why-hidden', '-', '--config', '/nowhere.json'], printed.io)).toBe(2);
    expect(printed.err()).toContain('--config /nowhere.json cannot be read');
  });

  it('knows that a pasted message is no record', async () => {
    const printed = commandIo();
    const message =
      'User: arn:aws:iam::111122223333:user/mara is not authorized to perform: health:DescribeEvents because no identity-based policy allows the health:DescribeEvents action';
    const exitCode = await run(['why-hidden', message], printed.io);
    expect([exitCode, printed.err()]).toEqual([0, '']);
    expect(printed.out()).toContain('alerted: it is no CloudTrail record');
  });
});

describe('denywatch route', () => {
  const routes = [
    { when: { principalTag: { team: 'payments' } }, to: ['pay'] },
    { when: { service: 'dynamodb' }, to: ['pay', 'sns'] },
  ];
  const channels = { pay: { kind: 'slackWebhook', webhookSecret: 'pay' } };

  it('says where a denial goes, and why not elsewhere', async () => {
    const { exitCode, out } = await told('route', [deniedGetItem(), bell], { routes, channels });
    expect(exitCode).toBe(0);
    expect(out).toBe(`arn:aws:iam::111122223333:user/mara dynamodb:GetItem at 2026-11-19T08:02:11Z
  to pay, sns: routes[1], because its service is dynamodb
  not routes[0]: its principal tag team is not known
  owner: not known
arn:aws:iam::111122223333:user/mara health:DescribeEventAggregates at 2026-11-19T08:02:11Z
  to sns, pay: the default channels, because no route applies
  not routes[0]: its principal tag team is not known
  not routes[1]: its service is health, not dynamodb
  owner: not known
`);
  });

  it('prints one line of JSON for each denial', async () => {
    const { out } = await told(
      'route',
      [deniedGetItem()],
      { routes, channels },
      '--format',
      'json',
    );
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      route: 1,
      channels: ['pay', 'sns'],
      owner: null,
    });
  });
});
