import { Duration, Stack } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DenialWatcherVariables, LoggingVariables } from '../../lambdas/shared/environment';
import type { DenialTable } from './denial-table';
import { watcherPermissions } from './permissions';
import { Worker, type WorkerSurroundings } from './worker';

/**
 * The longest that the watcher may work on one batch. A hundred denials of 35 problems take two seconds
 * (docs/performance.md); what can take longer is waiting: 11 s for AWS's own account of a denial, and four
 * tries of 8 s where IAM does not answer.
 */
export const WATCHER_TIMEOUT = Duration.minutes(2);

/** What a {@link DenialWatcher} needs. */
export interface DenialWatcherProps extends WorkerSurroundings {
  readonly queue: IQueue;
  readonly table: DenialTable;
  /** The settings that the Lambdas follow, packed. */
  readonly runtimeSettings: string;
  readonly readOrganizationPolicies: boolean;
  /** Names of all roles that Denywatch works under, its own aside. */
  readonly otherRoles: readonly string[];
}

/** The Lambda `denial-watcher`: takes denials from the queue, counts them, finds out why. */
export class DenialWatcher extends Worker {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: DenialWatcherProps) {
    super(scope, id, {
      ...props,
      service: 'denial-watcher',
      description: 'Counts what AWS denied and finds out why',
      roleDescription: 'Reads policies and explains denials; can change nothing but its own table',
      permissions: watcherPermissions({
        queueArn: props.queue.queueArn,
        tableArn: props.table.tableArn,
        readsOrganization: props.readOrganizationPolicies,
      }),
      timeout: WATCHER_TIMEOUT,
      // It was seen to need 250 MB in a storm, the services that answered it included.
      memorySize: 512,
    });
    const variables: Omit<DenialWatcherVariables, keyof LoggingVariables> = {
      TABLE_NAME: props.table.tableName,
      DENIAL_QUEUE_URL: props.queue.queueUrl,
      RUNTIME_SETTINGS: props.runtimeSettings,
      READ_ORGANIZATION_POLICIES: props.readOrganizationPolicies ? 'true' : 'false',
      OWN_ACCOUNT_ID: Stack.of(this).account,
      OWN_ROLE_NAMES: [this.role.roleName, ...props.otherRoles].join(','),
    };
    this.function = this.functionWith(variables);
    const mapping = new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: props.queue.queueArn,
      // A storm is a few problems, many times: one write for all of a batch.
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(5),
      reportBatchItemFailures: true,
      // A storm waits in the queue: IAM throttles an account as a whole, and with it its owners.
      // Nothing is reserved, for that would take it from the account's other functions.
      maxConcurrency: 5,
    });
    // Lambda looks whether the role may read the queue at the moment the mapping is made.
    mapping.node.addDependency(this.policy);
  }
}
