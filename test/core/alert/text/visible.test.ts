import fc from 'fast-check';
import { oneLine, visible } from '../../../../lib/core/alert/text/visible';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc
    .array(fc.constantFrom('a', ' ', '  ', '\t', '\u00a0', '~', '\u007f', '\u202e', 'é'))
    .map((parts) => parts.join('')),
);
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test('nothing unseen is left, and what is seen stays as it is', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(visible(text)).not.toMatch(UNSEEN);
      expect(visible(text) === text).toBe(!UNSEEN.test(text));
    }),
  );
  expect(visible('a\u007fb\u202e')).toBe('a\\u007fb\\u202e');
});

test('one line has single spaces, none at its ends, and fits', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 12 }), (text, limit) => {
      const line = oneLine(text, limit);

      expect(line.length).toBeLessThanOrEqual(limit);
      expect(line).not.toMatch(/^\s|\s\s|\s$/u);
      const isShortLine = text.length <= limit && /^[!-~]+( [!-~]+)*$/.test(text);
      expect(!isShortLine || line === text).toBe(true);
    }),
  );
  expect(oneLine(' a\t b ', 10)).toBe('a b');
  expect(oneLine('a b', 2)).toBe('a…');
});
