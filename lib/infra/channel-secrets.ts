import type { Stack } from 'aws-cdk-lib';
import { secretOfChannel } from '../settings/channels';
import { channelsOf } from '../settings/routing';
import type { NamedSecret } from './permissions';
import type { PlacedSettings } from './settings/settings';

/** The secrets that the settings name for their channels. */
export function channelSecrets(settings: PlacedSettings, stack: Stack): readonly NamedSecret[] {
  return channelsOf(settings).flatMap((channel, at) => {
    const needed = secretOfChannel(channel);
    if (needed === null) return [];
    return [
      {
        label: channel.name === 'slack' ? 'SlackWebhook' : labelOf(channel.name, at),
        arnPatterns: secretArns(stack, needed.secret),
        keyArn: needed.keyArn ?? undefined,
      },
    ];
  });
}

/** Letters and digits; the position keeps `a-1` and `a1` apart. */
function labelOf(name: string, at: number): string {
  const words = name.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join('')}Channel${at}`;
}

/**
 * The ARNs that a secret, given by name or ARN, can have: Secrets Manager adds six random characters
 * to the name, and from an ARN it cannot be told whether it has them.
 */
export function secretArns(stack: Stack, secret: string): readonly string[] {
  if (secret.startsWith('arn:')) return [secret, `${secret}-??????`];
  return [stack.formatArn({ service: 'secretsmanager', resource: `secret:${secret}-??????` })];
}
