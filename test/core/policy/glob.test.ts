import fc from 'fast-check';
import { compileGlob, matchGlob } from '../../../lib/core/policy/glob';
import { tokenize } from '../../../lib/core/policy/variables';
import { glob } from './naive';

function matches(pattern: string, value: string): boolean {
  return matchGlob(compileGlob(tokenize(pattern, { variables: false, wildcards: true })), value);
}

test('a segment with ? is found wherever it stands, by trying and by searching, in any alphabet', () => {
  const letters = fc.constantFrom('a', 'b', 'é', '☃');
  const run = (max: number): fc.Arbitrary<string> =>
    fc.array(letters, { maxLength: max }).map((all) => all.join(''));
  const segment = fc
    .array(fc.oneof(letters, fc.constant('?')), { minLength: 2, maxLength: 40 })
    .map((all) => all.join(''));
  const filled = (text: string): string => text.replaceAll('?', '☃');

  fc.assert(
    fc.property(run(40), segment, run(40), fc.boolean(), (before, wanted, after, present) => {
      const value = before + (present ? filled(wanted) : '') + after;
      const found = Array.from({ length: value.length + 1 }, (_, at) =>
        glob(wanted, value.slice(at, at + wanted.length)),
      ).some(Boolean);

      expect(matches(`*${wanted}*`, value)).toBe(found);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['short segments with ?', `*${'a?'.repeat(15)}b*`],
  ['? and then what is not there', `*${'?'.repeat(30)}ab*`],
  ['a segment of 64 characters', `*${'a'.repeat(63)}b*`],
])('a policy full of %s takes one step a character and segment', (_, pattern) => {
  const value = 'a'.repeat(2048);
  const steps = jest.spyOn(String.prototype, 'charCodeAt');

  expect(matches(pattern, value)).toBe(false);

  expect(steps.mock.calls.length).toBeLessThan(2 * value.length);
});
