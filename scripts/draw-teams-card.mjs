// Draws an Adaptive Card about as Microsoft Teams shows it and takes its picture:
//   node scripts/draw-teams-card.mjs MESSAGE.json PICTURE.png [WIDTH] [--open N]
// --open shows what is behind the Nth button. Needs a Chromium (the variable CHROMIUM names another program than
// `chromium`) and pngquant. Drawn from golden files of the tests, so that it shows what is really sent.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { takePicture } from './picture.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { open: { type: 'string' } },
});
const [messageFile, picture, width = '760'] = positionals;
if (messageFile === undefined || picture === undefined) {
  console.error(
    'usage: node scripts/draw-teams-card.mjs MESSAGE.json PICTURE.png [WIDTH] [--open N]',
  );
  process.exit(2);
}
const [{ content }] = JSON.parse(readFileSync(messageFile, 'utf8')).attachments;
takePicture(pageOf(content), picture, width);

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function elementHtml(element) {
  if (element.type === 'CodeBlock') return `<pre>${escaped(element.codeSnippet)}</pre>`;
  return `<p>${element.inlines.map(runHtml).join('')}</p>`;
}

function runHtml({ text, size = '', weight = '', fontType = '', isSubtle }) {
  return `<span class="${size} ${weight} ${fontType} ${isSubtle ? 'subtle' : ''}">${escaped(text)}</span>`;
}

function pageOf({ body, actions = [] }) {
  const opened = actions[Number(values.open) - 1]?.card?.body ?? [];
  const buttons = actions.map(
    ({ title, type }) =>
      `<span class="button">${escaped(title)}${type === 'Action.ShowCard' ? ' <i></i>' : ''}</span>`,
  );
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #f5f5f5; font: 14px/20px "Segoe UI", "Liberation Sans", Arial, sans-serif; color: #242424; }
#picture { padding: 14px; }
.who { font-weight: 600; font-size: 12px; color: #616161; margin-bottom: 4px; }
.card { background: #fff; border: 1px solid #d1d1d1; border-radius: 4px; padding: 12px 16px 14px; }
p { margin: 0 0 8px; overflow-wrap: anywhere; }
span { white-space: pre-wrap; }
.Medium { font-size: 17px; line-height: 24px; } .Small { font-size: 12px; line-height: 16px; }
.Bolder { font-weight: 600; } .subtle { color: #616161; }
.Monospace { font-family: "DejaVu Sans Mono", monospace; font-size: 0.86em; }
pre { font: 12px/18px "DejaVu Sans Mono", monospace; margin: 0 0 8px; padding: 8px 10px; background: #f5f5f5; border: 1px solid #e0e0e0; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
.button { display: inline-block; margin: 6px 8px 0 0; border: 1px solid #d1d1d1; border-radius: 4px; padding: 4px 12px; font-weight: 600; }
.button i { display: inline-block; margin-left: 6px; vertical-align: 2px; border: solid #616161; border-width: 0 2px 2px 0; padding: 2px; transform: rotate(45deg); }
.opened { margin-top: 12px; padding-top: 10px; border-top: 1px solid #e0e0e0; }
</style><div id="picture"><div class="who">Workflows 14:42</div><div class="card">${body.map(elementHtml).join('\n')}
<div>${buttons.join('')}</div>${opened.length === 0 ? '' : `<div class="opened">${opened.map(elementHtml).join('\n')}</div>`}</div></div>`;
}
