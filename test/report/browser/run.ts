import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { makeDigest } from '../../../lib/core/digest/make-digest';
import { digestHtml } from '../../../lib/report/digest-html';
import { threeWeeks, type KindOfDay } from '../../support/three-weeks';
import { LOOKS, lookAt } from './look';

/**
 * `npm run test:report`: the report in a real browser, at the widths of a phone and of a desk, dark and
 * light. Takes a Chromium from the environment variable `CHROMIUM`, else /usr/bin/chromium. With
 * `--screenshots` it writes the pictures of docs/images anew.
 */
async function main(): Promise<number> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    process.stderr.write(
      `There is no Chromium at ${executablePath}: set CHROMIUM to the path of one.\n`,
    );
    return 1;
  }
  const folder = await mkdtemp(join(tmpdir(), 'denywatch-report-'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    return await lookAtAll(browser, folder);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

async function lookAtAll(browser: Browser, folder: string): Promise<number> {
  const inputs = await threeWeeks();
  const pictures = process.argv.includes('--screenshots');
  let passed = 0;
  let failed = 0;
  for (const kind of ['quiet', 'normal', 'attack'] as const satisfies readonly KindOfDay[]) {
    const file = join(folder, `${kind}.html`);
    await writeFile(file, digestHtml(await makeDigest(inputs[kind])));
    for (const look of LOOKS) {
      const picture =
        pictures && kind === 'attack'
          ? `docs/images/digest-${look.device}-${look.scheme}.png`
          : null;
      for (const { name, problems } of await lookAt(
        browser,
        pathToFileURL(file).href,
        look,
        picture,
      )) {
        const title = `${kind} day, ${look.device}, ${look.scheme}: ${name}`;
        process.stdout.write(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${title}\n`);
        for (const problem of problems) process.stdout.write(`         ${problem}\n`);
        if (problems.length === 0) passed++;
        else failed++;
      }
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
