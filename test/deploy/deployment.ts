import { mkdir, writeFile } from 'node:fs/promises';
import { readRuntimeSettings } from '../../lambdas/shared/runtime-settings';
import { startFakeAws, type FakeAws } from '../support/aws/fake-aws';
import { sampleWeek } from '../support/sample-week';
import { awsClients, type Aws } from './aws';
import { knownAuthorizationDetails } from './cases';
import { Cdk, type StackOutputs } from './cdk';
import { cfnLintProblems } from './cfn-lint';
import { CHAT_SETTINGS, makeSecrets, startChats, type Chats } from './chats';
import { DeployedStack, type DeployedFunction } from './deployed-stack';
import { startEmulator, type Emulator } from './emulator';
import { enableRulesOfManagementEvents } from './emulator-defects';
import { surround } from './fake-behind-lambdas';
import type { Processes } from './processes';
import { startRecorder, type Recorder } from './recorder';
import { expectEqual, type Report } from './report';

/** What a run has at hand. */
export interface Run {
  readonly report: Report;
  readonly processes: Processes;
  /** A folder that is gone afterwards. */
  readonly folder: string;
  /** Called when the run is over, also when it failed. */
  readonly onClose: (close: () => Promise<void>) => void;
}

/** The account that is deployed to. */
export const ACCOUNT = '111122223333';
/** The home Region. */
export const HOME = 'eu-west-1';
/** Watched through forwarders; the Region of the global services always is. */
export const FORWARDED = ['ap-southeast-2', 'eu-central-1', 'us-east-1'];
/** Name of the stack. */
export const STACK = 'Denywatch';

const SETTINGS = {
  account: ACCOUNT,
  homeRegion: HOME,
  regions: FORWARDED,
  readOrganizationPolicies: true,
  ...CHAT_SETTINGS,
  // Each problem by itself: all of a week come within a minute.
  alerts: { windowHours: 24, storm: { newGroups: 500, perCaller: 500 } },
};
/** The settings of the second deployment, which is the one that is tried. */
export const CHANGED = {
  ...SETTINGS,
  alerts: { ...SETTINGS.alerts, windowHours: 12 },
  retention: { logDays: 30 },
};

/** Clients by Region. */
export type AwsByRegion = ReadonlyMap<string, Aws>;

/** The deployed stack, ready to be tried. */
export interface Deployed {
  readonly byRegion: AwsByRegion;
  readonly home: Aws;
  readonly stack: DeployedStack;
  readonly functions: readonly DeployedFunction[];
  readonly fake: FakeAws;
  readonly recorder: Recorder;
  readonly chats: Chats;
  readonly outputs: StackOutputs;
  readonly emulator: Emulator;
  readonly cdk: Cdk;
}

/** What answers the Lambdas. */
interface Started {
  readonly emulator: Emulator;
  readonly fake: FakeAws;
  readonly recorder: Recorder;
  readonly chats: Chats;
}

/** Starts everything, deploys twice, and lets the Lambdas meet the fakes. */
export async function deploy(run: Run, python: string, node: string): Promise<Deployed> {
  const { report, processes, folder } = run;
  report.heading('Deployment');
  const started = await start(run, python, node);
  const { emulator, fake, recorder, chats } = started;
  const byRegion: AwsByRegion = new Map(
    [HOME, ...FORWARDED].map((region) => [region, awsClients(emulator.endpoint, ACCOUNT, region)]),
  );
  const home = byRegion.get(HOME) ?? awsClients(emulator.endpoint, ACCOUNT, HOME);
  await report.step('the secrets of the channels are made', () =>
    makeSecrets(home.secretsManager, chats.secrets),
  );
  const cdk = new Cdk(processes, emulator, { folder, account: ACCOUNT, region: HOME });
  for (const region of byRegion.keys()) {
    await report.step(`cdk bootstrap ${region}`, () => cdk.bootstrap(ACCOUNT, region));
  }
  const { stack, outputs } = await deployTwice(run, cdk, home);
  await report.step('cfn-lint finds nothing in the templates', async () => {
    expectEqual(await cfnLintProblems(processes, python, cdk.templates()), [], 'findings');
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
  await surround(stack, functions, {
    fake,
    emulatorPort: Number(new URL(emulator.endpoint).port),
    recorderPort: recorder.port,
    hosts: chats.hosts,
    folder,
  });
  return { ...started, byRegion, home, stack, functions, outputs, cdk };
}

async function start(run: Run, python: string, node: string): Promise<Started> {
  const { report, processes, folder, onClose } = run;
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
  const recorder = await startRecorder(Number(new URL(emulator.endpoint).port), ACCOUNT);
  onClose(() => recorder.close());
  const chats = await report.step('receivers for Slack, Teams and a webhook start', startChats);
  onClose(() => chats.close());
  return { emulator, fake, recorder, chats };
}

async function deployTwice(
  { report }: Run,
  cdk: Cdk,
  home: Aws,
): Promise<{ readonly stack: DeployedStack; readonly outputs: StackOutputs }> {
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
  return { stack, outputs };
}
