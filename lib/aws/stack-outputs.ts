import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { clientSettings, type AwsAccess } from './client-settings';
import { isNamed, lookUp } from './lookup';
import type { Looked } from '../core/evidence/evidence';

/**
 * The outputs of a stack, by their names; null when there is no such stack in the Region.
 *
 * Follows: CloudFormation API Reference, DescribeStacks.
 */
export function stackOutputs(
  access: AwsAccess,
  stackName: string,
): Promise<Looked<ReadonlyMap<string, string> | null>> {
  const client = new CloudFormationClient(clientSettings(access));
  const purpose = { what: `stack ${stackName}`, permission: 'cloudformation:DescribeStacks' };
  return lookUp(purpose, async () => {
    try {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
      const outputs = Stacks?.[0]?.Outputs ?? [];
      return new Map(
        outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
      );
    } catch (error) {
      if (isNamed(error, 'ValidationError') && String(error).includes('does not exist'))
        return null;
      throw error;
    }
  });
}
