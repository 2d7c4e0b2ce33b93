import path from 'node:path';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LoggingVariables } from '../../lambdas/shared/environment';
import { LAMBDA_BUNDLING } from './bundling';
import { acceptWildcards } from './nag';
import { PERIOD } from './operations';
import { statementOf, usePermissions, writeLogPermission, type Permission } from './permissions';

/** What all Lambdas of a deployment share. */
export interface WorkerSurroundings {
  readonly encryptionKey: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly metricNamespace: string;
}

/** What one Lambda is. */
export interface WorkerProps extends WorkerSurroundings {
  /** Its name in logs and metrics, and the file in lambdas/ that it runs. */
  readonly service: string;
  readonly description: string;
  readonly roleDescription: string;
  /** What it may do beside writing its log and using the deployment's key. */
  readonly permissions: readonly Permission[];
  readonly timeout: Duration;
  /** MiB. */
  readonly memorySize: number;
}

/** One Lambda with its role, its permissions and its log. */
export class Worker extends Construct {
  readonly role: Role;
  readonly logGroup: LogGroup;
  /** All that the role may do. */
  readonly policy: Policy;
  readonly #props: WorkerProps;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    this.#props = props;
    this.logGroup = new LogGroup(this, 'Log', {
      retention: props.logRetention,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: props.roleDescription,
    });
    const permissions = [
      writeLogPermission(this.logGroup.logGroupArn),
      ...props.permissions,
      usePermissions(props.encryptionKey.keyArn),
    ];
    this.policy = new Policy(this, 'Permissions', {
      roles: [this.role],
      statements: permissions.map(statementOf),
    });
    acceptWildcards(this.policy, permissions);
  }

  /** Makes the function. */
  protected functionWith(variables: Readonly<Record<string, string>>): NodejsFunction {
    const { service, description, timeout, memorySize, metricNamespace } = this.#props;
    const logging: LoggingVariables = {
      POWERTOOLS_SERVICE_NAME: service,
      POWERTOOLS_METRICS_NAMESPACE: metricNamespace,
      POWERTOOLS_LOG_LEVEL: 'INFO',
    };
    return new NodejsFunction(this, 'Function', {
      description,
      entry: path.join(__dirname, `../../lambdas/${service}.ts`),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      // Its permissions are those of permissions.ts and no others: no construct may add to them.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Metrics measure the time from event to alert; a trace would add a permission and no answer.
      tracing: Tracing.DISABLED,
      environment: { ...variables, ...logging, NODE_OPTIONS: '--enable-source-maps' },
      bundling: LAMBDA_BUNDLING,
    });
  }

  /** A metric that the Lambda itself writes, summed over all its instances. */
  metric(metricName: string, statistic: string = Stats.SUM): Metric {
    return new Metric({
      namespace: this.#props.metricNamespace,
      metricName,
      statistic,
      period: PERIOD,
      dimensionsMap: { service: this.#props.service },
    });
  }
}
