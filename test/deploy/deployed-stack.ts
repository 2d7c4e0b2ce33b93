import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Aws } from './aws';
import type { Template } from './cdk';

/** One resource of a stack as it is in the account. */
export interface DeployedResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/** A Lambda of a stack. */
export interface DeployedFunction {
  readonly name: string;
  /** ARN of the role that it works under. */
  readonly roleArn: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * What a deployment made, found by type and never by name: what the stack is made of changes.
 */
export class DeployedStack {
  readonly resources: readonly DeployedResource[];
  readonly #aws: Aws;

  private constructor(aws: Aws, resources: readonly DeployedResource[]) {
    this.#aws = aws;
    this.resources = resources;
  }

  /** Reads what is in a stack. */
  static async read(aws: Aws, stackName: string): Promise<DeployedStack> {
    const resources: DeployedResource[] = [];
    let NextToken: string | undefined;
    do {
      const page = await aws.cloudFormation.send(
        new ListStackResourcesCommand({ StackName: stackName, NextToken }),
      );
      for (const summary of page.StackResourceSummaries ?? []) {
        resources.push({
          logicalId: summary.LogicalResourceId ?? '',
          physicalId: summary.PhysicalResourceId ?? '',
          type: summary.ResourceType ?? '',
        });
      }
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return new DeployedStack(aws, resources);
  }

  /** The physical ids of the resources of a type. */
  ids(type: string): readonly string[] {
    return this.resources.flatMap((resource) =>
      resource.type === type ? [resource.physicalId] : [],
    );
  }

  /** The Lambdas that are ours; the CDK's own helpers have no `POWERTOOLS_SERVICE_NAME`. */
  async functions(): Promise<readonly DeployedFunction[]> {
    const all = await Promise.all(
      this.ids('AWS::Lambda::Function').map(async (name): Promise<DeployedFunction> => {
        const command = new GetFunctionConfigurationCommand({ FunctionName: name });
        const { Role = '', Environment } = await this.#aws.lambda.send(command);
        return { name, roleArn: Role, variables: Environment?.Variables ?? {} };
      }),
    );
    return all.filter(({ variables }) => variables['POWERTOOLS_SERVICE_NAME'] !== undefined);
  }

  /** Adds variables to a Lambda's environment, for the run only: the template stays as it is. */
  async addVariables(
    { name, variables }: DeployedFunction,
    more: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.#aws.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: name,
        Environment: { Variables: { ...variables, ...more } },
      }),
    );
  }

  /** Logical ids of the queues that lack the redrive policy that a template gives them. */
  async missingRedrivePolicies(template: Template): Promise<readonly string[]> {
    const wanted = Object.entries(template.Resources).filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::SQS::Queue' && Properties?.['RedrivePolicy'] !== undefined,
    );
    const missing: string[] = [];
    for (const [logicalId, { Properties }] of wanted) {
      const policy = Properties?.['RedrivePolicy'] as RedrivePolicy;
      const deadLetters = this.#physicalId(policy.deadLetterTargetArn['Fn::GetAtt'][0]);
      const { QueueArn } = await this.#queue(deadLetters);
      const { RedrivePolicy: deployed = '{}' } = await this.#queue(this.#physicalId(logicalId));
      const is = JSON.parse(deployed) as {
        deadLetterTargetArn?: string;
        maxReceiveCount?: unknown;
      };
      const isThere =
        is.deadLetterTargetArn === QueueArn &&
        String(is.maxReceiveCount) === String(policy.maxReceiveCount);
      if (!isThere) missing.push(logicalId);
    }
    return missing;
  }

  async #queue(QueueUrl: string): Promise<Readonly<Record<string, string>>> {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return (await this.#aws.sqs.send(command)).Attributes ?? {};
  }

  #physicalId(logicalId: string): string {
    const found = this.resources.find((resource) => resource.logicalId === logicalId);
    if (found === undefined) throw new Error(`expected ${logicalId} in the stack; found none`);
    return found.physicalId;
  }
}

/** As the CDK writes it. */
interface RedrivePolicy {
  readonly deadLetterTargetArn: { readonly 'Fn::GetAtt': readonly [string, string] };
  readonly maxReceiveCount: number;
}
