import { cast } from '../cast';
import { because, denied, ec2Denied, message } from '../denied';
import { names } from '../names';
import type { Call } from '../record';
import { s3Call } from '../record';
import { story, type Story } from '../story';
import { arn, iamArn } from '../week';

const QUARANTINE = because.deny('an identity-based policy', names.quarantine);
const quarantined: Story['intended'] = {
  verdict: 'explicitDeny',
  layer: 'identity',
  cause: 'explicitDeny',
};
const notGranted: Story['intended'] = {
  verdict: 'implicitDeny',
  layer: 'identity',
  cause: 'missingAction',
};
const auditor = cast.auditor;

/** What the auditor's scan asks for and was not given, twice in the week. */
const SCAN: readonly (readonly [string, Call])[] = [
  [
    'instances of Systems Manager',
    denied(
      auditor,
      'DescribeInstanceInformation',
      'ssm:DescribeInstanceInformation',
      arn('ssm', '*'),
    ),
  ],
  ['topics', denied(auditor, 'ListTopics', 'SNS:ListTopics', arn('sns', '*'))],
  ['Glue endpoints', denied(auditor, 'GetDevEndpoints', 'glue:GetDevEndpoints', arn('glue', '*'))],
  ['secrets', denied(auditor, 'ListSecrets', 'secretsmanager:ListSecrets', null)],
  ['container clusters', denied(auditor, 'ListClusters', 'ecs:ListClusters', '*')],
  ['domains', denied(auditor, 'ListDomains', 'route53domains:ListDomains', '*')],
  [
    'listeners',
    denied(auditor, 'DescribeListeners', 'elasticloadbalancing:DescribeListeners', null),
  ],
  [
    'APIs',
    denied(auditor, 'GetRestApis', 'apigateway:GET', 'arn:aws:apigateway:eu-west-1::/restapis', ''),
  ],
  ['file systems', fileSystems()],
  [
    'detectors',
    {
      service: 'guardduty',
      event: 'ListDetectors',
      errorCode: 'AccessDenied',
      parameters: { maxResults: 50 },
    },
  ],
  [
    'Kubernetes clusters',
    {
      service: 'eks',
      event: 'ListClusters',
      errorCode: 'AccessDenied',
      parameters: { maxResults: 100 },
    },
  ],
];

function fileSystems(): Call {
  return {
    service: 'elasticfilesystem',
    event: 'DescribeFileSystems',
    errorCode: 'AccessDenied',
    errorMessage: `User: ${auditor.arn} is not authorized to perform: elasticfilesystem:DescribeFileSystems on the specified resource`,
  };
}

/** A vendor's scanner, and an intruder with a stolen key. */
export const strangerStories: readonly Story[] = [
  ...SCAN.map(([what, call], index) =>
    story(`the scan of the auditor: ${what}`, notGranted, (tell) => {
      const second = String(10 + 4 * index).padStart(2, '0');
      tell.at([`Mon 05:00:${second}`, `Thu 05:00:${second}`], auditor, () => call);
    }),
  ),
  story('the stolen key: who am I allowed to be', quarantined, (tell) => {
    tell.at(['Sun 02:44:07'], cast.oldCi, () =>
      denied(cast.oldCi, 'CreateUser', 'iam:CreateUser', iamArn('user/support-admin'), QUARANTINE),
    );
  }),
  story('the stolen key: more rights', quarantined, (tell) => {
    tell.at(['Sun 02:44:31', 'Sun 02:44:33'], cast.oldCi, () =>
      denied(cast.oldCi, 'AttachUserPolicy', 'iam:AttachUserPolicy', 'user old-ci', QUARANTINE),
    );
  }),
  story('the stolen key: machines', quarantined, (tell) => {
    tell.burst('Sun 02:45:10', 6, 2, cast.oldCi, () =>
      ec2Denied(
        cast.oldCi,
        'RunInstances',
        'ec2:RunInstances',
        arn('ec2', 'instance/*'),
        tell.random,
        {
          blob: 1100,
          reason: QUARANTINE,
          parameters: {
            instancesSet: {
              items: [{ imageId: 'ami-0123456789abcdef0', minCount: 10, maxCount: 20 }],
            },
            instanceType: 'g5.12xlarge',
            blockDeviceMapping: {},
            monitoring: { enabled: false },
            disableApiTermination: false,
            disableApiStop: false,
          },
        },
      ),
    );
  }),
  story('the stolen key: what is in the buckets', quarantined, (tell) => {
    tell.at(['Sun 02:46:02'], cast.oldCi, () =>
      s3Call('PutBucketPolicy', 'fernwood-exports', null, tell.random, {
        data: false,
        readOnly: false,
        parameters: { policy: '' },
        errorCode: 'AccessDenied',
        errorMessage: message(
          cast.oldCi,
          's3:PutBucketPolicy',
          '"arn:aws:s3:::fernwood-exports"',
          `with an explicit deny in an identity-based policy, with policy ARN: ${names.quarantine}`,
        ),
      }),
    );
  }),
];
