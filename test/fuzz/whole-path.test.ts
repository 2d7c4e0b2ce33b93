import fc from 'fast-check';
import found from './found.json';
import { anyInput } from './inputs';
import { wrongWith } from './whole-path';

describe('the whole way from an input to each channel', () => {
  it.each(found.map(({ what, record }) => [what, record] as const))(
    'stays right: %s',
    async (_, record) => {
      expect(await wrongWith(JSON.stringify(record))).toEqual([]);
    },
  );

  it('ends well, whatever is given (npm run fuzz takes longer)', async () => {
    await fc.assert(
      fc.asyncProperty(anyInput, async (text) => {
        expect(await wrongWith(text)).toEqual([]);
      }),
      { seed: 20261126, numRuns: 120 },
    );
  }, 120_000);
});
