import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { knownRegions } from '../regions';

/** Log retention that CloudWatch Logs accepts, in days. */
const LOG_DAYS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

const region = z
  .enum(
    knownRegions(),
    'an AWS Region that the installed aws-cdk-lib knows, such as "eu-central-1"',
  )
  .meta({ title: 'AWS Region' });

const emails = z
  .array(z.email('an e-mail address, such as "oncall@example.com"'))
  .refine((list) => new Set(list).size === list.length, 'each address once')
  .default([]);

/** Names and ARNs of Secrets Manager; an ARN may lack the six random characters at its end. */
const SECRET_ARN =
  /^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{1,30}:\d{12}:secret:[\w/+=.@-]{1,519}$/;
const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;
const KEY_ARN = /^arn:aws[a-z-]{0,10}:kms:[a-z0-9-]{1,30}:\d{12}:key\/[\w-]{1,64}$/;

const SECRET =
  'the name or ARN of a Secrets Manager secret that holds the webhook URL, never the URL itself';

const slack = z
  .strictObject({
    webhookSecret: z
      .string(SECRET)
      .refine((value) => SECRET_ARN.test(value) || SECRET_NAME.test(value), SECRET)
      .describe(
        'Name or ARN of the Secrets Manager secret, in the home Region, whose value is the incoming webhook URL. Never the URL itself.',
      ),
    webhookSecretKey: z
      .string()
      .regex(KEY_ARN, 'the ARN of a KMS key, such as "arn:aws:kms:REGION:ACCOUNT:key/ID"')
      .optional()
      .describe('ARN of the KMS key that encrypts the secret, where it is a customer managed one.'),
  })
  .describe('Alerts to one Slack channel by an incoming webhook.');

const ACCOUNT = 'an AWS account id: 12 digits, in quotes';
const HOURS = 'a whole number of hours from 1 to 720';

const alerts = z
  .strictObject({
    windowHours: z
      .int(HOURS)
      .min(1, HOURS)
      .max(720, HOURS)
      .default(24)
      .describe('How long a problem that was alerted stays quiet, in hours.'),
    emails: emails.describe('Addresses that get each alert; each must confirm its subscription.'),
    slack: slack.optional(),
  })
  .describe('Who is told of denials, and how often.');

const retention = z
  .strictObject({
    logDays: z
      .literal(LOG_DAYS)
      .default(RetentionDays.THREE_MONTHS)
      .describe('How long the logs of Denywatch itself are kept, in days.'),
  })
  .describe('How long Denywatch keeps what it writes.');

/**
 * `denywatch.config.json`: everything optional. What is set here is all that a deployment can
 * differ in. Unknown keys are refused, so that a typing error is never a silent default.
 */
export const settingsSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the JSON schema of this file.'),
    stackName: z
      .string()
      .regex(
        /^[A-Za-z][A-Za-z0-9-]{0,63}$/,
        'letters, digits and hyphens, beginning with a letter, at most 64',
      )
      .default('Denywatch')
      .describe('Name of the stack; the forwarders are named after it.'),
    account: z
      .string(ACCOUNT)
      .regex(/^\d{12}$/, ACCOUNT)
      .optional()
      .describe('Account to deploy to. Without it, the account of the credentials in use.'),
    homeRegion: region
      .optional()
      .describe('Region in which Denywatch runs. Without it, the Region of the AWS CLI settings.'),
    regions: z
      .array(region)
      .default([])
      .describe(
        'Further Regions to watch. The home Region and the Region of the global services always are.',
      ),
    alerts: alerts.prefault({}),
    alarmsTo: emails.describe(
      'Addresses that are told when Denywatch itself is in trouble; each must confirm its subscription.',
    ),
    readOrganizationPolicies: z
      .boolean('true or false')
      .default(false)
      .describe(
        'Read SCPs and RCPs. For a deployment in the management account or in a delegated administrator account of AWS Organizations.',
      ),
    retention: retention.prefault({}),
    onDelete: z
      .enum(['retain', 'destroy'])
      .default('retain')
      .describe('What becomes of the table, its key and the logs when the stack is deleted.'),
  })
  .meta({
    title: 'Denywatch settings',
    description: 'Settings of a Denywatch deployment. All are optional.',
  });

/** The settings as the stacks read them: every default filled in. */
export type Settings = z.output<typeof settingsSchema>;
