import fc from 'fast-check';
import { countCodePoints } from '../../../../lib/core/alert/layout/line';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom('\ud83d', '\ude00', 'a', '\udc00')).map((units) => units.join('')),
);

test('a text takes one column for each code point, half a surrogate pair for one', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(countCodePoints(text)).toBe(Array.from(text).length);
    }),
  );
});
