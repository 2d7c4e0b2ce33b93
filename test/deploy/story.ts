import { mkdir, writeFile } from 'node:fs/promises';
import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readRuntimeSettings } from '../../lambdas/shared/runtime-settings';
import { startFakeAws, type FakeAws } from '../support/aws/fake-aws';
import { sampleWeek } from '../support/sample-week';
import { AlertListener, messagesIn, untilQuiet } from './alerts';
import { awsClients, type Aws } from './aws';
import { denialOfRole, knownAuthorizationDetails, ownCases, repeats, type Case } from './cases';
import { Cdk, type StackOutputs } from './cdk';
import { DeployedStack, type DeployedFunction } from './deployed-stack';
import { startEmulator } from './emulator';
import { enableRulesOfManagementEvents } from './emulator-defects';
import { putOnBus } from './event-bus';
import { askEventRuler } from './event-ruler';
import { askFake } from './fake-behind-lambdas';
import { compareWithGolden } from './golden';
import { classifiedRecords, deployedPatterns, edgeCases, knownGaps } from './pattern-check';
import type { Processes } from './processes';
import { expectEqual, type Report } from './report';
import { eventRuler, nodeOfLambda, pythonWithEmulator } from './tools';

/** What a run has at hand. */
export interface Run {
  readonly report: Report;
  readonly processes: Processes;
  /** A folder that is gone afterwards. */
  readonly folder: string;
  /** Called when the run is over, also when it failed. */
  readonly onClose: (close: () => Promise<void>) => void;
}

const ACCOUNT = '111122223333';
const HOME = 'eu-west-1';
/** Watched through forwarders; the Region of the global services always is. */
const FORWARDED = ['ap-southeast-2', 'eu-central-1', 'us-east-1'];
const STACK = 'Denywatch';

const SETTINGS = {
  account: ACCOUNT,
  homeRegion: HOME,
  regions: FORWARDED,
  readOrganizationPolicies: true,
  // Each problem by itself: all of a week come within a minute.
  alerts: { windowHours: 24, storm: { newGroups: 500, perCaller: 500 } },
};
const CHANGED = {
  ...SETTINGS,
  alerts: { ...SETTINGS.alerts, windowHours: 12 },
  retention: { logDays: 30 },
};

/** Clients by Region. */
type AwsByRegion = ReadonlyMap<string, Aws>;

/** The deployed stack, ready to be tried. */
interface Deployed {
  readonly byRegion: AwsByRegion;
  readonly home: Aws;
  readonly stack: DeployedStack;
  readonly functions: readonly DeployedFunction[];
  readonly fake: FakeAws;
  readonly outputs: StackOutputs;
}

/** The whole story, in order. */
export async function deployAndTry(run: Run): Promise<void> {
  const { report, processes } = run;
  report.heading('Tools');
  const python = await report.step('a Python with the emulator', () =>
    pythonWithEmulator(processes),
  );
  const node = await report.step('the Node.js of the Lambdas', () => nodeOfLambda(processes));
  const ruler = await report.step("AWS's own event-ruler", () => eventRuler(processes));
  const deployed = await deploy(run, python, node);
  await tryPatterns(run, deployed, ruler);
  await tryRecords(run, deployed);
}

