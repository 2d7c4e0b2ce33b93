import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { packRuntimeSettings } from '../../lambdas/shared/runtime-settings';
import { addDenywatch } from '../../lib/infra/denywatch-app';
import { runtimeSettingsOf } from '../../lib/infra/settings/runtime';
import { parseSettings } from '../../lib/infra/settings/settings';

const outdir = mkdtempSync(path.join(tmpdir(), 'denywatch-bundle-'));

afterAll(() => {
  rmSync(outdir, { recursive: true });
});

/** Loads a bundle as Lambda does, as an ES module in a Node of its own, and returns what kind of thing `handler` is. */
function typeOfHandler(bundle: string, env: Record<string, string>): string {
  const program = `const { handler } = await import(${JSON.stringify(bundle)}); console.log(typeof handler);`;
  const options = { env: { ...env, PATH: process.env['PATH'] ?? '' }, encoding: 'utf8' } as const;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

it('each function is bundled into a module that Node can load', () => {
  const app = new App({ outdir, analyticsReporting: false });
  addDenywatch(app, parseSettings(null, 'none', 'us-east-1'));
  app.synth();
  const bundles = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  expect(bundles).toHaveLength(2);
  for (const name of bundles) {
    const kind = typeOfHandler(path.join(outdir, name, 'index.mjs'), {
      AWS_REGION: 'eu-central-1',
      // Those of all functions: each reads its own.
      TABLE_NAME: 'denials',
      DENIAL_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/denials',
      DELIVERY_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs',
      RUNTIME_SETTINGS: packRuntimeSettings(
        runtimeSettingsOf(parseSettings(null, 'none', 'us-east-1')),
      ),
      ALERT_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
      READ_ORGANIZATION_POLICIES: 'false',
      OWN_ACCOUNT_ID: '111122223333',
      OWN_ROLE_NAMES: 'role',
      POWERTOOLS_SERVICE_NAME: 'denywatch',
      POWERTOOLS_METRICS_NAMESPACE: 'Denywatch',
      POWERTOOLS_LOG_LEVEL: 'INFO',
    });
    expect(kind).toBe('function');
  }
}, 60_000);
