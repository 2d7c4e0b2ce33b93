// Draws a Slack payload as Slack shows it and takes its picture:
//   node scripts/draw-slack-message.mjs PAYLOAD.json PICTURE.png [WIDTH]
// Needs a Chromium (the variable CHROMIUM names another program than `chromium`) and pngquant. The picture in the
// README is drawn from a golden file of the tests, so that it shows what is really sent.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [payloadFile, picture, width = '760'] = process.argv.slice(2);
if (payloadFile === undefined || picture === undefined) {
  console.error('usage: node scripts/draw-slack-message.mjs PAYLOAD.json PICTURE.png [WIDTH]');
  process.exit(2);
}
const { blocks } = JSON.parse(readFileSync(payloadFile, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'slack-message-'));
try {
  const page = join(folder, 'message.html');
  writeFileSync(page, pageOf(blocks));
  const height = Number(/^\d+/.exec(heightOf(page))?.[0] ?? 1200);
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

/** Asks the page itself how tall it is at this width. */
function heightOf(page) {
  const dom = chromium([`--window-size=${width},3000`, '--dump-dom', page]);
  return /data-height="(\d+)"/.exec(dom)?.[1] ?? '';
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

function blockHtml(block) {
  if (block.type === 'section') return `<div class="section">${markup(block.text.text)}</div>`;
  if (block.type === 'context') {
    return `<div class="context">${block.elements.map(({ text }) => markup(text)).join(' ')}</div>`;
  }
  return '<hr>';
}

/** Slack's markup as HTML. Its entities are those of HTML. */
function markup(text) {
  return text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part) => {
      if (part.startsWith('```'))
        return `<pre>${part.slice(3, -3).replace(/^\n/, '').replace(/\n$/, '')}</pre>`;
      if (part.startsWith('`')) return `<code>${part.slice(1, -1)}</code>`;
      return part
        .replace(/<([^|>]+)\|([^>]+)>/g, '<a href="$1">$2</a>')
        .replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
        .replace(/\n(?=[^\n])/g, '<br>');
    })
    .join('');
}

function pageOf(blocks) {
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fff; font: 15px/1.46668 Lato, "Liberation Sans", Arial, sans-serif; color: #1d1c1d; }
.message { display: flex; gap: 10px; padding: 14px 18px 16px; }
.icon { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #1f3a5f; color: #fff; font: bold 17px/36px "Liberation Sans", sans-serif; text-align: center; }
.body { min-width: 0; flex: 1; }
.who { font-weight: 900; } .app { font: 700 10px/15px "Liberation Sans", sans-serif; background: #ddd; color: #616061; border-radius: 2px; padding: 1px 3px; margin: 0 4px; vertical-align: 2px; } .time { font-size: 12px; color: #616061; }
.section { margin: 4px 0 8px; overflow-wrap: break-word; }
.context { margin: 4px 0 8px; font-size: 13px; line-height: 1.4; color: #454245; overflow-wrap: break-word; }
code { font: 12px/1.5 "DejaVu Sans Mono", monospace; color: #c01343; background: #f6f6f6; border: 1px solid #dddddd; border-radius: 3px; padding: 1px 3px; overflow-wrap: anywhere; }
.context code { font-size: 11px; }
pre { font: 12px/1.50001 "DejaVu Sans Mono", monospace; margin: 4px 0 0; padding: 8px; background: #f8f8f8; border: 1px solid #dddddd; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: #1264a3; text-decoration: none; }
</style><div class="message"><div class="icon">D</div><div class="body">
<div><span class="who">Denywatch</span><span class="app">APP</span><span class="time">14:42</span></div>
${blocks.map(blockHtml).join('\n')}
</div></div>
<script>document.body.setAttribute('data-height', String(Math.ceil(document.querySelector('.message').getBoundingClientRect().height)));</script>`;
}
