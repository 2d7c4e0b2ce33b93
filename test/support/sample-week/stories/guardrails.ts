import { root } from '../callers';
import { cast } from '../cast';
import { because, denied, ec2Denied, message } from '../denied';
import { names } from '../names';
import { endpointRecord, s3Call, type Call } from '../record';
import { supportSessions } from '../sessions';
import { story, type Story } from '../story';
import { arn, HOME, iamArn } from '../week';

const REGION_FENCE = because.deny('a service control policy', names.regionFence);
const AWAY = 'ap-southeast-2';
const [oneCustomer, lookOnly] = supportSessions;

/** Boundaries, session policies, organization policies and endpoint policies, doing what they are there for. */
export const guardrailStories: readonly Story[] = [
  story(
    'the boundary of the data team lets it query in one workgroup',
    {
      verdict: 'implicitDeny',
      layer: 'boundary',
      cause: 'resourceMismatch',
      reason: 'nameDiffers',
    },
    (tell) => {
      tell.burst('Tue 08:00:00', 5, 60, cast.reporting, () =>
        denied(
          cast.reporting,
          'StartQueryExecution',
          'athena:StartQueryExecution',
          arn('athena', 'workgroup/finance'),
          because.no('permissions boundary', 'athena:StartQueryExecution'),
        ),
      );
    },
  ),
  story(
    'the sandbox has no notebooks',
    { verdict: 'explicitDeny', layer: 'boundary', cause: 'explicitDeny' },
    (tell) => {
      tell.at(['Tue 13:15:30', 'Tue 13:16:02'], cast.sandbox, () =>
        denied(
          cast.sandbox,
          'CreateNotebookInstance',
          'sagemaker:CreateNotebookInstance',
          arn('sagemaker', 'notebook-instance/demand-forecast'),
          because.deny('a permissions boundary', names.sandboxBoundary),
        ),
      );
    },
  ),
  story(
    "a support session is for one customer's files",
    { verdict: 'implicitDeny', layer: 'session', cause: 'resourceMismatch', reason: 'subResource' },
    (tell) => {
      tell.at(['Wed 09:12:00'], cast.accessDesk, () => handOut(0));
      tell.at(['Wed 09:20:41', 'Wed 09:21:15'], oneCustomer.caller, () => {
        const key = 'customers/40171/2026-10.csv';
        return s3Call('GetObject', 'fernwood-exports', key, tell.random, {
          errorCode: 'AccessDenied',
          errorMessage: message(
            oneCustomer.caller,
            's3:GetObject',
            `"arn:aws:s3:::fernwood-exports/${key}"`,
            because.no('session policy', 's3:GetObject'),
          ),
        });
      });
    },
  ),
  story(
    'a support session may look at customers, not delete them',
    { verdict: 'explicitDeny', layer: 'session', cause: 'explicitDeny' },
    (tell) => {
      tell.at(['Thu 13:30:00'], cast.accessDesk, () => handOut(1));
      tell.at(['Thu 13:42:09'], lookOnly.caller, () => ({
        ...denied(
          lookOnly.caller,
          'DeleteItem',
          'dynamodb:DeleteItem',
          names.customersTable,
          because.deny('a session policy'),
        ),
        data: true,
      }));
    },
  ),
  story(
    'the console was left in Sydney',
    { verdict: 'explicitDeny', layer: 'scp', cause: 'explicitDeny' },
    (tell) => {
      tell.burst('Wed 08:40:02', 4, 1, cast.jonas, () => ({
        ...ec2Denied(cast.jonas, 'DescribeInstances', 'ec2:DescribeInstances', null, tell.random, {
          blob: 0,
          reason: REGION_FENCE,
          parameters: { maxResults: 100, instancesSet: {}, filterSet: {} },
        }),
        region: AWAY,
      }));
    },
  ),
  story(
    'the console was left in Sydney: its alarms',
    { verdict: 'explicitDeny', layer: 'scp', cause: 'explicitDeny' },
    (tell) => {
      tell.burst('Wed 08:40:03', 2, 1, cast.jonas, () => ({
        ...denied(
          cast.jonas,
          'DescribeAlarms',
          'cloudwatch:DescribeAlarms',
          `arn:aws:cloudwatch:${AWAY}:111122223333:alarm:*`,
          REGION_FENCE,
        ),
        service: 'monitoring',
        region: AWAY,
      }));
    },
  ),
  story(
    'a bucket far away',
    { verdict: 'explicitDeny', layer: 'scp', cause: 'explicitDeny' },
    (tell) => {
      tell.at(['Thu 15:20:33'], cast.maraCli, () =>
        s3Call('CreateBucket', 'fernwood-au-test', null, tell.random, {
          data: false,
          region: AWAY,
          readOnly: false,
          parameters: {
            CreateBucketConfiguration: {
              LocationConstraint: AWAY,
              xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
            },
          },
          errorCode: 'AccessDenied',
          errorMessage: message(
            cast.maraCli,
            's3:CreateBucket',
            '"arn:aws:s3:::fernwood-au-test"',
            `with an explicit deny in a service control policy, with policy ARN: ${names.regionFence}`,
          ),
        }),
      );
    },
  ),
  story(
    'even root cannot touch the trail',
    { verdict: 'explicitDeny', layer: 'scp', cause: 'explicitDeny' },
    (tell) => {
      tell.at(['Sun 21:17:45'], root, () =>
        denied(
          root,
          'UpdateTrail',
          'cloudtrail:UpdateTrail',
          names.trail,
          because.deny('a service control policy', names.protectTrail),
        ),
      );
    },
  ),
  story(
    'Bedrock is not on the list of the workloads',
    { verdict: 'implicitDeny', layer: 'scp', cause: 'missingAction' },
    (tell) => {
      tell.burst('Thu 10:00:00', 4, 300, cast.productTexts, () =>
        denied(
          cast.productTexts,
          'InvokeModel',
          'bedrock:InvokeModel',
          `arn:aws:bedrock:${HOME}::foundation-model/amazon.nova-lite-v1:0`,
          because.no('service control policy', 'bedrock:InvokeModel'),
        ),
      );
    },
  ),
  story(
    'payment secrets are for services',
    { verdict: 'explicitDeny', layer: 'rcp', cause: 'explicitDeny' },
    (tell) => {
      tell.at(['Tue 15:44:19', 'Tue 15:46:02'], cast.maraCli, () =>
        denied(
          cast.maraCli,
          'GetSecretValue',
          'secretsmanager:GetSecretValue',
          names.paymentSecret,
          because.deny('a resource control policy', names.paymentSecrets),
        ),
      );
    },
  ),
  story(
    'the endpoint for secrets lets nobody list them',
    { verdict: 'implicitDeny', layer: 'vpcEndpoint', cause: 'missingAction' },
    (tell) => {
      for (const moment of ['Mon 03:15:00', 'Wed 03:15:01', 'Fri 03:15:00'] as const) {
        tell.add(moment, (ms) =>
          endpointRecord(
            cast.ordersNodeInVpc,
            {
              service: 'secretsmanager',
              event: 'ListSecrets',
              vpcEndpointId: names.secretsEndpoint,
            },
            ms,
            tell.random,
          ),
        );
      }
    },
  ),
  story(
    'audit events do not go through this endpoint',
    { verdict: 'explicitDeny', layer: 'vpcEndpoint', cause: 'explicitDeny' },
    (tell) => {
      tell.burst('Fri 09:05:00', 3, 45, cast.fulfilmentInVpc, () => ({
        ...denied(
          cast.fulfilmentInVpc,
          'Publish',
          'SNS:Publish',
          names.auditTopic,
          because.deny('a VPC endpoint policy'),
        ),
        data: true,
        vpcEndpointId: names.snsEndpoint,
      }));
    },
  ),
  story(
    'the endpoint of the registry knows the images of the shop only',
    {
      verdict: 'implicitDeny',
      layer: 'vpcEndpoint',
      cause: 'resourceMismatch',
      reason: 'nameDiffers',
    },
    (tell) => {
      tell.burst('Wed 12:30:00', 6, 70, cast.imagePuller, () => ({
        ...denied(
          cast.imagePuller,
          'BatchGetImage',
          'ecr:BatchGetImage',
          names.labelRepository,
          because.no('VPC endpoint policy', 'ecr:BatchGetImage'),
        ),
        vpcEndpointId: names.registryEndpoint,
      }));
    },
  ),
];

function handOut(index: 0 | 1): Call {
  const session = supportSessions[index];
  return {
    service: 'sts',
    event: 'AssumeRole',
    parameters: {
      roleArn: iamArn('role/support-readonly'),
      roleSessionName: session.ticket,
      durationSeconds: 3600,
      policy: JSON.stringify(session.policy),
    },
    response: {
      credentials: {
        accessKeyId: session.accessKeyId,
        sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
        expiration: 'Nov 13, 2026, 2:30:00 PM',
      },
      assumedRoleUser: {
        assumedRoleId: `AROAEXAMPLE:${session.ticket}`,
        arn: session.caller.arn,
      },
    },
    resources: [
      { accountId: '111122223333', type: 'AWS::IAM::Role', ARN: iamArn('role/support-readonly') },
    ],
  };
}
