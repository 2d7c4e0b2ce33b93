import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  EVIDENCE_PERMISSIONS,
  ORGANIZATION_PERMISSIONS,
  ownPermissions,
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
    const own = ownPermissions({
      logGroupArn: 'log',
      queueArn: 'queue',
      tableArn: 'table',
      topicArn: 'topic',
      keyArn: 'key',
      slackSecret: { arnPatterns: ['secret'], keyArn: 'secretKey' },
    });
    expect(rows.filter(([first]) => /^`[a-z]+:/.test(first ?? ''))).toEqual(
      [...EVIDENCE_PERMISSIONS, ...ORGANIZATION_PERMISSIONS, ...own].map(({ actions, reason }) => [
        actions.map(code).join(', '),
        reason,
      ]),
    );
  });
});
