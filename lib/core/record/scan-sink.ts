/** Where a piece of input stands. */
export interface Place {
  /** One-based line on which the top-level value starts. */
  readonly line: number;
  /** Member of the top-level object that holds the piece (`Records`), `''` for a top-level array; null when the piece is the top-level value itself. */
  readonly container: string | null;
  /** Zero-based position in the container. */
  readonly index: number;
}

/** Why a value could not be cut out whole: another one starts on a new line, the input ends, or a limit. */
export type BrokenReason = 'cut' | 'ends' | 'tooLarge' | 'tooDeep';

/** Takes what the scanner cuts out. `bytes[start, end)` is valid during the call only. */
export interface ScanSink {
  /** A value whose brackets are balanced; whether it is JSON, only parsing tells. */
  value(bytes: Uint8Array, start: number, end: number, place: Place): void;
  /** A container or top-level array opens: its elements follow, if it has any. */
  container(): void;
  /** A value that is not whole. `start === end` when its bytes were not kept. */
  broken(bytes: Uint8Array, start: number, end: number, place: Place, reason: BrokenReason): void;
  /** The rest of a line that starts no JSON value. */
  junk(bytes: Uint8Array, start: number, end: number, line: number): void;
}
