import { isBlank, isSpace, oneOfAt, phraseAt, SHORT_LINE, skipBlanks, type Flow } from './flow';
import { MAX_TOKEN, messageGoesOn, readName, type Token } from './token';

/** What stands for a resource that the message does not name. */
const VAGUE = [
  'on the resource associated with this ciphertext',
  'on the specified resource',
  'on this resource',
];

/** How messages lead to the resource that they name. */
const LEADS = ['on the resource', 'on resources', 'on resource'];

/** Nouns of IAM that stand before a name without ARN. */
const NOUNS = [
  'user',
  'role',
  'group',
  'policy',
  'instance profile',
  'access key',
  'server certificate',
  'signing certificate',
  'ssh public key',
  'saml provider',
  'oidc provider',
  'openid connect provider',
  'mfa device',
  'virtual mfa device',
];

/**
 * Reads `on resource: …` at a position. `text` is null when the message names none. Null when the
 * position holds no such phrase.
 */
export function readResource(
  flow: Flow,
  at: number,
): { readonly text: string | null; readonly end: number } | null {
  const start = skipBlanks(flow, at);
  const vague = oneOfAt(flow, start, VAGUE);
  if (vague !== null) return { text: null, end: vague.end };
  const lead = oneOfAt(flow, start, LEADS);
  if (lead === null) return null;
  const colon = skipBlanks(flow, lead.end);
  const named = flow.text.charAt(colon) === ':';
  if (!named && (lead.phrase === 'on the resource' || !isSpace(flow, lead.end)))
    return lead.phrase === 'on the resource' ? { text: null, end: lead.end } : null;
  return readValue(flow, named ? colon + 1 : colon);
}

/** Reads a resource that is written at a position. */
export function readValue(
  flow: Flow,
  at: number,
): { readonly text: string | null; readonly end: number } {
  const start = skipBlanks(flow, at);
  if (start >= flow.text.length || messageGoesOn(flow, start)) return { text: null, end: start };
  const token =
    readQuoted(flow, start) ??
    readNoun(flow, start) ??
    readObjectKey(flow, start) ??
    readName(flow, start);
  return { text: token.text === '' || token.text === 'null' ? null : token.text, end: token.end };
}

/** S3 puts the resource in double quotes, and its key may have blanks and quotes of its own. */
function readQuoted(flow: Flow, at: number): Token | null {
  const quote = flow.text.charAt(at);
  if (!'"\'`'.includes(quote)) return null;
  const limit = Math.min(flow.text.length, at + MAX_TOKEN);
  const first = flow.text.indexOf(quote, at + 1);
  const end = flow.pasted ? firstClosing(flow, at, limit) : lastClosing(flow, at, limit);
  if (end !== null) return tokenWithin(flow, at, end);
  return first < 0 || first >= limit ? null : tokenWithin(flow, at, first);
}

/** In a paste another message may follow: the first quote behind which the message goes on closes. */
function firstClosing(flow: Flow, at: number, limit: number): number | null {
  const quote = flow.text.charAt(at);
  let close = flow.text.indexOf(quote, at + 1);
  while (close >= 0 && close < limit) {
    if (messageGoesOn(flow, close + 1)) return close;
    close = flow.text.indexOf(quote, close + 1);
  }
  return null;
}

/** In a record the last such quote does: a key may pretend that the message goes on. */
function lastClosing(flow: Flow, at: number, limit: number): number | null {
  const quote = flow.text.charAt(at);
  let close = flow.text.lastIndexOf(quote, limit - 1);
  while (close > at) {
    if (messageGoesOn(flow, close + 1)) return close;
    close = flow.text.lastIndexOf(quote, close - 1);
  }
  return null;
}

/**
 * The whole message is there in a record, so an object key without quotes goes on over its blanks until
 * the message does. In a paste nobody knows where it would end.
 */
function readObjectKey(flow: Flow, at: number): Token | null {
  const name = readName(flow, at);
  if (flow.pasted || !isObjectArn(name.text)) return null;
  const limit = Math.min(flow.text.length, at + MAX_TOKEN);
  let end = name.end;
  while (end < limit && !messageGoesOn(flow, end)) end += 1;
  const written = flow.text.slice(at, end).trimEnd();
  // A full stop before the console link or the encoded message ends the sentence, not the key.
  const text = end < limit && written.endsWith('.') ? written.slice(0, -1) : written;
  return text.length > name.text.length + 1 ? { text, end } : null;
}

function isObjectArn(text: string): boolean {
  const [scheme, , service, region, account, path = ''] = text.split(':', 6);
  return (
    scheme === 'arn' && service === 's3' && region === '' && account === '' && path.includes('/')
  );
}

function tokenWithin(flow: Flow, at: number, end: number): Token {
  return { text: withSpaces(flow, at + 1, end), end: end + 1 };
}

/** A line that could have been longer was broken between words: there was a space. */
function withSpaces(flow: Flow, start: number, end: number): string {
  const parts: string[] = [];
  let from = start;
  for (let at = start + 1; at < end; at += 1) {
    if (flow.breaks[at] !== SHORT_LINE || isBlank(flow.text.charAt(at - 1))) continue;
    parts.push(flow.text.slice(from, at));
    from = at;
  }
  return [...parts, flow.text.slice(from, end)].join(' ');
}

function readNoun(flow: Flow, at: number): Token | null {
  for (const noun of NOUNS) {
    const end = phraseAt(flow, at, `${noun} `);
    if (end < 0 || messageGoesOn(flow, end) || end >= flow.text.length) continue;
    const name = readName(flow, end);
    if (name.text === '') continue;
    return { text: `${noun} ${name.text}`, end: name.end };
  }
  return null;
}
