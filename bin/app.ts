import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { addDenywatch } from '../lib/infra/denywatch-app';
import { parseSettings, SettingsError } from '../lib/infra/settings/settings';

const DEFAULT_FILE = 'denywatch.config.json';

/**
 * Builds the stacks from `denywatch.config.json` beside package.json, where there is one, or from
 * the file that `--context settings=FILE` names.
 */
function main(): void {
  const app = new App();
  const named: unknown = app.node.tryGetContext('settings');
  const file = typeof named === 'string' ? named : DEFAULT_FILE;
  addDenywatch(app, parseSettings(readSettings(file), file, process.env['CDK_DEFAULT_REGION']));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

/** The text of a settings file; null when there is none and none was asked for. */
function readSettings(file: string): string | null {
  const place = path.resolve(__dirname, '..', file);
  if (existsSync(place)) return readFileSync(place, 'utf8');
  if (file === DEFAULT_FILE) return null;
  throw new SettingsError(file, [{ path: '', says: 'expected a file there; found none' }]);
}

try {
  main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
