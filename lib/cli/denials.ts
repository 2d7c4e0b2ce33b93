import { decodedMessageOf } from '../core/denial/decoded-message';
import type { Denial } from '../core/denial/denial';
import { findMessages } from '../core/denial/paste';
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
    case 'decodedMessage': {
      const read = decodedMessageOf(item.json);
      return [
        read.ok
          ? { kind: 'denial', denial: denialFromDecoded(read.message, reference) }
          : { kind: 'unreadable', position: item.position, ...read },
      ];
    }
    case 'text':
      return denialsOfText(item.text, reference);
  }
}

/** What surrounds a message tells about it only where it is the only one. */
function denialsOfText(text: string, reference: ServiceReference): readonly Found[] {
  const messages = findMessages(text);
  const around = messages.length === 1 ? text : '';
  return messages.map((message) => ({
    kind: 'denial',
    denial: denialFromMessage(message, reference, around),
  }));
}
