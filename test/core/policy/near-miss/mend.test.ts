import fc from 'fast-check';
import { exactPattern } from '../../../../lib/core/policy/near-miss';
import { matchPattern, preparePattern } from '../../../../lib/core/policy/pattern';

describe('the pattern for exactly one resource', () => {
  it.each([
    ['arn:aws:s3:::acme/a b.txt', 'arn:aws:s3:::acme/a b.txt', 'arn:aws:s3:::acme/a b.txt'],
    ['arn:aws:s3:::acme/a*?.txt', 'arn:aws:s3:::acme/a${*}${?}.txt', null],
    ['arn:aws:s3:::acme/*', 'arn:aws:s3:::acme/${*}', null],
    ['arn:aws:s3:::acme/${x}', 'arn:aws:s3:::acme/${$}{x}', null],
    [
      'arn:aws:ec2:eu-west-1:111122223333:instance/*',
      'arn:aws:ec2:eu-west-1:111122223333:instance/*',
      'arn:aws:ec2:eu-west-1:111122223333:instance/*',
    ],
    ['arn:aws:sqs:eu-west-1:111122223333:job*', 'arn:aws:sqs:eu-west-1:111122223333:job${*}', null],
    ['*', '*', '*'],
  ])('%s', (resource, current, old) => {
    expect(exactPattern(resource, true)).toBe(current);
    expect(exactPattern(resource, false)).toBe(old);
  });

  it('matches the object and no other', () => {
    const key = fc
      .array(fc.constantFrom('a', '*', '?', '$', '{', '}'), { maxLength: 6 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(key, key, (mine, other) => {
        const pattern = exactPattern(`arn:aws:s3:::b/${mine}`, true) ?? '';
        const prepared = preparePattern(pattern, { variables: true });
        return (
          (matchPattern(prepared, `arn:aws:s3:::b/${other}`, new Map()) === 'yes') ===
          (mine === other)
        );
      }),
      { numRuns: 3000 },
    );
  });
});
