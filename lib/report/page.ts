import { createHash } from 'node:crypto';
import { html, trusted, type Html } from './html';
import { SCRIPT } from './script';
import { STYLE } from './style';

/** Only this style and this script count, by their hashes; nothing is loaded, nothing is sent. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Follows: W3C, "Content Security Policy Level 3", hash sources. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** One HTML file that needs nothing else. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        ${body} ${trusted(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `.text;
}
