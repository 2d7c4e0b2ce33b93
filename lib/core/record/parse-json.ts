import { quote } from './describe';
import type { Json } from './json';

/** A parsed text, or in words what it is instead of JSON. */
export type ParsedJson =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly found: string };

/** `JSON.parse` that returns its failure. Never throws. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    const reason = error instanceof Error ? ` (${quote(error.message).slice(1, -1)})` : '';
    return { ok: false, found: `text that is no JSON${reason}: ${quote(text)}` };
  }
}
