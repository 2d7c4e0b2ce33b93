import { head } from './visible';

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The lines of a text that fit into that many bytes, and what `notice` says of the number of the others. */
export function cutBytes(text: string, limit: number, notice: (lines: number) => string): string {
  if (utf8Length(text) <= limit) return text;
  const lines = text.split('\n');
  const kept: string[] = [];
  let room = limit - utf8Length(notice(lines.length));
  for (const line of lines) {
    // A first line that is too long itself is cut: three bytes a unit is the worst that can be.
    const next = kept.length === 0 ? head(line, Math.floor(room / 3)) : line;
    room -= utf8Length(next) + 1;
    if (room < 0) break;
    kept.push(next);
  }
  return [...kept, notice(lines.length - kept.length)].join('\n');
}
