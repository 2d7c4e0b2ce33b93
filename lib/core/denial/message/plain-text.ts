/**
 * Undoes what tools do to a message before they print it: JSON escapes at any depth, colours, HTML
 * entities, typographic quotes. What S3 put in unescaped double quotes is a key, whose backslashes are
 * its own. Linear in the length of the text.
 */
export function plainText(pasted: string): string {
  const unescaped = pasted.includes('\\') ? withoutEscapes(pasted) : pasted;
  const uncoloured = withoutColours(unescaped);
  return withoutEntities(uncoloured)
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u200b\ufeff\u00ad]/g, '');
}

/** Begins a resource in quotes that no JSON escaped. */
const QUOTED_RESOURCE = 'resource: "';

function withoutEscapes(text: string): string {
  const parts: string[] = [];
  let from = 0;
  let at = text.indexOf('\\');
  while (at >= 0) {
    const quotedEnd = endOfQuotedResource(text, from, at);
    if (quotedEnd > at) {
      at = text.indexOf('\\', quotedEnd);
      continue;
    }
    let end = at;
    while (text.charAt(end) === '\\') end += 1;
    const escape = escapeAt(text, end);
    if (escape !== null) {
      parts.push(text.slice(from, at), escape.char);
      from = escape.end;
    }
    at = text.indexOf('\\', escape?.end ?? end);
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** The longest S3 key has 1,024 bytes. */
const MAX_QUOTED = 1200;

/** The end of the quoted resource in which a backslash stands, or -1. */
function endOfQuotedResource(text: string, from: number, backslash: number): number {
  const window = text.slice(Math.max(from, backslash - MAX_QUOTED), backslash);
  const lead = window.lastIndexOf(QUOTED_RESOURCE);
  if (lead < 0 || window.includes('"', lead + QUOTED_RESOURCE.length)) return -1;
  if (text.charAt(backslash + 1) === '"') return -1;
  return text.indexOf('"', backslash);
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\n'],
  ['t', ' '],
  ['"', '"'],
  ["'", "'"],
  ['/', '/'],
]);

function escapeAt(
  text: string,
  at: number,
): { readonly char: string; readonly end: number } | null {
  const char = SIMPLE.get(text.charAt(at));
  if (char !== undefined) return { char, end: at + 1 };
  const code = /^u([0-9a-fA-F]{4})|^x([0-9a-fA-F]{2})/.exec(text.slice(at, at + 5));
  const digits = code?.[1] ?? code?.[2];
  if (code === null || digits === undefined) return null;
  return { char: String.fromCharCode(Number.parseInt(digits, 16)), end: at + code[0].length };
}

/** Terminal control sequences, also as syslog (`#033[31m`) and `cat -v` (`^[[31m`) write them. */
function withoutColours(text: string): string {
  return text.replace(COLOUR, '').replace(TITLE, '').replace(CONTROL, '');
}

/* eslint-disable no-control-regex -- what terminals are controlled by are control characters */
const COLOUR = /(?:\u001b|#033|\^\[|\\033|\\e)\[[0-9;?]{0,32}[A-Za-z]/g;
const TITLE = /\u001b\][^\u0007\u001b\n]{0,2000}(?:\u0007|\u001b\\)/g;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/* eslint-enable no-control-regex */

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&#39;', "'"],
  ['&apos;', "'"],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]);

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:quot|apos|lt|gt|amp|#34|#39);/g,
    (entity) => ENTITIES.get(entity) ?? entity,
  );
}
