import type { CatalogueEntry } from '../entry';

/** Calls of AWS's own services, and of strangers, that no policy of a customer should answer. */
export const AWS_SERVICES: readonly CatalogueEntry[] = [
  {
    id: 'anonymous-function-url-probe',
    match: {
      'userIdentity.type': 'AWSAccount',
      eventSource: 'lambda.amazonaws.com',
      eventName: { prefix: 'GetFunctionUrlConfig' },
    },
    treatment: 'keep',
    why: 'Strangers scanning for public Lambda function URLs: 399 hits in 14 days, the only real signal among 1,829 denials of that account.',
    source: 'simple-container-com/api#277',
  },
  {
    id: 'lambda-pulls-image',
    match: {
      'userIdentity.invokedBy': 'lambda.amazonaws.com',
      eventSource: 'ecr.amazonaws.com',
      eventName: 'BatchGetImage',
    },
    treatment: 'hide',
    why: 'The Lambda service probes the image repository by itself. With the two rules after this one it made 1,205 of 1,829 denials in 14 days.',
    source: 'simple-container-com/api#277',
  },
  {
    id: 's3-self-put-object',
    match: {
      'userIdentity.invokedBy': 's3.amazonaws.com',
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
    },
    treatment: 'hide',
    why: 'A self-probe of the S3 service. Counted, because the same shape also means that a log or inventory delivery is refused.',
    source: 'simple-container-com/api#277',
  },
  {
    id: 'cloudtrail-start-query',
    match: { 'userIdentity.invokedBy': 'cloudtrail.amazonaws.com', eventName: 'StartQuery' },
    treatment: 'hide',
    why: "CloudTrail's own query attempts; nobody's workload depends on them.",
    source: 'simple-container-com/api#277',
  },
  {
    id: 'config-decrypts-lambda-environment',
    match: {
      'userIdentity.invokedBy': 'config.amazonaws.com',
      eventSource: 'kms.amazonaws.com',
      eventName: 'Decrypt',
      'userIdentity.principalId': { suffix: ':LambdaDescribeHandlerSession' },
    },
    treatment: 'hide',
    why: 'AWS Config describes a function whose environment is encrypted with a customer key, and has no need to read it. Happens on a fresh Landing Zone install too (awslabs/landing-zone-accelerator-on-aws#587).',
    source: 'aws-samples/baseline-environment-on-aws#51',
  },
  {
    id: 'config-head-bucket',
    match: {
      'userIdentity.invokedBy': 'config.amazonaws.com',
      eventSource: 's3.amazonaws.com',
      eventName: 'HeadBucket',
    },
    treatment: 'hide',
    why: 'AWS Config checks its delivery bucket two to nine times a day; delivery works all the same, and AWS Support found no setting that stops it.',
    source: 'DataBiosphere/azul#6134',
  },
  {
    id: 'config-from-its-own-address',
    match: { sourceIPAddress: 'config.amazonaws.com' },
    treatment: 'hide',
    why: 'The recorder reads what it is not allowed to read, in every account, all day.',
    source:
      'https://github.com/jSherz/tracking-unauthorised-aws-api-calls/blob/HEAD/src/lambdas/unauthorised-calls-report/handler.ts',
  },
  {
    id: 'cloudfront-origin-get-object',
    match: {
      'userIdentity.invokedBy': 'cloudfront.amazonaws.com',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
    },
    treatment: 'hide',
    why: 'A key that does not exist in an S3 origin answers 403 when the distribution may not list the bucket: a missing page, not a missing permission.',
    source: 'DataBiosphere/azul#5884',
  },
  {
    id: 'cloudfront-origin-head-object',
    match: {
      'userIdentity.invokedBy': 'cloudfront.amazonaws.com',
      eventSource: 's3.amazonaws.com',
      eventName: 'HeadObject',
    },
    treatment: 'hide',
    why: 'As the rule before it, for HEAD requests.',
    source: 'DataBiosphere/azul#5325',
  },
  {
    id: 'log-delivery-address',
    match: { sourceIPAddress: 'delivery.logs.amazonaws.com' },
    treatment: 'hide',
    why: 'Probes of the log delivery service. The CIS-derived filters of several projects exclude it.',
    source:
      'https://github.com/nozaq/terraform-aws-secure-baseline/blob/HEAD/modules/alarm-baseline/main.tf',
  },
  {
    id: 'resource-explorer-indexing',
    match: { 'userIdentity.invokedBy': 'resource-explorer-2.amazonaws.com' },
    treatment: 'hide',
    why: 'The indexer touches every resource, including those whose own policy refuses it.',
    source: 'DataBiosphere/azul#8118',
  },
  {
    id: 'inspector2-target-group-attributes',
    match: {
      'userIdentity.invokedBy': 'inspector2.amazonaws.com',
      eventSource: 'elasticloadbalancing.amazonaws.com',
      eventName: 'DescribeTargetGroupAttributes',
    },
    treatment: 'hide',
    why: "Inspector's service-linked role lacks the action; the customer cannot change that role.",
    source: 'DataBiosphere/azul#5407',
  },
  {
    id: 'service-linked-role',
    match: {
      'userIdentity.sessionContext.sessionIssuer.arn': {
        wildcard: 'arn:aws*:iam::*:role/aws-service-role/*',
      },
      'userIdentity.sessionContext.sessionIssuer.userName': { prefix: 'AWSServiceRoleFor' },
    },
    treatment: 'hide',
    why: 'AWS owns the policies of service-linked roles and nobody else can edit them. 126 of 1,829 denials in 14 days (Resource Explorer, Config).',
    source: 'simple-container-com/api#277',
  },
  {
    id: 'aws-service-principal',
    match: { 'userIdentity.type': 'AWSService' },
    treatment: 'hide',
    why: 'Services probing on their own account. A stolen role never shows as AWSService, it shows as AssumedRole. Watch the counts: a delivery refused by a bucket or key policy lands here too.',
    source: 'simple-container-com/api#277',
  },
];
