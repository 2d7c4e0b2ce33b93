/**
 * What cannot be read off the ARN patterns of the service reference: which request parameter names a
 * resource where the names differ, and where a plain name does not say whose resource it is.
 *
 * Sources: the API References of the services.
 */

/** `service:placeholder` in lower case -> request parameters that hold its value, or the ARN, besides those named like the placeholder or the resource type. */
export const PARAMETERS_BY_PLACEHOLDER: ReadonlyMap<string, readonly string[]> = new Map([
  ['ecs:clustername', ['cluster']],
  ['rds:dbclusterinstancename', ['dBClusterIdentifier']],
  ['rds:dbinstancename', ['dBInstanceIdentifier']],
  ['rds:clustersnapshotname', ['dBClusterSnapshotIdentifier']],
  ['rds:snapshotname', ['dBSnapshotIdentifier']],
  ['redshift:clustername', ['clusterIdentifier']],
  ['route53:id', ['hostedZoneId', 'healthCheckId']],
  ['ssm:documentname', ['name']],
  ['ssm:parameternamewithoutleadingslash', ['name']],
]);

/** `service:placeholder` whose value the parameter of that name is not: a secret's ARN ends with six characters that its name lacks. */
export const NAME_IS_NOT_ENOUGH: ReadonlySet<string> = new Set(['secretsmanager:secretid']);

/** Request parameters that name the account of the resource where it is not the caller's. */
export const ACCOUNT_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['ecr', 'registryId'],
  ['glue', 'catalogId'],
]);

/**
 * The resources of EC2 whose id is enough to know the owner. Subnets, security groups, transit
 * gateways and others may be shared from another account. Source: AWS RAM User Guide, "Shareable AWS resources".
 */
export const UNSHARED_EC2_TYPES: ReadonlySet<string> = new Set([
  'elastic-ip',
  'image',
  'instance',
  'internet-gateway',
  'key-pair',
  'launch-template',
  'natgateway',
  'network-acl',
  'network-interface',
  'route-table',
  'snapshot',
  'volume',
  'vpc-endpoint',
]);

/** Services whose ARNs without an account are always the caller's own. */
export const OWN_ACCOUNT_SERVICES: ReadonlySet<string> = new Set(['apigateway', 'route53']);

/** IAM calls that make something -> its name parameter; without `path` it is made at `/`. Source: IAM API Reference. */
export const IAM_CREATE_NAMES: ReadonlyMap<string, string> = new Map([
  ['iam:CreateGroup', 'groupName'],
  ['iam:CreateInstanceProfile', 'instanceProfileName'],
  ['iam:CreatePolicy', 'policyName'],
  ['iam:CreateRole', 'roleName'],
  ['iam:CreateUser', 'userName'],
]);

/** IAM types whose ARN holds a path that the request does not tell -> the parameter with the name. Source: IAM API Reference. */
export const IAM_NAME_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['group', 'groupName'],
  ['instance-profile', 'instanceProfileName'],
  ['role', 'roleName'],
  ['user', 'userName'],
]);
