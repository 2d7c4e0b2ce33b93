import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FakeAws } from '../support/aws/fake-aws';
import type { DeployedFunction, DeployedStack } from './deployed-stack';

/**
 * Lets the deployed Lambdas ask the fake for IAM, STS, Organizations and the toolbox, which the
 * emulator lacks or answers wrongly. Each is known to the fake by its role. What the template sets
 * stays as it is.
 *
 * @param folder that lasts as long as the Lambdas
 */
export async function askFake(
  stack: DeployedStack,
  functions: readonly DeployedFunction[],
  fake: FakeAws,
  folder: string,
): Promise<void> {
  for (const [index, deployed] of functions.entries()) {
    const variables = fake.endpointsFor(deployed.roleArn);
    const preload = path.join(folder, `toolbox-${index}.mjs`);
    writeFileSync(preload, toolboxAt(variables['AWS_ENDPOINT_URL_IAM'] ?? ''));
    const options = deployed.variables['NODE_OPTIONS'] ?? '';
    const NODE_OPTIONS = options.includes(preload) ? options : `${options} --import ${preload}`;
    await stack.addVariables(deployed, { ...variables, NODE_OPTIONS });
  }
}

/** A module that leads requests to the IAM toolbox, for whose endpoint there is no variable, to the fake. */
function toolboxAt(endpoint: string): string {
  return `
const { fetch: original } = globalThis;
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? null : new URL(input);
  const toFake = url?.hostname.startsWith('iam-toolbox.') === true;
  return original(toFake ? ${JSON.stringify(endpoint)} + url.pathname + url.search : input, init);
};
`;
}
