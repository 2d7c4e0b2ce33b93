import { cast } from '../cast';
import { because, denied, message } from '../denied';
import { names } from '../names';
import { s3Call } from '../record';
import { story, type Story } from '../story';
import { iamArn } from '../week';

const FINANCE = 'arn:aws:s3:::fernwood-finance';

/** Policies of buckets, queues, keys and roles, and settings that no policy changes. */
export const resourceStories: readonly Story[] = [
  story(
    'the reports moved to a subnet without the S3 endpoint',
    { verdict: 'explicitDeny', layer: 'resource', cause: 'explicitDeny' },
    (tell) => {
      tell.burst('Wed 07:30:00', 4, 120, cast.reporting, (index) => {
        const key = `ledger/2026-${String(7 + index).padStart(2, '0')}.parquet`;
        return s3Call('GetObject', 'fernwood-finance', key, tell.random, {
          errorCode: 'AccessDenied',
          errorMessage: message(
            cast.reporting,
            's3:GetObject',
            `"${FINANCE}/${key}"`,
            because.deny('a resource-based policy'),
          ),
        });
      });
    },
  ),
  story(
    'AWS Config cannot look at the finance bucket',
    { verdict: 'explicitDeny', layer: 'resource', cause: 'explicitDeny' },
    (tell) => {
      tell.at(
        [
          'Mon 04:11:20',
          'Tue 04:11:22',
          'Wed 04:11:19',
          'Thu 04:11:23',
          'Fri 04:11:20',
          'Sat 04:11:21',
          'Sun 04:11:20',
        ],
        cast.config,
        () =>
          s3Call('GetBucketAcl', 'fernwood-finance', null, tell.random, {
            data: false,
            parameters: { acl: '' },
            errorCode: 'AccessDenied',
            errorMessage: message(
              cast.config,
              's3:GetBucketAcl',
              `"${FINANCE}"`,
              because.deny('a resource-based policy'),
            ),
          }),
      );
    },
  ),
  story(
    'the role of the exchange wants an external id',
    {
      verdict: 'implicitDeny',
      layer: 'resource',
      cause: 'conditionMismatch',
      reason: 'keyUnknown',
    },
    (tell) => {
      tell.burst('Mon 11:00:00', 5, 3600, cast.partnerSync, () =>
        denied(cast.partnerSync, 'AssumeRole', 'sts:AssumeRole', names.exchangeRole, ''),
      );
    },
  ),
  story(
    'a developer is no administrator',
    {
      verdict: 'implicitDeny',
      layer: 'resource',
      cause: 'principalMismatch',
      reason: 'principalNotListed',
    },
    (tell) => {
      tell.at(['Thu 17:02:12', 'Thu 17:02:58'], cast.maraCli, () =>
        denied(
          cast.maraCli,
          'AssumeRole',
          'sts:AssumeRole',
          names.prodAdmin,
          because.no('role trust policy', 'sts:AssumeRole'),
        ),
      );
    },
  ),
  story(
    'breaking the glass takes MFA',
    { verdict: 'explicitDeny', layer: 'resource', cause: 'explicitDeny' },
    (tell) => {
      tell.at(['Sat 10:12:30'], cast.ines, () =>
        denied(
          cast.ines,
          'AssumeRole',
          'sts:AssumeRole',
          names.breakGlass,
          because.deny('the role trust policy'),
        ),
      );
    },
  ),
  story(
    'a deployment from a feature branch',
    {
      verdict: 'implicitDeny',
      layer: 'resource',
      cause: 'conditionMismatch',
      reason: 'valueDiffers',
    },
    (tell) => {
      tell.at(['Wed 16:05:11', 'Wed 16:48:37', 'Thu 10:15:04'], cast.branchWorkflow, () => ({
        service: 'sts',
        event: 'AssumeRoleWithWebIdentity',
        errorCode: 'AccessDenied',
        errorMessage: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        parameters: { roleArn: iamArn('role/ci/github-deploy'), roleSessionName: 'GitHubActions' },
      }));
    },
  ),
  story(
    'the key of the volumes does not know Auto Scaling',
    {
      verdict: 'implicitDeny',
      layer: 'resource',
      cause: 'principalMismatch',
      reason: 'principalNotListed',
    },
    (tell) => {
      tell.burst('Fri 02:10:00', 9, 180, cast.autoScaling, () =>
        denied(
          cast.autoScaling,
          'CreateGrant',
          'kms:CreateGrant',
          names.volumeKey,
          because.no('resource-based policy', 'kms:CreateGrant'),
        ),
      );
    },
  ),
  story(
    'the key of the data team, of which KMS tells little',
    { verdict: 'unknown', layer: null, cause: 'unknown' },
    (tell) => {
      tell.at(['Thu 02:00:10', 'Fri 02:00:09'], cast.invoiceWorker, () => ({
        service: 'kms',
        event: 'Decrypt',
        errorCode: 'AccessDenied',
        errorMessage: `User: ${cast.invoiceWorker.arn} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
      }));
    },
  ),
  story(
    'the queue of the returns trusts the role of the old portal',
    {
      verdict: 'implicitDeny',
      layer: 'resource',
      cause: 'principalMismatch',
      reason: 'principalNotListed',
    },
    (tell) => {
      tell.burst('Mon 15:30:00', 8, 40, cast.returnsPortal, () => ({
        ...denied(
          cast.returnsPortal,
          'SendMessage',
          'sqs:sendmessage',
          names.returnsQueue,
          because.no('resource-based policy', 'sqs:sendmessage'),
        ),
        data: true,
      }));
    },
  ),
  story(
    'the pages of the catalogue were to be public',
    { verdict: 'notIam', layer: null, cause: 'setting' },
    (tell) => {
      tell.at(['Tue 11:40:03', 'Tue 11:52:40'], cast.terraform, () =>
        s3Call('PutBucketPolicy', 'fernwood-static', null, tell.random, {
          data: false,
          readOnly: false,
          parameters: {
            bucketPolicy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: 'arn:aws:s3:::fernwood-static/*',
                },
              ],
            },
            policy: '',
          },
          errorCode: 'AccessDenied',
          errorMessage: message(
            cast.terraform,
            's3:PutBucketPolicy',
            '"arn:aws:s3:::fernwood-static"',
            'because public policies are blocked by the BlockPublicPolicy block public access setting.',
          ),
        }),
      );
    },
  ),
  story(
    'the bill is for root until the account lets users see it',
    { verdict: 'notIam', layer: null, cause: 'setting' },
    (tell) => {
      tell.at(['Mon 08:30:12', 'Mon 08:30:13'], cast.ines, () => ({
        service: 'ce',
        event: 'GetCostAndUsage',
        errorCode: 'AccessDenied',
        errorMessage: 'IAM user access not activated',
        parameters: {
          TimePeriod: { Start: '2026-10-01', End: '2026-11-01' },
          Granularity: 'MONTHLY',
          Metrics: ['UnblendedCost'],
        },
      }));
    },
  ),
  story(
    'accounts are listed in the management account',
    { verdict: 'notIam', layer: null, cause: 'setting' },
    (tell) => {
      tell.at(['Fri 16:34:11'], cast.jonas, () =>
        denied(
          cast.jonas,
          'ListAccounts',
          'organizations:ListAccounts',
          '*',
          because.no('resource-based policy', 'organizations:ListAccounts'),
        ),
      );
    },
  ),
  story(
    'a job with the role of another account',
    { verdict: 'notIam', layer: null, cause: 'setting' },
    (tell) => {
      tell.at(['Thu 12:25:09'], cast.jonasCli, () => ({
        service: 'glue',
        event: 'CreateJob',
        errorCode: 'AccessDenied',
        errorMessage: 'Cross-account pass role is not allowed.',
      }));
    },
  ),
];