async function deploy(run: Run, python: string, node: string): Promise<Deployed> {
  const { report, processes, folder, onClose } = run;
  report.heading('Deployment');
  const emulator = await report.step('the emulator starts', () =>
    startEmulator(processes, { python, node, folder, region: HOME }),
  );
  // What the emulator and the Lambdas wrote, for whoever looks into a failure.
  onClose(async () => {
    await mkdir('reports', { recursive: true });
    await writeFile('reports/test-deploy.log', emulator.log());
  });
  const fake = await report.step('the fake of IAM, STS and Organizations starts', () =>
    startFakeAws({
      snapshot: sampleWeek().snapshot,
      accountId: ACCOUNT,
      authorizationDetails: knownAuthorizationDetails(),
    }),
  );
  onClose(() => fake.close());
  const regions = [HOME, ...FORWARDED];
  const byRegion: AwsByRegion = new Map(
    regions.map((region) => [region, awsClients(emulator.endpoint, ACCOUNT, region)]),
  );
  const home = byRegion.get(HOME) ?? awsClients(emulator.endpoint, ACCOUNT, HOME);
  const cdk = new Cdk(processes, emulator, { folder, account: ACCOUNT, region: HOME });
  for (const region of regions) {
    await report.step(`cdk bootstrap ${region}`, () => cdk.bootstrap(ACCOUNT, region));
  }
  await report.step('cdk deploy', () => cdk.deploy(SETTINGS));
  const before = await DeployedStack.read(home, STACK);
  const outputs = await report.step('cdk deploy with other settings', () => cdk.deploy(CHANGED));
  const stack = await DeployedStack.read(home, STACK);
  report.check('the second deployment replaced nothing', () => {
    expectEqual(stack.resources, before.resources, 'resources of the stack');
  });
  await report.step('cdk diff finds nothing to change', async () => {
    const { code, output } = await cdk.diff(CHANGED);
    if (code !== 0) throw new Error(output);
  });
  await report.step('cdk diff finds what has changed', async () => {
    const { code } = await cdk.diff(SETTINGS);
    expectEqual(code, 1, 'exit code of cdk diff with the first settings');
  });
  const functions = await stack.functions();
  report.check('the changed setting is in the environment of each Lambda', () => {
    const settings = functions.map(({ variables }) => variables['RUNTIME_SETTINGS'] ?? '');
    const hours = settings.map((packed) => readRuntimeSettings(packed).quietHours);
    expectEqual(hours, [12, 12], 'quietHours');
  });
  const missing = await stack.missingRedrivePolicies(cdk.template(STACK));
  report.check('each queue has the dead-letter queue that the template gives it', () => {
    expectEqual(missing, [], 'queues without');
  });
  for (const aws of byRegion.values()) await enableRulesOfManagementEvents(aws.events);
  await askFake(stack, functions, fake, folder);
  return { byRegion, home, stack, functions, fake, outputs };
}

