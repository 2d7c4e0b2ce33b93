import type { Json } from './json';
import type { CloudTrailRecord } from './record';

/** Something in the input that could not be read, in words for the person who gave it. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** Where: `line 3`, `Records[17]`, `line 2, Messages[0].Body`. */
  readonly position: string;
  readonly expected: string;
  readonly found: string;
}

/** One thing that the input held, in input order. */
export type InputItem =
  | {
      readonly kind: 'record';
      readonly record: CloudTrailRecord;
      /** As in {@link Unreadable}. */
      readonly position: string;
    }
  | {
      /** What `sts:DecodeAuthorizationMessage` returned, parsed: it has at least `context` or `matchedStatements`. */
      readonly kind: 'decodedMessage';
      readonly json: Json;
      readonly position: string;
    }
  | {
      /** Plain text, or the message texts of a JSON error body: it may hold denial messages. */
      readonly kind: 'text';
      readonly text: string;
      readonly position: string;
    }
  | Unreadable;
