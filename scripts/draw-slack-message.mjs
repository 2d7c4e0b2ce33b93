// Draws a Slack payload as Slack shows it and takes its picture:
//   node scripts/draw-slack-message.mjs PAYLOAD.json PICTURE.png [WIDTH] [--at HH:MM] [--edited] [--reply HH:MM=PAYLOAD.json …] [--also HH:MM=PAYLOAD.json …]
// --edited marks the message as edited; each --reply stands in its thread, each --also in the thread and the
// channel. Needs a Chromium (the variable CHROMIUM names another program than `chromium`) and pngquant. The
// pictures in the documentation are drawn from golden files of the tests, so that they show what is really sent.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { takePicture } from './picture.mjs';

const { positionals, tokens, values } = parseArgs({
  allowPositionals: true,
  tokens: true,
  options: {
    at: { type: 'string' },
    edited: { type: 'boolean' },
    reply: { type: 'string', multiple: true },
    also: { type: 'string', multiple: true },
  },
});
const [payloadFile, picture, width = '760'] = positionals;
if (payloadFile === undefined || picture === undefined) {
  console.error(
    'usage: node scripts/draw-slack-message.mjs PAYLOAD.json PICTURE.png [WIDTH] [--at HH:MM] [--edited] [--reply HH:MM=PAYLOAD.json …] [--also HH:MM=PAYLOAD.json …]',
  );
  process.exit(2);
}
const options = tokens.filter(({ kind }) => kind === 'option');
const replies = options.filter(({ name }) => name === 'reply' || name === 'also');
takePicture(pageOf(), picture, width);

function blocksHtml(file) {
  const { blocks } = JSON.parse(readFileSync(file, 'utf8'));
  return blocks.map(blockHtml).join('\n');
}

function blockHtml(block) {
  if (block.type === 'section') return `<div class="section">${markup(block.text.text)}</div>`;
  if (block.type === 'context') {
    return `<div class="context">${block.elements.map(({ text }) => markup(text)).join(' ')}</div>`;
  }
  if (block.type === 'actions')
    return `<div class="actions">${block.elements.map(elementHtml).join('')}</div>`;
  return '<hr>';
}

function elementHtml({ type, text, placeholder, style = '' }) {
  if (type === 'button') return `<span class="button ${style}">${text.text}</span>`;
  return `<span class="button select">${placeholder.text}<i></i></span>`;
}

/** Slack's markup as HTML. Its entities are those of HTML. */
function markup(text) {
  return text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, index, parts) => {
      if (part.startsWith('```'))
        return `<pre>${part.slice(3, -3).replace(/^\n/, '').replace(/\n$/, '')}</pre>`;
      if (part.startsWith('`')) return `<code>${part.slice(1, -1)}</code>`;
      return part
        .replace(/<([^|>]+)\|([^>]+)>/g, '<a href="$1">$2</a>')
        .replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
        .replace(/\n$/, parts[index + 1]?.startsWith('```') === true ? '' : '\n')
        .replace(/\n/g, '<br>');
    })
    .join('');
}

function messageHtml(file, { time, note = '', edited = false }) {
  const mark = edited ? '<div class="edited">(edited)</div>' : '';
  return `<div class="message"><div class="icon">D</div><div class="body">
<div><span class="who">Denywatch</span><span class="app">APP</span><span class="time">${time}</span></div>
${note}${blocksHtml(file)}${mark}
</div></div>`;
}

function threadHtml() {
  if (replies.length === 0) return '';
  const messages = replies.map(({ name, value }) => {
    const [time, file] = value.split('=');
    const note = name === 'also' ? '<div class="note">also sent to the channel</div>' : '';
    return messageHtml(file, { time, note });
  });
  const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  return `<div class="thread"><div class="count">${count}</div>${messages.join('\n')}</div>`;
}

function pageOf() {
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fff; font: 15px/1.46668 Lato, "Liberation Sans", Arial, sans-serif; color: #1d1c1d; }
.message { display: flex; gap: 10px; padding: 14px 18px 16px; }
.icon { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #1f3a5f; color: #fff; font: bold 17px/36px "Liberation Sans", sans-serif; text-align: center; }
.body { min-width: 0; flex: 1; }
.who { font-weight: 900; } .app { font: 700 10px/15px "Liberation Sans", sans-serif; background: #ddd; color: #616061; border-radius: 2px; padding: 1px 3px; margin: 0 4px; vertical-align: 2px; } .time { font-size: 12px; color: #616061; }
.section { margin: 4px 0 8px; overflow-wrap: break-word; }
.context { margin: 4px 0 8px; font-size: 13px; line-height: 1.4; color: #454245; overflow-wrap: break-word; }
.actions { margin: 8px 0 4px; display: flex; flex-wrap: wrap; gap: 8px; }
.button { font: 700 13px/26px Lato, "Liberation Sans", sans-serif; border: 1px solid #bbb; border-radius: 4px; padding: 0 10px; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.button.select i { display: inline-block; margin-left: 10px; vertical-align: 2px; border: solid #616061; border-width: 0 2px 2px 0; padding: 2px; transform: rotate(45deg); }
.edited, .note { font-size: 12px; color: #616061; }
.thread { margin: 0 18px 16px 46px; border-left: 3px solid #dddddd; }
.thread .message { padding: 8px 0 4px 14px; }
.thread .icon { width: 28px; height: 28px; font-size: 14px; line-height: 28px; border-radius: 6px; }
.count { padding-left: 14px; font: 700 13px/20px "Liberation Sans", sans-serif; color: #1264a3; }
code { font: 12px/1.5 "DejaVu Sans Mono", monospace; color: #c01343; background: #f6f6f6; border: 1px solid #dddddd; border-radius: 3px; padding: 1px 3px; overflow-wrap: anywhere; }
.context code { font-size: 11px; }
pre { font: 12px/1.50001 "DejaVu Sans Mono", monospace; margin: 4px 0 0; padding: 8px; background: #f8f8f8; border: 1px solid #dddddd; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: #1264a3; text-decoration: none; }
</style><div id="picture">${messageHtml(payloadFile, { time: values.at ?? '14:42', edited: values.edited })}
${threadHtml()}</div>`;
}
