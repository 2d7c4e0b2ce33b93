import {
  decodedMessageOf,
  looksLikeDecodedMessage,
  parseDecodedMessage,
  type ReadDecodedMessage,
} from '../core/denial/decoded-message';
import type { Denial } from '../core/denial/denial';
import { findPassages } from '../core/denial/paste';
import {
  denialFromDecoded,
  denialFromMessage,
  denialFromRecord,
  isDenial,
} from '../core/denial/to-denial';
import type { InputItem } from '../core/record/item';
import type { ServiceReference } from '../core/service-reference/service-reference';

/** What one item of the input comes to. */
export type Found =
  | { readonly kind: 'denial'; readonly denial: Denial }
  | { readonly kind: 'notDenial'; readonly why: string }
  | {
      readonly kind: 'unreadable';
      readonly position: string;
      readonly expected: string;
      readonly found: string;
    };

/** The denials of one item: a record has one or none, a pasted text may have several. */
export function denialsOf(item: InputItem, reference: ServiceReference): readonly Found[] {
  switch (item.kind) {
    case 'unreadable':
      return [item];
    case 'record': {
      const read = denialFromRecord(item.record, reference);
      return [
        isDenial(read)
          ? { kind: 'denial', denial: read }
          : { kind: 'notDenial', why: read.notDenial },
      ];
    }
    case 'decodedMessage':
      return [ofDecoded(decodedMessageOf(item.json), item.position, reference)];
    case 'text':
      return denialsOfText(item, reference);
  }
}

/** A text with one message is all about it; of several, each has its own passage. */
function denialsOfText(
  { text, position }: Extract<InputItem, { readonly kind: 'text' }>,
  reference: ServiceReference,
): readonly Found[] {
  const passages = findPassages(text);
  if (passages.length === 0 && looksLikeDecodedMessage(text))
    return [ofDecoded(parseDecodedMessage(text), position, reference)];
  const [only, ...others] = passages;
  const around = others.length === 0 && only !== undefined ? [{ ...only, text }] : passages;
  return around.map((passage) => ({
    kind: 'denial',
    denial: denialFromMessage(passage.message, reference, passage.text),
  }));
}

function ofDecoded(read: ReadDecodedMessage, position: string, reference: ServiceReference): Found {
  return read.ok
    ? { kind: 'denial', denial: denialFromDecoded(read.message, reference) }
    : { kind: 'unreadable', position, expected: read.expected, found: read.found };
}
