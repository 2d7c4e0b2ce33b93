import { cast } from '../cast';
import { because, denied, ec2Denied, message } from '../denied';
import { names } from '../names';
import { s3Call } from '../record';
import { story, type Story } from '../story';
import { arn, GLOBAL, iamArn } from '../week';

const missed = (reason: string): Story['intended'] => ({
  verdict: 'implicitDeny',
  layer: 'identity',
  cause: 'resourceMismatch',
  reason,
});

/** Statements of the callers' own policies that were meant to allow it, and do not. */
export const identityStories: readonly Story[] = [
  story(
    'the thumbnailer may read the bucket, but not its objects',
    missed('objectNeedsKeyPattern'),
    (tell) => {
      tell.burst('Mon 09:14:05', 14, 9, cast.thumbnailer, (index) => {
        const key = `2026/11/09/IMG_${4021 + index} (front).jpg`;
        return s3Call('GetObject', 'fernwood-uploads', key, tell.random, {
          errorCode: 'AccessDenied',
          errorMessage: message(
            cast.thumbnailer,
            's3:GetObject',
            `"arn:aws:s3:::fernwood-uploads/${key}"`,
          ),
        });
      });
    },
  ),
  story(
    'the thumbnailer names its log group without what follows it',
    missed('subResource'),
    (tell) => {
      tell.at(
        [
          'Mon 09:14:02',
          'Mon 13:40:11',
          'Tue 08:05:59',
          'Wed 10:22:30',
          'Thu 09:47:03',
          'Fri 15:12:44',
        ],
        cast.thumbnailer,
        (index) =>
          denied(
            cast.thumbnailer,
            'CreateLogStream',
            'logs:CreateLogStream',
            arn(
              'logs',
              `log-group:/aws/lambda/thumbnailer:log-stream:2026/11/${String(9 + index).padStart(2, '0')}/[$LATEST]${tell.random.hex(32)}`,
            ),
          ),
      );
    },
  ),
  story(
    'the new orders table stands in the policy without table/',
    missed('missingTypePrefix'),
    (tell) => {
      tell.burst('Tue 10:31:00', 18, 4, cast.ordersApi, () => ({
        ...denied(cast.ordersApi, 'PutItem', 'dynamodb:PutItem', names.ordersTable),
        data: true,
      }));
    },
  ),
  story('the topic of the order events is in another region', missed('regionDiffers'), (tell) => {
    tell.at(
      ['Tue 10:36:12', 'Tue 10:36:43', 'Tue 10:37:14', 'Wed 07:02:20'],
      cast.ordersApi,
      () => ({
        ...denied(cast.ordersApi, 'Publish', 'SNS:Publish', names.ordersTopic),
        region: 'eu-central-1',
        data: true,
      }),
    );
  }),
  story(
    'the mail password is named without the six characters behind it',
    missed('secretSuffix'),
    (tell) => {
      tell.at(['Mon 02:00:09', 'Tue 02:00:08', 'Wed 02:00:11'], cast.invoiceWorker, () =>
        denied(
          cast.invoiceWorker,
          'GetSecretValue',
          'secretsmanager:GetSecretValue',
          names.smtpSecret,
        ),
      );
    },
  ),
  story('the key of the data lake is named by its alias', missed('keyAlias'), (tell) => {
    tell.at(['Tue 01:10:33', 'Wed 01:10:31', 'Thu 01:10:35'], cast.nightlyEtl, () =>
      denied(cast.nightlyEtl, 'Decrypt', 'kms:Decrypt', names.datalakeKey),
    );
  }),
  story('listing instances cannot be limited to instances', missed('needsStar'), (tell) => {
    tell.at(['Mon 06:00:01', 'Tue 06:00:02', 'Wed 06:00:01', 'Thu 06:00:03'], cast.reporting, () =>
      ec2Denied(cast.reporting, 'DescribeInstances', 'ec2:DescribeInstances', null, tell.random, {
        blob: 0,
        parameters: { instancesSet: {}, filterSet: {} },
      }),
    );
  }),
  story(
    'logging in to the registry cannot be limited to a repository',
    missed('needsStar'),
    (tell) => {
      tell.at(['Wed 11:05:40', 'Wed 11:22:17'], cast.build, () =>
        denied(cast.build, 'GetAuthorizationToken', 'ecr:GetAuthorizationToken', '*'),
      );
    },
  ),
  story(
    'a slip of the pen in the name of an action',
    { verdict: 'implicitDeny', layer: 'identity', cause: 'missingAction', reason: 'similarAction' },
    (tell) => {
      tell.burst('Thu 14:20:00', 12, 20, cast.fulfilment, () => ({
        ...denied(cast.fulfilment, 'ReceiveMessage', 'sqs:receivemessage', names.fulfilmentQueue),
        data: true,
      }));
    },
  ),
  story('the role to be passed has a path by now', missed('pathDiffers'), (tell) => {
    tell.at(['Wed 15:03:21', 'Wed 15:19:08', 'Thu 09:30:55'], cast.terraform, () => ({
      ...denied(
        cast.terraform,
        'RegisterTaskDefinition',
        'iam:PassRole',
        iamArn('role/service/orders-api'),
      ),
      service: 'ecs',
    }));
  }),
  story(
    'the backup program lists the bucket, and only objects are allowed',
    missed('bucketActionOnObjectArn'),
    (tell) => {
      tell.at(
        ['Mon 23:30:04', 'Tue 23:30:03', 'Wed 23:30:05', 'Thu 23:30:04', 'Fri 23:30:02'],
        cast.backupNas,
        () =>
          s3Call('ListObjects', 'fernwood-backup', null, tell.random, {
            parameters: { 'list-type': '2', prefix: 'nas/', 'encoding-type': 'url' },
            errorCode: 'AccessDenied',
            errorMessage: message(
              cast.backupNas,
              's3:ListBucket',
              '"arn:aws:s3:::fernwood-backup"',
            ),
          }),
      );
    },
  ),
  story("Pia's folder is pia, not Pia", missed('caseDiffers'), (tell) => {
    tell.at(['Thu 19:41:10', 'Thu 19:42:37'], cast.pia, () =>
      s3Call('PutObject', 'fernwood-home', 'Pia/season plan 2027.pdf', tell.random, {
        errorCode: 'AccessDenied',
        errorMessage: message(
          cast.pia,
          's3:PutObject',
          '"arn:aws:s3:::fernwood-home/Pia/season plan 2027.pdf"',
        ),
      }),
    );
  }),
  story('the storefront calls an alias of a function', missed('subResource'), (tell) => {
    tell.burst('Fri 12:00:10', 5, 30, cast.storefront, () => ({
      ...denied(cast.storefront, 'Invoke', 'lambda:InvokeFunction', `${names.quoteFunction}:live`),
      data: true,
    }));
  }),
  story(
    'an instance type that developers may not start',
    {
      verdict: 'implicitDeny',
      layer: 'identity',
      cause: 'conditionMismatch',
      reason: 'valueDiffers',
    },
    (tell) => {
      tell.at(['Wed 14:11:02', 'Wed 14:12:20'], cast.mara, () =>
        ec2Denied(
          cast.mara,
          'RunInstances',
          'ec2:RunInstances',
          arn('ec2', 'instance/*'),
          tell.random,
          {
            blob: 1200,
            parameters: {
              instancesSet: {
                items: [{ imageId: 'ami-0abcdef1234567890', minCount: 1, maxCount: 1 }],
              },
              instanceType: 'm7i.2xlarge',
              blockDeviceMapping: {},
              monitoring: { enabled: false },
              subnetId: 'subnet-0123456789abcdef0',
              disableApiTermination: false,
              disableApiStop: false,
            },
          },
        ),
      );
    },
  ),
  story(
    'a function of another team',
    {
      verdict: 'implicitDeny',
      layer: 'identity',
      cause: 'conditionMismatch',
      reason: 'valueDiffers',
    },
    (tell) => {
      tell.at(['Thu 11:08:45'], cast.maraCli, () => ({
        ...denied(
          cast.maraCli,
          'UpdateFunctionCode20150331v2',
          'lambda:UpdateFunctionCode',
          names.checkoutFunction,
        ),
      }));
    },
  ),
  story(
    'the warehouse scanner is on the line of the new warehouse',
    {
      verdict: 'implicitDeny',
      layer: 'identity',
      cause: 'conditionMismatch',
      reason: 'valueDiffers',
    },
    (tell) => {
      tell.at(
        ['Fri 05:58:00', 'Fri 06:13:01', 'Fri 06:28:00', 'Sat 05:57:59'],
        cast.warehouse,
        () =>
          denied(
            cast.warehouse,
            'GetParameter',
            'ssm:GetParameter',
            arn('ssm', 'parameter/warehouse/printer'),
          ),
      );
    },
  ),
  story(
    'a container without a task role falls back on its node',
    { verdict: 'implicitDeny', layer: 'identity', cause: 'missingAction' },
    (tell) => {
      tell.burst('Thu 16:44:00', 7, 15, cast.ordersNode, () => ({
        ...denied(cast.ordersNode, 'Query', 'dynamodb:Query', names.ordersTable),
        data: true,
      }));
    },
  ),
  story(
    'opening a port: the message is short enough to be decoded',
    { verdict: 'implicitDeny', layer: 'identity', cause: 'missingAction' },
    (tell) => {
      tell.at(['Tue 16:20:51'], cast.maraCli, () =>
        ec2Denied(
          cast.maraCli,
          'AuthorizeSecurityGroupIngress',
          'ec2:AuthorizeSecurityGroupIngress',
          arn('ec2', 'security-group/sg-0fedcba9876543210'),
          tell.random,
          {
            blob: 420,
            parameters: {
              groupId: 'sg-0fedcba9876543210',
              ipPermissions: {
                items: [
                  {
                    ipProtocol: 'tcp',
                    fromPort: 5432,
                    toPort: 5432,
                    ipRanges: { items: [{ cidrIp: '198.51.100.0/24' }] },
                  },
                ],
              },
            },
          },
        ),
      );
    },
  ),
  story(
    'an administrator without MFA',
    { verdict: 'explicitDeny', layer: 'identity', cause: 'explicitDeny' },
    (tell) => {
      tell.at(['Sat 10:02:14', 'Sat 10:03:40', 'Sat 10:09:02'], cast.ines, () =>
        ec2Denied(
          cast.ines,
          'StopInstances',
          'ec2:StopInstances',
          arn('ec2', 'instance/i-0a1b2c3d4e5f60718'),
          tell.random,
          {
            blob: 900,
            reason: because.deny('an identity-based policy', names.requireMfa),
            parameters: {
              instancesSet: { items: [{ instanceId: 'i-0a1b2c3d4e5f60718' }] },
              force: false,
            },
          },
        ),
      );
    },
  ),
  story(
    'the price feed was put right on Thursday',
    { verdict: 'allowedNow', layer: 'identity', cause: 'policyChanged' },
    (tell) => {
      tell.burst('Wed 18:00:00', 6, 1800, cast.priceFeed, () => ({
        ...denied(cast.priceFeed, 'UpdateItem', 'dynamodb:UpdateItem', names.pricesTable),
        data: true,
      }));
      tell.at(['Thu 08:51:30'], cast.admin, () => ({
        service: 'iam',
        event: 'PutRolePolicy',
        parameters: {
          roleName: 'price-feed',
          policyName: 'prices',
          policyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'Prices',
                Effect: 'Allow',
                Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
                Resource: names.pricesTable,
              },
            ],
          }),
        },
        readOnly: false,
        region: GLOBAL,
      }));
    },
  ),
  story(
    'a developer looks for what there is to delete',
    { verdict: 'implicitDeny', layer: 'identity', cause: 'missingAction' },
    (tell) => {
      tell.at(['Fri 16:31:10'], cast.jonas, () =>
        denied(
          cast.jonas,
          'DeleteDBInstance',
          'rds:DeleteDBInstance',
          arn('rds', 'db:shop-staging'),
        ),
      );
    },
  ),
  story(
    'a developer looks around: users',
    { verdict: 'implicitDeny', layer: 'identity', cause: 'missingAction' },
    (tell) => {
      tell.at(['Fri 16:33:02', 'Fri 16:33:04'], cast.jonas, () =>
        denied(cast.jonas, 'ListUsers', 'iam:ListUsers', iamArn('user/')),
      );
    },
  ),
  story(
    'a developer looks around: a key of his own',
    { verdict: 'implicitDeny', layer: 'identity', cause: 'missingAction' },
    (tell) => {
      tell.at(['Fri 16:35:48'], cast.jonas, () => {
        const id = tell.random.text('0123456789abcdefghijklmnopqrstuvwxyz', 24);
        const refused = denied(
          cast.jonas,
          'CreateAccessKey',
          'iam:CreateAccessKey',
          'user jonas-cli',
        );
        return {
          ...refused,
          errorMessage: `${refused.errorMessage ?? ''}. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/${id} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}`,
        };
      });
    },
  ),
  story(
    'a developer looks around: the alarms of the network',
    { verdict: 'implicitDeny', layer: 'identity', cause: 'missingAction' },
    (tell) => {
      tell.at(['Fri 16:36:20', 'Fri 16:36:21'], cast.jonas, () =>
        denied(
          cast.jonas,
          'DescribeLoadBalancers',
          'elasticloadbalancing:DescribeLoadBalancers',
          null,
        ),
      );
    },
  ),
];
