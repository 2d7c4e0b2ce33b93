import type { CatalogueEntry } from '../entry';

/** Reads that only earn a line in the digest: what the caller can choose hides nothing. */
export const READS: readonly CatalogueEntry[] = [
  {
    id: 'chatbot-log-groups',
    match: {
      'userIdentity.principalId': { suffix: ':chatbot-session' },
      eventSource: 'logs.amazonaws.com',
      eventName: 'DescribeLogGroups',
    },
    treatment: 'digestOnly',
    why: 'The chat role asks for log groups at every message: more than 176 denials in a day with the two calls together.',
    source: 'DataBiosphere/azul#4966',
  },
  {
    id: 'chatbot-query-definitions',
    match: {
      'userIdentity.principalId': { suffix: ':chatbot-session' },
      eventSource: 'logs.amazonaws.com',
      eventName: 'DescribeQueryDefinitions',
    },
    treatment: 'digestOnly',
    why: 'As the rule before it, for the other call.',
    source: 'DataBiosphere/azul#4966',
  },
  {
    id: 'head-bucket',
    match: { eventSource: 's3.amazonaws.com', eventName: 'HeadBucket' },
    treatment: 'digestOnly',
    why: 'Existence checks by tools. Other projects exclude it altogether; here it stays in the digest, because a role that really lacks s3:ListBucket looks the same.',
    source:
      'https://github.com/nozaq/terraform-aws-secure-baseline/blob/HEAD/modules/alarm-baseline/main.tf',
  },
  {
    id: 'tagging-get-resources',
    match: { eventSource: 'tagging.amazonaws.com', eventName: 'GetResources' },
    treatment: 'digestOnly',
    why: 'Inventory pages and tools try it everywhere. A tool that needs tag:GetResources looks the same, so it is not hidden.',
    source: 'nozaq/terraform-aws-secure-baseline#319',
  },
  {
    id: 'list-resource-tags',
    match: { eventName: 'ListResourceTags' },
    treatment: 'digestOnly',
    why: 'Audit roles meet it when they scan locked-down resources.',
    source:
      'https://github.com/panther-labs/panther-analysis/blob/HEAD/rules/aws_cloudtrail_rules/aws_unauthorized_api_call.py',
  },
  {
    id: 'console-user-agent-aws-internal',
    match: { userAgent: { prefix: 'aws-internal/3' }, readOnly: true },
    treatment: 'digestOnly',
    why: "Console pages mix content that the viewer may see with content they may not. Digest and not hide, because the user agent is the caller's word.",
    source:
      'https://github.com/panther-labs/panther-analysis/blob/HEAD/rules/aws_cloudtrail_rules/aws_iam_user_recon_denied.py',
  },
  {
    id: 'console-user-agent-s3',
    match: {
      userAgent: { prefix: '[S3Console/' },
      eventSource: 's3.amazonaws.com',
      readOnly: true,
    },
    treatment: 'digestOnly',
    why: 'The S3 console reads ACL, object lock and more of each bucket it shows.',
    source: 'turbot/steampipe-plugin-aws#1136',
  },
  {
    id: 'load-balancer-controller-waf',
    match: { eventSource: { prefix: 'waf' }, eventName: 'GetWebACLForResource' },
    treatment: 'digestOnly',
    why: 'The AWS Load Balancer Controller asks at every reconciliation, also where an SCP forbids WAF; the load balancer works without.',
    source: 'kubernetes-sigs/aws-load-balancer-controller#2322',
  },
  {
    id: 'load-balancer-controller-shield',
    match: { eventSource: 'shield.amazonaws.com', eventName: 'GetSubscriptionState' },
    treatment: 'digestOnly',
    why: 'The same controller asks whether Shield Advanced is on.',
    source: 'terraform-aws-modules/terraform-aws-eks-pod-identity#57',
  },
  {
    id: 'health-aware-secret-probe',
    match: {
      'userIdentity.sessionContext.sessionIssuer.userName': { prefix: 'AHA-LambdaExecutionRole' },
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
    },
    treatment: 'digestOnly',
    why: 'AWS Health Aware tries to read the secret of each channel to learn whether it is configured (role name: aws-samples/aws-health-aware#55).',
    source: 'aws-samples/aws-health-aware#19',
  },
  {
    id: 'datadog-integration-role',
    match: { 'userIdentity.sessionContext.sessionIssuer.userName': 'DatadogIntegrationRole' },
    treatment: 'digestOnly',
    why: 'Its crawler calls reads that the published policy does not grant: key rotation, bucket settings, topic attributes, login profiles, LookupEvents.',
    source: 'DataDog/cloudformation-template#51',
  },
  {
    id: 'tenable-connector',
    match: { 'userIdentity.sessionContext.sessionIssuer.userName': 'tenableio-connector' },
    treatment: 'digestOnly',
    why: 'A scanner whose GetTrailStatus never succeeds.',
    source: 'fivexl/terraform-aws-cloudtrail-to-slack#2',
  },
  {
    id: 'cortex-xdr-role',
    match: {
      'userIdentity.type': 'AssumedRole',
      'userIdentity.sessionContext.sessionIssuer.userName': 'CortexXDRCloudApp',
    },
    treatment: 'digestOnly',
    why: 'A posture scanner that reads everything.',
    source:
      'https://github.com/ministryofjustice/modernisation-platform-terraform-baselines/blob/HEAD/modules/securityhub-alarms/general_alerts.tf',
  },
  {
    id: 'prowler-user',
    match: { 'userIdentity.userName': 'prowler-readonly' },
    treatment: 'digestOnly',
    why: "A posture scanner: 439 of 1,829 denials in 14 days. The name is that account's own; add yours.",
    source: 'simple-container-com/api#277',
  },
  {
    id: 'anonymous-s3',
    match: {
      eventSource: 's3.amazonaws.com',
      'userIdentity.type': 'AWSAccount',
      'userIdentity.accountId': 'anonymous',
    },
    treatment: 'digestOnly',
    why: 'Unsigned requests from the internet to a bucket name. Nothing to grant; a burst is scanning.',
    source: 'DataBiosphere/azul#6142',
  },
  {
    id: 'anonymous-principal',
    match: { 'userIdentity.accountId': 'ANONYMOUS_PRINCIPAL' },
    treatment: 'digestOnly',
    why: 'The other spelling of an unsigned request.',
    source: 'https://github.com/fivexl/terraform-aws-cloudtrail-to-slack/blob/HEAD/src/rules.py',
  },
];
