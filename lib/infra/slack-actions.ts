import { Duration } from 'aws-cdk-lib';
import { FunctionUrlAuthType, type FunctionUrl } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { LoggingVariables, SlackActionsVariables } from '../../lambdas/shared/environment';
import type { DenialTable } from './denial-table';
import { slackActionsPermissions, type NamedSecret } from './permissions';
import { Worker, type WorkerSurroundings } from './worker';

/** What {@link SlackActions} needs. */
export interface SlackActionsProps extends WorkerSurroundings {
  readonly table: DenialTable;
  readonly deliveryQueue: IQueue;
  /** Name or ARN of the signing secret. */
  readonly signingSecret: string;
  /** The same, for permissions. */
  readonly secret: NamedSecret;
  /** Ids of the Slack workspaces whose people may answer. */
  readonly workspaces: readonly string[];
}

/**
 * The Lambda `slack-actions` behind an address of its own, to be pasted into the Slack app. Anybody can
 * call it: Slack signs, and the Lambda does nothing before the signature is proven.
 */
export class SlackActions extends Worker {
  readonly function: NodejsFunction;
  readonly url: FunctionUrl;

  constructor(scope: Construct, id: string, props: SlackActionsProps) {
    super(scope, id, {
      ...props,
      service: 'slack-actions',
      description: 'Takes what people answer to Slack messages',
      roleDescription: 'Hands on answers from Slack; can read nothing but the signing secret',
      permissions: slackActionsPermissions({
        tableArn: props.table.tableArn,
        deliveryQueueArn: props.deliveryQueue.queueArn,
        signingSecret: props.secret,
      }),
      // Slack gives up after three seconds; what was begun is still brought to its end.
      timeout: Duration.seconds(10),
      // With more memory comes more CPU: a cold start has to fit into the three seconds too.
      memorySize: 1024,
    });
    const variables: Omit<SlackActionsVariables, keyof LoggingVariables> = {
      TABLE_NAME: props.table.tableName,
      DELIVERY_QUEUE_URL: props.deliveryQueue.queueUrl,
      SIGNING_SECRET: props.signingSecret,
      SLACK_WORKSPACES: props.workspaces.join(','),
    };
    this.function = this.functionWith(variables);
    this.function.node.addDependency(this.policy);
    this.url = this.function.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
  }
}
