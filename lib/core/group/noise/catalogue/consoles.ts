import type { CatalogueEntry } from '../entry';

/** What consoles and AWS's own agents ask for on their own account, and nobody misses. */
export const CONSOLES: readonly CatalogueEntry[] = [
  {
    id: 'macie-while-off',
    match: { eventSource: 'macie2.amazonaws.com', eventName: 'GetMacieSession' },
    treatment: 'hide',
    why: 'Asked in an account where Macie is not enabled; the answer is worded as an access denial.',
    source: 'ministryofjustice/modernisation-platform-terraform-baselines#599',
  },
  {
    id: 'organizations-delegated-administrators',
    match: { eventSource: 'organizations.amazonaws.com', eventName: 'ListDelegatedAdministrators' },
    treatment: 'hide',
    why: 'Consoles ask in member accounts, where only the management account and delegated administrators get an answer.',
    source:
      'https://github.com/ministryofjustice/modernisation-platform-terraform-baselines/blob/HEAD/modules/securityhub-alarms/general_alerts.tf',
  },
  {
    id: 'organizations-caller-validation',
    match: {
      eventSource: 'organizations.amazonaws.com',
      eventName: 'ListAccounts',
      errorMessage: 'CallerValidation check failed',
    },
    treatment: 'hide',
    why: "The RDS console asks for the organization's accounts on behalf of anyone who opens a cluster.",
    source: 'fivexl/terraform-aws-cloudtrail-to-slack#2',
  },
  {
    id: 'inspector2-organization-configuration',
    match: {
      eventSource: 'inspector2.amazonaws.com',
      eventName: 'DescribeOrganizationConfiguration',
    },
    treatment: 'hide',
    why: 'The Inspector console asks for organization settings that a member account never gets.',
    source: 'DataBiosphere/azul#5884',
  },
  {
    id: 'inspector2-delegated-admin-accounts',
    match: { eventSource: 'inspector2.amazonaws.com', eventName: 'ListDelegatedAdminAccounts' },
    treatment: 'hide',
    why: 'As the rule before it, for another call of the same page.',
    source: 'DataBiosphere/azul#5545',
  },
  {
    id: 'health-event-aggregates',
    match: { eventSource: 'health.amazonaws.com', eventName: 'DescribeEventAggregates' },
    treatment: 'hide',
    why: 'The bell in every console page; two projects except it by name (see also DataBiosphere/azul#4952).',
    source:
      'https://github.com/panther-labs/panther-analysis/blob/HEAD/rules/aws_cloudtrail_rules/aws_unauthorized_api_call.py',
  },
  {
    id: 'console-oam-sinks',
    match: {
      eventSource: 'oam.amazonaws.com',
      eventName: 'ListSinks',
      sessionCredentialFromConsole: 'true',
    },
    treatment: 'hide',
    why: 'Loaded by the CloudWatch console for optional content.',
    source: 'DataBiosphere/azul#4952',
  },
  {
    id: 'console-resource-groups',
    match: {
      eventSource: 'resource-groups.amazonaws.com',
      eventName: 'ListGroups',
      sessionCredentialFromConsole: 'true',
    },
    treatment: 'hide',
    why: 'Loaded by the CloudWatch console for optional content.',
    source: 'DataBiosphere/azul#4952',
  },
  {
    id: 'console-application-insights',
    match: {
      eventSource: 'application-insights.amazonaws.com',
      eventName: 'ListApplications',
      sessionCredentialFromConsole: 'true',
    },
    treatment: 'hide',
    why: 'Loaded by the CloudWatch console for optional content.',
    source: 'DataBiosphere/azul#4952',
  },
  {
    id: 'console-cloudwatch-alarms',
    match: {
      eventSource: 'monitoring.amazonaws.com',
      eventName: 'DescribeAlarms',
      sessionCredentialFromConsole: 'true',
    },
    treatment: 'hide',
    why: "The CloudWatch start page lists alarms whether or not the viewer may see them. Without the console mark it is a workload's real need.",
    source: 'DataBiosphere/azul#4949',
  },
  {
    id: 'console-waf-resources',
    match: {
      eventSource: 'wafv2.amazonaws.com',
      eventName: 'ListResourcesForWebACL',
      sessionCredentialFromConsole: 'true',
    },
    treatment: 'hide',
    why: 'The WAF console opened by a viewer.',
    source: 'DataBiosphere/azul#5803',
  },
  {
    id: 'console-access-advisor',
    match: {
      eventSource: 'iam.amazonaws.com',
      eventName: 'GenerateServiceLastAccessedDetails',
      sessionCredentialFromConsole: 'true',
    },
    treatment: 'hide',
    why: 'Opening the Access Advisor tab of a role.',
    source: 'DataBiosphere/azul#5857',
  },
  {
    id: 'ssm-agent-packages-bucket',
    match: {
      eventSource: 's3.amazonaws.com',
      eventName: { prefix: 'Head' },
      'requestParameters.bucketName': { prefix: 'amazon-ssm-packages-' },
    },
    treatment: 'hide',
    why: "The SSM Agent looks at AWS's own package bucket with the instance role, at each reboot and a few times a week.",
    source: 'DataBiosphere/azul#6141',
  },
  {
    id: 'ssm-agent-attachments-bucket',
    match: {
      eventSource: 's3.amazonaws.com',
      eventName: { prefix: 'Head' },
      'requestParameters.bucketName': { prefix: 'aws-ssm-document-attachments-' },
    },
    treatment: 'hide',
    why: 'As the rule before it, for the attachment bucket. A denied GetObject there is left visible: then the plug-in really does not install.',
    source: 'DataBiosphere/azul#6208',
  },
];
