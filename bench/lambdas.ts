import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { packRuntimeSettings } from '../lambdas/shared/runtime-settings';
import { LAMBDA_BUNDLING } from '../lib/infra/bundling';
import { runtimeSettingsOf } from '../lib/infra/settings/runtime';
import { parseSettings } from '../lib/infra/settings/settings';

const LAMBDAS = ['denial-watcher', 'alert-sender'];
const STARTS = 20;

/**
 * Prints the size of each Lambda's bundle and how long a process of its own takes to load it (module and
 * handler, no request), beside one that loads nothing. The Node.js that runs this is not the Lambda's.
 */
export async function benchLambdas(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'denywatch-bench-'));
  try {
    console.log(`lambdas: median of ${STARTS} starts, bare node ${medianStart('0')} ms`);
    for (const name of LAMBDAS) {
      const outfile = path.join(folder, `${name}.mjs`);
      await bundle(name, outfile);
      const kilobytes = Math.round((await stat(outfile)).size / 1000);
      const start = medianStart(`await import(${JSON.stringify(outfile)})`);
      console.log(`  ${name.padEnd(16)} ${kilobytes} KB, ${start} ms`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bundle(name: string, outfile: string): Promise<void> {
  const { target, mainFields, minify, banner } = LAMBDA_BUNDLING;
  await build({
    entryPoints: [`lambdas/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    ...(target !== undefined && { target }),
    ...(mainFields !== undefined && { mainFields: [...mainFields] }),
    ...(minify !== undefined && { minify }),
    banner: { js: banner ?? '' },
    logLevel: 'warning',
  });
}

function medianStart(program: string): number {
  const args = ['--input-type=module', '--eval', program];
  const times = Array.from({ length: STARTS }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { env: environment() });
    if (status !== 0) throw new Error(`expected the bundle to load, found: ${String(stderr)}`);
    return performance.now() - start;
  });
  return Math.round(times.sort((a, b) => a - b)[STARTS / 2] ?? 0);
}

/** What the stack gives its functions; each reads its own. */
function environment(): NodeJS.ProcessEnv {
  const queue = 'https://sqs.eu-central-1.amazonaws.com/111122223333';
  return {
    AWS_REGION: 'eu-central-1',
    TABLE_NAME: 'denials',
    DENIAL_QUEUE_URL: `${queue}/denials`,
    DELIVERY_QUEUE_URL: `${queue}/jobs`,
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
  };
}
