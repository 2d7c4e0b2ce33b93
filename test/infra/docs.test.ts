import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  senderPermissions,
  slackActionsPermissions,
  usePermissions,
  watcherPermissions,
  writeLogPermission,
} from '../../lib/infra/permissions';
import { settingsJsonSchema, type JsonSchemaNode } from '../../lib/infra/settings/json-schema';

const rows = readFileSync(path.join(__dirname, '../../docs/deploy.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

const code = (text: string): string => `\`${text}\``;

function settings(node: JsonSchemaNode, prefix = ''): readonly string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, value]) =>
    value.properties === undefined ? [`${prefix}${key}`] : settings(value, `${prefix}${key}.`),
  );
}

describe('docs/deploy.md', () => {
  it('names each setting', () => {
    const named = rows.map(([name]) => name);
    for (const name of settings(settingsJsonSchema()).filter((key) => key !== '$schema')) {
      expect(named).toContain(code(name));
    }
  });

  it('lists each permission with its reason, and no other', () => {
    const both = [writeLogPermission('log'), usePermissions('key')];
    const watcher = watcherPermissions({
      queueArn: 'queue',
      tableArn: 'table',
      readsOrganization: true,
    });
    const sender = senderPermissions({
      streamArn: 'stream',
      tableArn: 'table',
      deliveryQueueArn: 'jobs',
      lostChangesArn: 'lost',
      topicArns: ['topic'],
      secrets: [{ label: 'Slack', arnPatterns: ['secret'], keyArn: 'secretKey' }],
      denialQueueArn: 'queue',
    });
    const chat = slackActionsPermissions({
      tableArn: 'table',
      deliveryQueueArn: 'jobs',
      signingSecret: { label: 'Slack', arnPatterns: ['secret'], keyArn: undefined },
    });
    expect(rows.filter(([first]) => /^`[a-z]+:/.test(first ?? ''))).toEqual(
      [...watcher, ...sender, ...chat, ...both].map(({ actions, reason }) => [
        actions.map(code).join(', '),
        reason,
      ]),
    );
  });
});
