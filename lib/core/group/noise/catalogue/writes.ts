import type { CatalogueEntry } from '../entry';

/** The few writes that are noise, each named; then the entry that keeps all others. */
export const WRITES: readonly CatalogueEntry[] = [
  {
    id: 'ssm-instance-ping',
    match: { eventSource: 'ssm.amazonaws.com', eventName: 'UpdateInstanceInformation' },
    treatment: 'digestOnly',
    why: 'An instance without the Systems Manager permissions pings for ever: a real misconfiguration, worth one line a day.',
    source: 'aws/amazon-ssm-agent#144',
  },
  {
    id: 'config-bucket-write-check',
    match: {
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
      'userIdentity.principalId': { suffix: ':AWSConfig-BucketConfigCheck' },
    },
    treatment: 'digestOnly',
    why: 'The write test of AWS Config. Digest and not hide, because the session name is chosen by the caller.',
    source: 'aws-samples/aws-secure-environment-accelerator#969',
  },
  {
    id: 'datadog-refreshes-trusted-advisor',
    match: {
      'userIdentity.sessionContext.sessionIssuer.userName': 'DatadogIntegrationRole',
      eventSource: 'support.amazonaws.com',
      eventName: 'RefreshTrustedAdvisorCheck',
    },
    treatment: 'digestOnly',
    why: 'The vendor calls more than its published template grants; here the one call that is a write.',
    source: 'DataDog/cloudformation-template#51',
  },
  {
    id: 'denied-write',
    match: { readOnly: false },
    treatment: 'keep',
    why: "A denied change is the denial people act on: somebody's deployment failed, or somebody tries what they should not. Every rule below is about reads.",
    source: 'zoph-io/aws-security-survival-kit#38',
  },
];
