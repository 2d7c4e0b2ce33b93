/**
 * Request parameters that are condition keys. `sure` tells whether CloudTrail writes the parameter
 * whenever it was sent, so that one that is missing was certainly not in the request; for the others a
 * default, a launch template or a service may have set it.
 *
 * Sources: Service Authorization Reference, condition keys of each service; the API References for the parameters.
 */
export interface ParameterKey {
  /** Condition key in lower case. */
  readonly key: string;
  /** Member names from `requestParameters` down. */
  readonly path: readonly string[];
  readonly sure: boolean;
}

type Services = Readonly<Record<string, Readonly<Record<string, string>>>>;

const SURE: Services = {
  s3: {
    delimiter: 'delimiter',
    locationconstraint: 'CreateBucketConfiguration LocationConstraint',
    'max-keys': 'max-keys',
    'object-lock-legal-hold': 'x-amz-object-lock-legal-hold',
    'object-lock-mode': 'x-amz-object-lock-mode',
    'object-lock-retain-until-date': 'x-amz-object-lock-retain-until-date',
    prefix: 'prefix',
    versionid: 'versionId',
    'x-amz-acl': 'x-amz-acl',
    'x-amz-copy-source': 'x-amz-copy-source',
    'x-amz-grant-full-control': 'x-amz-grant-full-control',
    'x-amz-grant-read': 'x-amz-grant-read',
    'x-amz-grant-read-acp': 'x-amz-grant-read-acp',
    'x-amz-grant-write': 'x-amz-grant-write',
    'x-amz-grant-write-acp': 'x-amz-grant-write-acp',
    'x-amz-metadata-directive': 'x-amz-metadata-directive',
    'x-amz-object-ownership': 'x-amz-object-ownership',
    'x-amz-server-side-encryption': 'x-amz-server-side-encryption',
    'x-amz-server-side-encryption-aws-kms-key-id': 'x-amz-server-side-encryption-aws-kms-key-id',
    'x-amz-server-side-encryption-customer-algorithm':
      'x-amz-server-side-encryption-customer-algorithm',
    'x-amz-storage-class': 'x-amz-storage-class',
    'x-amz-website-redirect-location': 'x-amz-website-redirect-location',
  },
  sts: {
    externalid: 'externalId',
    rolesessionname: 'roleSessionName',
    sourceidentity: 'sourceIdentity',
    transitivetagkeys: 'transitiveTagKeys',
  },
  secretsmanager: { versionid: 'versionId', versionstage: 'versionStage' },
};

const WHEN_THERE: Services = {
  autoscaling: { instancetype: 'instanceType' },
  cloudformation: {
    changesetname: 'changeSetName',
    resourcetypes: 'resourceTypes',
    rolearn: 'roleARN',
    stackpolicyurl: 'stackPolicyURL',
    templateurl: 'templateURL',
  },
  dynamodb: {
    returnconsumedcapacity: 'returnConsumedCapacity',
    returnvalues: 'returnValues',
    select: 'select',
  },
  ec2: {
    attribute: 'attribute',
    availabilityzone: 'availabilityZone',
    ebsoptimized: 'ebsOptimized',
    encrypted: 'encrypted',
    instancetype: 'instanceType',
    keypairname: 'keyName',
    metadatahttpendpoint: 'metadataOptions httpEndpoint',
    metadatahttpputresponsehoplimit: 'metadataOptions httpPutResponseHopLimit',
    metadatahttptokens: 'metadataOptions httpTokens',
    volumeiops: 'iops',
    volumesize: 'size',
    volumetype: 'volumeType',
  },
  iam: {
    awsservicename: 'aWSServiceName',
    permissionsboundary: 'permissionsBoundary',
    policyarn: 'policyArn',
  },
  kms: {
    bypasspolicylockoutsafetycheck: 'bypassPolicyLockoutSafetyCheck',
    encryptionalgorithm: 'encryptionAlgorithm',
    granteeprincipal: 'granteePrincipal',
    grantoperations: 'operations',
    keyspec: 'keySpec',
    keyusage: 'keyUsage',
    messagetype: 'messageType',
    retiringprincipal: 'retiringPrincipal',
    schedulekeydeletionpendingwindowindays: 'pendingWindowInDays',
    signingalgorithm: 'signingAlgorithm',
  },
  lambda: {
    codesigningconfigarn: 'codeSigningConfigArn',
    functionurlauthtype: 'functionUrlAuthType',
    layer: 'layers',
    principal: 'principal',
  },
  organizations: { policytype: 'policyType', serviceprincipal: 'servicePrincipal' },
  rds: {
    databaseclass: 'dBInstanceClass',
    databaseengine: 'engine',
    multiaz: 'multiAZ',
    piops: 'iops',
    storageencrypted: 'storageEncrypted',
    storagesize: 'allocatedStorage',
  },
  secretsmanager: {
    forcedeletewithoutrecovery: 'forceDeleteWithoutRecovery',
    name: 'name',
    recoverywindowindays: 'recoveryWindowInDays',
    secretid: 'secretId',
  },
  sns: { endpoint: 'endpoint', protocol: 'protocol' },
  sts: { durationseconds: 'durationSeconds' },
};

