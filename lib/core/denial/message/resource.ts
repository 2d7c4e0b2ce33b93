import { isSpace, oneOfAt, phraseAt, skipBlanks, type Flow } from './flow';
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
  const token = readQuoted(flow, start) ?? readNoun(flow, start) ?? readName(flow, start);
  return { text: token.text === '' || token.text === 'null' ? null : token.text, end: token.end };
}

/** S3 puts the resource in double quotes, and its key may have blanks and quotes of its own. */
function readQuoted(flow: Flow, at: number): Token | null {
  const quote = flow.text.charAt(at);
  if (!'"\'`'.includes(quote)) return null;
  const limit = Math.min(flow.text.length, at + MAX_TOKEN);
  let close = flow.text.indexOf(quote, at + 1);
  const first = close;
  while (close >= 0 && close < limit) {
    if (messageGoesOn(flow, close + 1)) break;
    close = flow.text.indexOf(quote, close + 1);
  }
  const end = close >= 0 && close < limit ? close : first;
  if (end < 0 || end >= limit) return null;
  return { text: flow.text.slice(at + 1, end), end: end + 1 };
}

function readNoun(flow: Flow, at: number): Token | null {
  for (const noun of NOUNS) {
    const end = phraseAt(flow, at, `${noun} `);
    if (end < 0 || messageGoesOn(flow, end) || end >= flow.text.length) continue;
    const name = readName(flow, end);
    if (name.text === '') continue;
    return { text: `${flow.text.slice(at, at + noun.length)} ${name.text}`, end: name.end };
  }
  return null;
}
