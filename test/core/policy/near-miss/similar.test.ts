import fc from 'fast-check';
import { closestWord, editDistance } from '../../../../lib/core/policy/similar';

/** The obvious table of all costs, without limit. */
function slowly(from: string, to: string): number {
  const costs: number[][] = [];
  const cost = (i: number, j: number): number => costs[i]?.[j] ?? Infinity;
  for (let i = 0; i <= from.length; i += 1) {
    costs[i] = [];
    for (let j = 0; j <= to.length; j += 1) {
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const ways = [
        cost(i - 1, j) + 1,
        cost(i, j - 1) + 1,
        cost(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1),
        i > 1 && j > 1 && swapped ? cost(i - 2, j - 2) + 1 : Infinity,
      ];
      costs[i]?.push(i === 0 && j === 0 ? 0 : Math.min(...ways));
    }
  }
  return cost(from.length, to.length);
}

describe('similar words', () => {
  it('have the distance that the whole table gives, up to the limit', () => {
    const word = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(word, word, fc.nat({ max: 4 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(slowly(a, b), limit + 1));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['ab', 'ba', 2, 1],
    ['abcd', 'badc', 3, 2],
    ['xab', 'xba', 3, 1],
    ['abx', 'bax', 1, 1],
    ['abc', 'cba', 3, 2],
    ['aab', 'aba', 3, 1],
    ['ab', 'bca', 3, 3],
    ['', 'abc', 3, 3],
    ['abc', '', 2, 3],
    ['abcdef', 'uvwxyz', 2, 3],
    ['GetObject', 'GteObjcet', 3, 2],
    ['abcdefgh', 'cdefghab', 3, 4],
  ])(
    '%s is as far from %s as single slips of the pen (at most %i): %i',
    (a, b, limit, distance) => {
      expect(editDistance(a, b, limit)).toBe(distance);
      expect(editDistance(b, a, limit)).toBe(distance);
    },
  );

  it('are compared letter by letter up to the longest of names', () => {
    const name = 'a'.repeat(127);
    expect(editDistance(`${name}b`, `${name}c`, 3)).toBe(1);
    expect(editDistance(`${name}bb`, `${name}bc`, 3)).toBe(4);
  });

  it('have one that is nearest, and of two as near the first', () => {
    expect(closestWord('GetObjetc', ['GetObjects', 'GetObject', 'PutObject'])).toBe('GetObject');
    expect(closestWord('ListThings', ['ListThingsA', 'ListThingsB'])).toBe('ListThingsA');
    expect(closestWord('ListThings', ['ListThinsgA', 'ListThingsB'])).toBe('ListThingsB');
  });

  it('are compared up to a length that no name has', () => {
    const long = 'a'.repeat(200_000);
    expect(editDistance(long, long, 3)).toBe(0);
    expect(editDistance(long, `${long}b`, 3)).toBe(4);
  });

  it.each([
    ['StringEqual', ['StringLike', 'StringEquals'], 'StringEquals'],
    ['stringequals', ['StringEquals'], 'StringEquals'],
    ['GetObjcet', ['PutObject', 'GetObject'], 'GetObject'],
    ['Get', ['Set', 'Put'], null],
    ['Invoke', ['InvokeFunction'], null],
    ['', ['Bool'], null],
  ])('%s among %j: %s', (word, candidates, expected) => {
    expect(closestWord(word, candidates)).toBe(expected);
  });
});
