import { z } from 'zod';
import { keyArn, secret } from './values';

const NAME = 'a name of small letters, digits and hyphens, at most 32, beginning with a letter';

/** The name of a channel: it is part of keys, scopes and metrics. */
export const channelName = z.string(NAME).regex(/^[a-z][a-z0-9-]{0,31}$/, NAME);

const secretKey = keyArn.describe(
  'ARN of the KMS key that encrypts the secret, where it is a customer managed one.',
);

const CHANNEL_ID = 'the id of a Slack channel, such as "C0123456789" (in its details in Slack)';

const HTTPS = 'an https URL without user name, password and fragment';

const webhookUrl = z.string(HTTPS).refine(isPlainHttps, HTTPS);

function isPlainHttps(text: string): boolean {
  if (text.length > 1024 || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
}

const slackBot = z.strictObject({
  kind: z.literal('slackBot').describe('A Slack app that posts, edits and answers in threads.'),
  tokenSecret: secret('the bot token').describe(
    'Name or ARN of the Secrets Manager secret, in the home Region, whose value is the bot token.',
  ),
  secretKey,
  channel: z
    .string(CHANNEL_ID)
    .regex(/^[CGD][A-Z0-9]{6,20}$/, CHANNEL_ID)
    .describe('Id of the channel; the app must be in it.'),
});

const slackWebhook = z.strictObject({
  kind: z.literal('slackWebhook').describe('A Slack incoming webhook: posts only.'),
  webhookSecret: secret('the webhook URL'),
  secretKey,
});

const teams = z.strictObject({
  kind: z.literal('teams').describe('A webhook of Workflows in Microsoft Teams.'),
  webhookSecret: secret('the webhook URL'),
  secretKey,
});

const amazonQ = z.strictObject({
  kind: z
    .literal('amazonQ')
    .describe('A topic of its own, to which Amazon Q Developer in chat applications subscribes.'),
});

const webhook = z.strictObject({
  kind: z.literal('webhook').describe('Any receiver: signed JSON over HTTPS.'),
  url: webhookUrl.describe('Where to send; the signature, not the URL, is what proves the sender.'),
  signingSecret: secret('the signing key').describe(
    'Name or ARN of the secret whose value signs what is sent (HMAC-SHA256).',
  ),
  secretKey,
});

const sns = z.strictObject({
  kind: z.literal('sns').describe('The alert topic of the deployment, to which e-mails subscribe.'),
});

/** One place where alerts are read. */
export const channelSchema = z.discriminatedUnion('kind', [
  slackBot,
  slackWebhook,
  teams,
  amazonQ,
  webhook,
  sns,
]);

/** One channel as the settings describe it. */
export type ChannelSetting = z.output<typeof channelSchema>;

/** The secret that a channel needs, with the setting that names it; null for one that needs none. */
export function secretOfChannel(
  channel: ChannelSetting,
): { readonly setting: string; readonly secret: string; readonly keyArn: string | null } | null {
  switch (channel.kind) {
    case 'slackBot':
      return needs('tokenSecret', channel.tokenSecret, channel.secretKey);
    case 'slackWebhook':
    case 'teams':
      return needs('webhookSecret', channel.webhookSecret, channel.secretKey);
    case 'webhook':
      return needs('signingSecret', channel.signingSecret, channel.secretKey);
    case 'amazonQ':
    case 'sns':
      return null;
  }
}

function needs(
  setting: string,
  name: string,
  key: string | undefined,
): { readonly setting: string; readonly secret: string; readonly keyArn: string | null } {
  return { setting, secret: name, keyArn: key ?? null };
}
