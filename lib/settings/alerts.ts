import { z } from 'zod';
import { emails, keyArn, secret, whole } from './values';

const slack = z
  .strictObject({
    webhookSecret: secret('the webhook URL').describe(
      'Name or ARN of the Secrets Manager secret, in the home Region, whose value is the incoming webhook URL. Never the URL itself.',
    ),
    webhookSecretKey: keyArn.describe(
      'ARN of the KMS key that encrypts the secret, where it is a customer managed one.',
    ),
  })
  .describe('Alerts to one Slack channel by an incoming webhook: the channel "slack".');

const COUNTS = 'counts of at least 2, each greater than the one before';

const storm = z
  .strictObject({
    newGroups: whole('problems', 1, 1000)
      .default(20)
      .describe('So many new problems get a message each; the next one begins a storm.'),
    minutes: whole('minutes', 1, 60)
      .default(5)
      .describe('Within so many minutes; a storm is over when so long nothing new came.'),
    perCaller: whole('problems', 1, 1000)
      .default(10)
      .describe('The same for the new problems of one caller.'),
  })
  .describe('When one summary takes the place of many messages.');

/** `alerts`: how often people are told, and of what at once. */
export const alertsSchema = z
  .strictObject({
    windowHours: whole('hours', 1, 720)
      .default(24)
      .describe('How long a problem that was alerted stays quiet, in hours.'),
    emails: emails.describe('Addresses that get each alert; each must confirm its subscription.'),
    slack: slack.optional(),
    escalateAt: z
      .array(whole('denials', 2, 1_000_000_000))
      .max(10, 'at most 10 counts')
      .refine(
        (counts) => counts.every((count, at) => at === 0 || count > (counts[at - 1] ?? 0)),
        COUNTS,
      )
      .default([10, 100, 1000])
      .describe('Counts at which people are told again of the same problem.'),
    storm: storm.prefault({}),
  })
  .describe('Who is told of denials, and how often.');

const WORKSPACE = 'the id of a Slack workspace, such as "T0123ABCD"';
const USER_GROUP = 'the id of a Slack user group, such as "S0123ABCD"';

/** `chat`: answers to Slack messages by their buttons. */
export const chatSchema = z
  .strictObject({
    signingSecret: secret('the signing secret of the Slack app').describe(
      'Name or ARN of the secret, in the home Region, whose value is the signing secret of the Slack app.',
    ),
    signingSecretKey: keyArn.describe(
      'ARN of the KMS key that encrypts the secret, where it is a customer managed one.',
    ),
    workspaces: z
      .array(z.string(WORKSPACE).regex(/^[TE][A-Z0-9]{6,20}$/, WORKSPACE))
      .min(1, 'at least one workspace')
      .describe('Ids of the Slack workspaces whose people may answer.'),
    userGroups: z
      .array(z.string(USER_GROUP).regex(/^S[A-Z0-9]{6,20}$/, USER_GROUP))
      .min(1, 'at least one user group')
      .optional()
      .describe('Ids of Slack user groups: only their members may answer. Without it, everybody.'),
  })
  .describe('Answers from Slack: acknowledge, mute, check again. Off without it.');
