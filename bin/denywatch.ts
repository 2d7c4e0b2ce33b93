import { once } from 'node:events';
import { join } from 'node:path';
import { run } from '../lib/cli/program';

/** A reader that went away (`| head`) is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 3);
});

/** A note of the SDK's own about Node.js versions is no result of this command. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    stdin: process.stdin,
    out: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    err: (text) => {
      process.stderr.write(text);
    },
    env: process.env,
    now: () => Date.now(),
    sample: join(__dirname, '..', 'samples', 'one-week'),
    terminal: {
      columns: process.stdout.isTTY ? process.stdout.columns : 80,
      unicode: showsUnicode(process.env),
      colour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
    },
  });
}

/** Unless the locale says otherwise, as on servers with LANG=C. */
function showsUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((name) => (name ?? '') !== '');
  return locale === undefined || !/^(?:C|POSIX)$/i.test(locale);
}

void main();
