import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { routingShape } from '../../settings/routing';
import { accountId, emails, whole } from '../../settings/values';
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

const retention = z
  .strictObject({
    logDays: z
      .literal(LOG_DAYS)
      .default(RetentionDays.THREE_MONTHS)
      .describe('How long the logs of Denywatch itself are kept, in days.'),
    days: whole('days', 1, 3650)
      .default(90)
      .describe('How long problems and their denials are remembered, in days.'),
  })
  .describe('How long Denywatch keeps what it writes.');

const diagnosis = z
  .strictObject({
    freshHours: whole('hours', 1, 720)
      .default(24)
      .describe('How long a diagnosis holds for further denials of the same problem, in hours.'),
  })
  .describe('When policies are looked at.');

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
    account: accountId
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
    ...routingShape,
    alarmsTo: emails.describe(
      'Addresses that are told when Denywatch itself is in trouble; each must confirm its subscription.',
    ),
    readOrganizationPolicies: z
      .boolean('true or false')
      .default(false)
      .describe(
        'Read SCPs and RCPs. For a deployment in the management account or in a delegated administrator account of AWS Organizations.',
      ),
    diagnosis: diagnosis.prefault({}),
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
