// Takes the picture of a page whose element #picture is what is to be seen. Needs a Chromium (the variable
// CHROMIUM names another program than `chromium`) and pngquant.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const MEASURE =
  "<script>document.body.setAttribute('data-height', String(Math.ceil(document.querySelector('#picture').getBoundingClientRect().height)));</script>";

/** Writes the picture of the HTML text to a file, as tall as it is at that width. */
export function takePicture(html, picture, width) {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  try {
    const page = join(folder, 'page.html');
    writeFileSync(page, html + MEASURE);
    const height = heightOf(page, width);
    chromium([
      '--force-device-scale-factor=1.5',
      `--window-size=${width},${height}`,
      `--screenshot=${picture}`,
      page,
    ]);
    execFileSync('pngquant', ['64', '--force', '--output', picture, picture]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Asks the page itself how tall it is at this width. */
function heightOf(page, width) {
  const dom = chromium([`--window-size=${width},3000`, '--dump-dom', page]);
  return Number(/data-height="(\d+)"/.exec(dom)?.[1] ?? 1200);
}

function chromium(args) {
  const own = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-lcd-text',
    '--hide-scrollbars',
  ];
  const target = args.map((arg) => (arg.endsWith('.html') ? pathToFileURL(arg).href : arg));
  return execFileSync(process.env.CHROMIUM ?? 'chromium', [...own, ...target], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
