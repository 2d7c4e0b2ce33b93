import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FakeAws } from '../support/aws/fake-aws';
import type { DeployedFunction, DeployedStack } from './deployed-stack';
import { lambdaPreload } from './lambda-preload';

/** What answers the deployed Lambdas beside the emulator. */
export interface Surroundings {
  readonly fake: FakeAws;
  readonly emulatorPort: number;
  readonly recorderPort: number;
  /** Host name -> origin of what stands for it. */
  readonly hosts: Readonly<Record<string, string>>;
  /** A folder that lasts as long as the Lambdas. */
  readonly folder: string;
}

/**
 * Lets the deployed Lambdas ask the fake for IAM, STS, Organizations and the toolbox, which the
 * emulator lacks or answers wrongly, and leads what they send to chat systems to receivers. Each is
 * known to the fake by its role. What the template sets stays as it is.
 */
export async function surround(
  stack: DeployedStack,
  functions: readonly DeployedFunction[],
  { fake, emulatorPort, recorderPort, hosts, folder }: Surroundings,
): Promise<void> {
  for (const [index, deployed] of functions.entries()) {
    const { roleArn } = deployed;
    const variables = fake.endpointsFor(roleArn);
    const toolbox = variables['AWS_ENDPOINT_URL_IAM'] ?? '';
    const preload = path.join(folder, `preload-${index}.mjs`);
    writeFileSync(preload, lambdaPreload({ roleArn, emulatorPort, recorderPort, hosts, toolbox }));
    const options = deployed.variables['NODE_OPTIONS'] ?? '';
    const NODE_OPTIONS = options.includes(preload) ? options : `${options} --import ${preload}`;
    await stack.addVariables(deployed, { ...variables, NODE_OPTIONS });
  }
}
