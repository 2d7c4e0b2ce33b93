import { CreateSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startSlackReceiver, type SlackReceiver } from '../support/receivers/slack';
import { startTeamsReceiver, type TeamsReceiver } from '../support/receivers/teams';
import { startWebhookReceiver, type WebhookReceiver } from '../support/receivers/webhook';

/** The places beside the topic where alerts of the deployed stack are read. */
export interface Chats {
  /** An incoming webhook: gets everything. */
  readonly slack: SlackReceiver;
  /** A bot: gets what the route of {@link CHAT_SETTINGS} leads there, as do the next two. */
  readonly slackBot: SlackReceiver;
  readonly teams: TeamsReceiver;
  readonly webhook: WebhookReceiver;
  /** Host name -> origin of what stands for it. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Name of a secret -> its value. */
  readonly secrets: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const WEBHOOK_HOST = 'hooks.example.com';
const SIGNING_SECRET = 'whsec_ZGVueXdhdGNoIGRlcGxveSB0ZXN0IHNlY3JldA==';
const CHANNEL = 'C0000000001';

/** The part of the settings that leads to them. */
export const CHAT_SETTINGS = {
  channels: {
    slack: { kind: 'slackWebhook', webhookSecret: 'denywatch/slack-webhook' },
    'storage-bot': { kind: 'slackBot', tokenSecret: 'denywatch/slack-token', channel: CHANNEL },
    'storage-teams': { kind: 'teams', webhookSecret: 'denywatch/teams-webhook' },
    'storage-tickets': {
      kind: 'webhook',
      url: `https://${WEBHOOK_HOST}/hooks/denywatch`,
      signingSecret: 'denywatch/signing-key',
    },
  },
  defaultChannels: ['sns', 'slack'],
  routes: [
    {
      when: { service: 's3' },
      to: ['sns', 'slack', 'storage-bot', 'storage-teams', 'storage-tickets'],
    },
  ],
} as const;

/** Starts them all, each on a free port of the loopback interface. */
export async function startChats(): Promise<Chats> {
  const now = (): number => Date.now();
  const slack = await startSlackReceiver({ now });
  const slackBot = await startSlackReceiver({ channels: [CHANNEL], now });
  const teams = await startTeamsReceiver();
  const webhook = await startWebhookReceiver({ secret: SIGNING_SECRET });
  const at = (host: string, { origin, url }: { origin: string; url: string }): string =>
    `https://${host}${url.slice(origin.length)}`;
  return {
    slack,
    slackBot,
    teams,
    webhook,
    hosts: {
      'hooks.slack.com': slack.origin,
      'slack.com': slackBot.origin,
      'workflows.example.com': teams.origin,
      [WEBHOOK_HOST]: webhook.origin,
    },
    secrets: {
      'denywatch/slack-webhook': at('hooks.slack.com', slack),
      'denywatch/slack-token': slackBot.token,
      'denywatch/teams-webhook': at('workflows.example.com', teams),
      'denywatch/signing-key': SIGNING_SECRET,
    },
    close: async () => {
      await Promise.all([slack, slackBot, teams, webhook].map((each) => each.close()));
    },
  };
}

/** Puts the secrets where the settings say that they are. */
export async function makeSecrets(
  client: SecretsManagerClient,
  secrets: Chats['secrets'],
): Promise<void> {
  for (const [Name, SecretString] of Object.entries(secrets))
    await client.send(new CreateSecretCommand({ Name, SecretString }));
}