async function tryPatterns(
  { report, folder }: Run,
  { home, byRegion, functions }: Deployed,
  ruler: string,
): Promise<void> {
  report.heading('Event patterns, as deployed, by the matcher of AWS');
  const patterns = await deployedPatterns(home.events);
  const records = classifiedRecords();
  const edges = edgeCases(functions.map(({ roleArn }) => roleArn));
  const gaps = knownGaps();
  const all = [...records, ...edges, ...gaps];
  const answers = await report.step(`event-ruler judges ${all.length} events`, () =>
    askEventRuler(
      ruler,
      folder,
      patterns,
      all.map(({ event }) => event),
    ),
  );
  const wrong = all.flatMap(({ name, targets }, index) =>
    JSON.stringify(answers[index]) === JSON.stringify(targets)
      ? []
      : [`${name}: expected [${targets.join()}]; found [${answers[index]?.join() ?? ''}]`],
  );
  const none = (names: ReadonlySet<string>): void => {
    const mine = wrong.filter((text) => [...names].some((name) => text.startsWith(`${name}: `)));
    if (mine.length > 0) throw new Error(mine.join('\n'));
  };
  const named = (list: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set(list.map(({ name }) => name));
  report.check(`all ${records.length} records are judged as by the classification`, () => {
    none(named(records));
  });
  for (const edge of edges)
    report.check(edge.name, () => {
      none(named([edge]));
    });
  for (const gap of gaps)
    report.check(`not seen, as documented: ${gap.name}`, () => {
      none(named([gap]));
    });
  for (const region of FORWARDED) {
    await tryForwarder(report, folder, ruler, region, byRegion);
  }
}

async function tryForwarder(
  report: Report,
  folder: string,
  ruler: string,
  region: string,
  byRegion: AwsByRegion,
): Promise<void> {
  const aws = byRegion.get(region);
  if (aws === undefined) return;
  const patterns = await deployedPatterns(aws.events);
  const records = classifiedRecords();
  const answers = await askEventRuler(
    ruler,
    folder,
    patterns,
    records.map(({ event }) => event),
  );
  report.check(`the forwarder of ${region} takes its own denials, and no others`, () => {
    const taken = records.filter((_, index) => answers[index]?.length !== 0);
    const should = records.filter(
      ({ event, targets }) => targets.length > 0 && event['region'] === region,
    );
    expectEqual(
      taken.map(({ name }) => name),
      should.map(({ name }) => name),
      'events taken',
    );
  });
}

async function tryRecords({ report }: Run, deployed: Deployed): Promise<void> {
  const { home, stack, functions, fake, outputs } = deployed;
  report.heading('Records on the bus, alerts from the topic');
  const topic = outputs[STACK]?.['AlertTopicArn'] ?? '';
  const listener = await report.step('a queue subscribes to the alerts', () =>
    AlertListener.subscribe(home, topic),
  );
  const queues = stack.ids('AWS::SQS::Queue');
  const cases = ownCases();
  const alerts = cases.filter(({ expect }) => expect === 'alert');
  const others = cases.filter(({ expect }) => expect !== 'alert');
  await report.step(`${cases.length} records go through`, async () => {
    await put(deployed, cases);
    await untilQuiet(home.sqs, queues, listener, 240_000);
  });
  for (const each of alerts) {
    report.check(`alert: ${each.name}`, () => {
      const found = listener.received.filter((alert) => eventIdOf(alert.body) === idOf(each));
      expectEqual(found.length, 1, 'alerts');
      for (const alert of found) compareWithGolden(each.name, alert);
    });
  }
  const ids = new Set(alerts.map(idOf));
  await report.step('what the catalogue knows as noise is counted, and alerts nobody', async () => {
    const hidden = cases.filter(({ expect }) => expect === 'hidden').length;
    expectEqual(await hiddenIn(home.dynamoDb, stack.ids('AWS::DynamoDB::Table')), hidden, 'hidden');
  });
  report.check(
    `no alert of the ${others.length} records that are noise or only look like denials`,
    () => {
      const more = listener.received.filter(({ body }) => !ids.has(eventIdOf(body)));
      expectEqual(
        more.map(({ subject }) => subject),
        [],
        'further alerts',
      );
    },
  );
  report.check("AWS's own account of a denial was asked for where the message has its id", () => {
    const asked = fake.counts()['iam:GetRequestAuthorizationDetails'];
    expectEqual(asked, knownAuthorizationDetails().size, 'asks');
  });
  const before = listener.received.length;
  const again = repeats(CHANGED.alerts.windowHours);
  const silent = [
    ...again.filter(({ expect }) => expect === 'nothing'),
    ...cases.slice(0, 20),
    ...functions.map(({ roleArn }) => denialOfRole(roleArn)),
  ];
  await report.step('repeats, redelivered records and own denials alert nobody', async () => {
    await put(deployed, silent);
    await untilQuiet(home.sqs, queues, listener, 240_000);
    const more = listener.received.slice(before).map(({ subject }) => subject);
    expectEqual(more, [], 'further alerts');
  });
  const back = again.filter(({ expect }) => expect === 'alert');
  await report.step(
    `${back.length} problems that come back after a long quiet are told again`,
    async () => {
      const told = listener.received.length;
      await put(deployed, back);
      await untilQuiet(home.sqs, queues, listener, 240_000);
      const subjects = listener.received.slice(told).map(({ subject }) => subject);
      expectEqual(subjects.length, back.length, 'alerts');
      expectEqual(
        subjects.filter((subject) => !subject.startsWith('Reopened: ')),
        [],
        'alerts that do not say so',
      );
    },
  );
  await report.step('no message is in a dead-letter queue', async () => {
    const left = await Promise.all(queues.map((url) => messagesIn(home.sqs, url)));
    expectEqual(
      left.filter((count) => count > 0),
      [],
      'messages left',
    );
  });
  report.note(`calls of the Lambdas: ${JSON.stringify(fake.counts())}`);
}

/** How many denials the noise entries hid, as the table counts them. */
async function hiddenIn(client: DynamoDBClient, tables: readonly string[]): Promise<number> {
  const pages = await Promise.all(
    tables.map((TableName) =>
      client.send(
        new ScanCommand({
          TableName,
          FilterExpression: 'begins_with(pk, :hidden)',
          ExpressionAttributeValues: { ':hidden': { S: 'HIDDEN#' } },
        }),
      ),
    ),
  );
  const items = pages.flatMap(({ Items = [] }) => Items);
  const counts = items
    .flatMap((item) => Object.entries(item))
    .filter(([name]) => name !== 'expiresAt');
  return counts.reduce((sum, [, value]) => sum + Number(value.N ?? 0), 0);
}

/** Each record goes on the bus of its Region. */
async function put({ byRegion }: Deployed, cases: readonly Case[]): Promise<void> {
  for (const [region, aws] of byRegion) {
    const here = cases.filter(({ record }) => record['awsRegion'] === region);
    await putOnBus(
      aws.events,
      here.map(({ record }) => record),
    );
  }
}

function idOf({ record }: Case): string {
  return String(record['eventID']);
}

function eventIdOf(body: Readonly<Record<string, unknown>>): string {
  const denial = body['denial'] as { readonly eventId?: string | null } | undefined;
  return denial?.eventId ?? '';
}
