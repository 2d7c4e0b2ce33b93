import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addDenywatch, type DenywatchStacks } from '../../lib/infra/denywatch-app';
import { parseSettings } from '../../lib/infra/settings/settings';

/** A JSON object of a template. */
export type Json = Record<string, unknown>;

const cdkJson = JSON.parse(readFileSync(path.join(__dirname, '../../cdk.json'), 'utf8')) as {
  context: Json;
};

/** The stacks of a deployment with these settings, under the feature flags of cdk.json, without bundling. */
export function stacksOf(
  settings: object,
  region = 'eu-central-1',
): DenywatchStacks & { app: App } {
  const app = new App({
    context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
  });
  return { app, ...addDenywatch(app, parseSettings(JSON.stringify(settings), 'test', region)) };
}

/** The template of the home stack. */
export function homeTemplate(settings: object = {}, region?: string): Template {
  return Template.fromStack(stacksOf(settings, region).home);
}

/** All stacks of a deployment that uses every setting. */
export function everyStack(): readonly Stack[] {
  const { home, forwarders } = stacksOf(EVERY_SETTING);
  return [home, ...forwarders];
}

/** Settings that use every feature. */
export const EVERY_SETTING = {
  account: '111122223333',
  homeRegion: 'eu-central-1',
  regions: ['eu-west-1'],
  alerts: {
    windowHours: 6,
    emails: ['oncall@example.com'],
    slack: {
      webhookSecret: 'denywatch/slack-webhook',
      webhookSecretKey: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
    },
  },
  alarmsTo: ['platform@example.com'],
  readOrganizationPolicies: true,
  retention: { logDays: 30 },
  onDelete: 'destroy',
};

/** The resources of one type, by logical id. */
export function resources(template: Template, type: string): Record<string, Json> {
  return template.findResources(type);
}

/** The only resource of one type. */
export function only(template: Template, type: string): Json {
  const found = Object.values(resources(template, type));
  expect(found).toHaveLength(1);
  return found[0]?.['Properties'] as Json;
}

/** A value of a template as text: references as `<LogicalId>`, `<LogicalId.Attribute>`. */
export function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${String(value.Ref)}>`;
  if ('Fn::GetAtt' in value) return `<${(value['Fn::GetAtt'] as string[]).join('.')}>`;
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(flat).join(separator);
  }
  return JSON.stringify(value);
}
