import { awsClients, type Aws } from './aws';
import { Cdk } from './cdk';
import { DeployedStack } from './deployed-stack';
import { startEmulator } from './emulator';
import { enableRulesOfManagementEvents, setRedrivePolicies } from './emulator-defects';
import type { Processes } from './processes';
import { expectEqual, type Report } from './report';
import { nodeOfLambda, pythonWithEmulator } from './tools';

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
const REGION = 'eu-west-1';
const STACK = 'Denywatch';

const SETTINGS = { account: ACCOUNT, homeRegion: REGION, alerts: { windowHours: 24 } };
const CHANGED = { ...SETTINGS, alerts: { windowHours: 12 }, retention: { logDays: 30 } };

/** The whole story, in order. */
export async function deployAndTry(run: Run): Promise<void> {
  const { report, processes, folder } = run;
  report.heading('Tools');
  const python = await report.step('a Python with the emulator', () =>
    pythonWithEmulator(processes),
  );
  const node = await report.step('the Node.js of the Lambdas', () => nodeOfLambda(processes));

  report.heading('Deployment');
  const emulator = await report.step('the emulator starts', () =>
    startEmulator(processes, { python, node, folder, region: REGION }),
  );
  const aws = awsClients(emulator.endpoint, ACCOUNT, REGION);
  const cdk = new Cdk(processes, emulator, { folder, account: ACCOUNT, region: REGION });
  await report.step('cdk bootstrap, home Region', () => cdk.bootstrap(ACCOUNT, REGION));
  await report.step('cdk bootstrap, us-east-1', () => cdk.bootstrap(ACCOUNT, 'us-east-1'));
  await report.step('cdk deploy', () => cdk.deploy(SETTINGS));
  await afterDeployment(run, aws, cdk);
  const outputs = await report.step('cdk deploy with other settings', () => cdk.deploy(CHANGED));
  await afterDeployment(run, aws, cdk);
  await report.step('cdk diff finds nothing to change', async () => {
    const { code, output } = await cdk.diff(CHANGED);
    if (code !== 0) throw new Error(output);
  });
  await report.step('cdk diff finds what has changed', async () => {
    const { code } = await cdk.diff(SETTINGS);
    expectEqual(code, 1, 'exit code of cdk diff with the first settings');
  });
  report.note(JSON.stringify(outputs, null, 1));
}

async function afterDeployment({ report }: Run, aws: Aws, cdk: Cdk): Promise<void> {
  const stack = await DeployedStack.read(aws, STACK);
  const enabled = await enableRulesOfManagementEvents(aws.events);
  const queues = await stack.deadLettering(cdk.template(STACK));
  const lacking = await setRedrivePolicies(aws.sqs, queues);
  report.note(`defects of the emulator mended: ${enabled} rules, ${lacking} redrive policies`);
  report.note(JSON.stringify(await stack.functions()));
}
