import path from 'node:path';
import { Duration, Stack, type RemovalPolicy } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  EventSourceMapping,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DenialWatcherVariables } from '../../lambdas/shared/environment';
import { LAMBDA_BUNDLING } from './bundling';
import type { DenialTable } from './denial-table';
import { acceptWildcards } from './nag';
import { PERIOD } from './operations';
import {
  EVIDENCE_PERMISSIONS,
  ORGANIZATION_PERMISSIONS,
  ownPermissions,
  statementOf,
  type OwnResources,
  type Permission,
} from './permissions';

/** The longest that the watcher may work on one batch. */
export const WATCHER_TIMEOUT = Duration.minutes(2);

const SERVICE = 'denial-watcher';

/** What a {@link DenialWatcher} needs. */
export interface DenialWatcherProps {
  readonly queue: IQueue;
  readonly table: DenialTable;
  readonly alertTopic: ITopic;
  readonly encryptionKey: IKey;
  readonly slack: { readonly secret: string; readonly keyArn: string | undefined } | null;
  readonly alertWindowHours: number;
  readonly readOrganizationPolicies: boolean;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly metricNamespace: string;
}

/** The Lambda `denial-watcher`: takes denials from the queue, finds out why, alerts. */
export class DenialWatcher extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly #namespace: string;

  constructor(scope: Construct, id: string, props: DenialWatcherProps) {
    super(scope, id);
    this.#namespace = props.metricNamespace;
    this.logGroup = new LogGroup(this, 'Log', {
      retention: props.logRetention,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads policies and explains denials; can change nothing but its own table',
    });
    const policy = this.#policy(props);
    this.function = this.#function(props);
    const mapping = new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: props.queue.queueArn,
      batchSize: 10,
      maxBatchingWindow: Duration.seconds(5),
      reportBatchItemFailures: true,
      // A storm waits in the queue: IAM throttles an account as a whole, and with it its owners.
      // Nothing is reserved, for that would take it from the account's other functions.
      maxConcurrency: 5,
    });
    // Lambda looks whether the role may read the queue at the moment the mapping is made.
    mapping.node.addDependency(policy);
  }

  /** A metric that the Lambda itself writes, summed over all its instances. */
  metric(metricName: string, statistic: string = Stats.SUM): Metric {
    return new Metric({
      namespace: this.#namespace,
      metricName,
      statistic,
      period: PERIOD,
      dimensionsMap: { service: SERVICE },
    });
  }

  #policy(props: DenialWatcherProps): Policy {
    const own: OwnResources = {
      logGroupArn: this.logGroup.logGroupArn,
      queueArn: props.queue.queueArn,
      tableArn: props.table.tableArn,
      topicArn: props.alertTopic.topicArn,
      keyArn: props.encryptionKey.keyArn,
      slackSecret: props.slack && {
        arnPatterns: secretArns(Stack.of(this), props.slack.secret),
        keyArn: props.slack.keyArn,
      },
    };
    const permissions: readonly Permission[] = [
      ...ownPermissions(own),
      ...EVIDENCE_PERMISSIONS,
      ...(props.readOrganizationPolicies ? ORGANIZATION_PERMISSIONS : []),
    ];
    const policy = new Policy(this, 'Permissions', {
      roles: [this.role],
      statements: permissions.map(statementOf),
    });
    acceptWildcards(policy, permissions);
    return policy;
  }

  #function(props: DenialWatcherProps): NodejsFunction {
    const variables: DenialWatcherVariables = {
      TABLE_NAME: props.table.tableName,
      ALERT_TOPIC_ARN: props.alertTopic.topicArn,
      ALERT_WINDOW_HOURS: String(props.alertWindowHours),
      READ_ORGANIZATION_POLICIES: props.readOrganizationPolicies ? 'true' : 'false',
      ...(props.slack && { SLACK_WEBHOOK_SECRET: props.slack.secret }),
      OWN_ACCOUNT_ID: Stack.of(this).account,
      OWN_ROLE_NAME: this.role.roleName,
      POWERTOOLS_SERVICE_NAME: SERVICE,
      POWERTOOLS_METRICS_NAMESPACE: props.metricNamespace,
      POWERTOOLS_LOG_LEVEL: 'INFO',
    };
    return new NodejsFunction(this, 'Function', {
      description: 'Finds out why AWS denied a request and alerts who can act on it',
      entry: path.join(__dirname, '../../lambdas/denial-watcher.ts'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: WATCHER_TIMEOUT,
      // Its permissions are those of permissions.ts and no others: no construct may add to them.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Metrics measure the time from event to alert; a trace would add a permission and no answer.
      tracing: Tracing.DISABLED,
      environment: { ...variables, NODE_OPTIONS: '--enable-source-maps' },
      bundling: LAMBDA_BUNDLING,
    });
  }
}

/**
 * The ARNs that a secret, given by name or ARN, can have: Secrets Manager adds six random characters
 * to the name, and from an ARN it cannot be told whether it has them.
 */
function secretArns(stack: Stack, secret: string): readonly string[] {
  if (secret.startsWith('arn:')) return [secret, `${secret}-??????`];
  return [stack.formatArn({ service: 'secretsmanager', resource: `secret:${secret}-??????` })];
}
