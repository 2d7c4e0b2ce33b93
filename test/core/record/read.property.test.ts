import fc from 'fast-check';
import type { InputItem } from '../../../lib/core/record/item';
import { ItemReader } from '../../../lib/core/record/item-reader';
import { readItems, readNested } from '../../../lib/core/record/read';
import { damaged, input, json } from './arbitrary';

function readInChunks(bytes: Uint8Array, cuts: readonly number[]): readonly InputItem[] {
  const reader = new ItemReader({ readNested });
  const items: InputItem[] = [];
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    items.push(...reader.push(bytes.slice(start, end)));
    start = end;
  }
  return [...items, ...reader.end()];
}

describe('reading any input', () => {
  it('gives back all records of any wrapping, equal and in order', () => {
    fc.assert(
      fc.property(input, ({ text, records }) => {
        const items = [...readItems(text)];
        expect(items.map((item) => (item.kind === 'record' ? item.record.raw : item))).toEqual(
          records,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same items wherever the input is divided', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          input.map(({ text }) => text),
          damaged,
        ),
        fc.array(fc.nat(), { maxLength: 40 }),
        (text, cuts) => {
          const bytes = new TextEncoder().encode(text);
          expect(readInChunks(bytes, cuts)).toEqual(readInChunks(bytes, []));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same items one byte at a time', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(readInChunks(bytes, [...bytes.keys()])).toEqual(readInChunks(bytes, []));
      }),
      { numRuns: 50 },
    );
  });

  it('names a position, what was expected and what was found, and never throws', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      json.map((value) => JSON.stringify(value)),
      damaged,
      fc
        .array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' ', '1', 'a'), {
          maxLength: 60,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        for (const item of readItems(text)) {
          expect(item.position).not.toBe('');
          expect(
            item.kind === 'unreadable' ? item.expected.length * item.found.length : 1,
          ).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat()), (bytes, cuts) => {
        expect(readInChunks(bytes, cuts)).toEqual(readInChunks(bytes, []));
      }),
    );
  });

  it('reads every line of a JSON lines input but the ones that are cut', () => {
    const record = {
      eventVersion: '1.11',
      eventName: 'GetObject',
      eventSource: 's3.amazonaws.com',
      userIdentity: { type: 'Root' },
    };
    const line = JSON.stringify(record);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: line.length }), { minLength: 1, maxLength: 6 }),
        (sizes) => {
          // Cut behind a colon or comma, the next line could still belong to it.
          const whole = (size: number): boolean => size === line.length;
          const clear = sizes.filter((size) => !':,'.includes(line[size - 1] ?? ''));
          const text = clear.map((size) => line.slice(0, size)).join('\n');
          const kinds = clear.map((size) => (whole(size) ? 'record' : 'unreadable'));
          expect([...readItems(text || line)].map((item) => item.kind)).toEqual(
            text === '' ? ['record'] : kinds,
          );
        },
      ),
    );
  });
});
