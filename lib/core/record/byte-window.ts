import { BEFORE_NESTED, NEWLINE, SPACE } from './byte-classes';

const FIRST_BYTES = 64 * 1024;

/**
 * The bytes of a stream that are still needed: from the value in hand, or else from the byte at
 * hand, to the last byte that arrived. Each byte is copied a bounded number of times.
 */
export class ByteWindow {
  /** Valid up to `length`. */
  bytes = new Uint8Array(FIRST_BYTES);
  length = 0;
  /** The byte at hand. */
  at = 0;
  /** Where the value in hand starts; -1 when its bytes are not kept. */
  start = -1;

  /** Adds the next chunk; positions may move, their distances do not. */
  append(chunk: Uint8Array): void {
    if (this.length + chunk.length > this.bytes.length) this.makeRoom(chunk.length);
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
  }

  /** Number of bytes kept of the value in hand. */
  kept(): number {
    return this.start < 0 ? 0 : this.length - this.start;
  }

  /** Whether the brace at hand stands first on its line, where the value in hand cannot go on with a brace. */
  startsNewLine(): boolean {
    let before = this.at - 1;
    if (this.start < 0 || before <= this.start || this.bytes[before] !== NEWLINE) return false;
    while (before > this.start && SPACE[this.bytes[before] ?? 0] === 1) before -= 1;
    return BEFORE_NESTED[this.bytes[before] ?? 0] === 0;
  }

  /** Moves what is still needed to the front, of a larger buffer when need be. */
  private makeRoom(needed: number): void {
    const from = this.start < 0 ? this.at : this.start;
    const live = this.bytes.subarray(from, this.length);
    const size = live.length + needed;
    if (size > this.bytes.length) {
      const larger = new Uint8Array(Math.max(size, this.bytes.length * 2));
      larger.set(live);
      this.bytes = larger;
    } else {
      this.bytes.set(live);
    }
    this.length -= from;
    this.at -= from;
    if (this.start > 0) this.start = 0;
  }
}