/** IAM prefix -> its parameters that are condition keys. */
export const PARAMETER_KEYS: ReadonlyMap<string, readonly ParameterKey[]> = merged();

function merged(): ReadonlyMap<string, readonly ParameterKey[]> {
  const table = new Map<string, ParameterKey[]>();
  for (const [services, sure] of [
    [SURE, true],
    [WHEN_THERE, false],
  ] as const)
    for (const [service, keys] of Object.entries(services)) {
      const rows = Object.entries(keys).map(([name, path]) => ({
        key: `${service}:${name}`,
        path: path.split(' '),
        sure,
      }));
      table.set(service, [...(table.get(service) ?? []), ...rows]);
    }
  return table;
}

/**
 * Event that passes a role -> the service that the role is passed to. Events are without date suffix.
 *
 * Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service", and each service's guide on its roles.
 */
export const PASSED_TO: ReadonlyMap<string, string> = new Map([
  ['cloudformation:CreateStack', 'cloudformation.amazonaws.com'],
  ['cloudformation:DeleteStack', 'cloudformation.amazonaws.com'],
  ['cloudformation:UpdateStack', 'cloudformation.amazonaws.com'],
  ['codebuild:CreateProject', 'codebuild.amazonaws.com'],
  ['codebuild:UpdateProject', 'codebuild.amazonaws.com'],
  ['ec2:AssociateIamInstanceProfile', 'ec2.amazonaws.com'],
  ['ec2:ReplaceIamInstanceProfileAssociation', 'ec2.amazonaws.com'],
  ['ec2:RunInstances', 'ec2.amazonaws.com'],
  ['ecs:RegisterTaskDefinition', 'ecs-tasks.amazonaws.com'],
  ['ecs:RunTask', 'ecs-tasks.amazonaws.com'],
  ['eks:CreateCluster', 'eks.amazonaws.com'],
  ['glue:CreateCrawler', 'glue.amazonaws.com'],
  ['glue:CreateJob', 'glue.amazonaws.com'],
  ['glue:UpdateJob', 'glue.amazonaws.com'],
  ['lambda:CreateFunction', 'lambda.amazonaws.com'],
  ['lambda:UpdateFunctionConfiguration', 'lambda.amazonaws.com'],
  ['sagemaker:CreateModel', 'sagemaker.amazonaws.com'],
  ['sagemaker:CreateNotebookInstance', 'sagemaker.amazonaws.com'],
  ['sagemaker:CreateProcessingJob', 'sagemaker.amazonaws.com'],
  ['sagemaker:CreateTrainingJob', 'sagemaker.amazonaws.com'],
  ['scheduler:CreateSchedule', 'scheduler.amazonaws.com'],
  ['states:CreateStateMachine', 'states.amazonaws.com'],
  ['states:UpdateStateMachine', 'states.amazonaws.com'],
]);
