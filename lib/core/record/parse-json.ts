import { quote } from './describe';
import type { Json } from './json';

/** A parsed text, or in words what it is instead of JSON. */
export type ParsedJson =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly found: string };

/**
 * `JSON.parse` that returns its failure and forgives one thing: line breaks within strings, which a
 * terminal puts into what is copied from it. Never throws.
 */
export function parseJson(text: string): ParsedJson {
  const parsed = tryParse(text);
  if (parsed.ok || !text.includes('\n')) return parsed;
  const unwrapped = tryParse(text.replace(/\r?\n/g, ''));
  return unwrapped.ok ? unwrapped : parsed;
}

function tryParse(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    const reason = error instanceof Error ? ` (${quote(error.message).slice(1, -1)})` : '';
    return { ok: false, found: `text that is no JSON${reason}: ${quote(text)}` };
  }
}
