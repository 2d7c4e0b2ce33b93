import fc from 'fast-check';
import { contains, parseAddress, parseRange } from '../../../../lib/core/policy/condition/ip';

/** The slow model: 128-bit numbers, IPv4 in its own space above them. */
interface Model {
  readonly bits: bigint;
  readonly size: 32 | 128;
}

const show = ({ bits, size }: Model): string =>
  size === 32
    ? [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.')
    : [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n]
        .map((shift) => ((bits >> shift) & 0xffffn).toString(16))
        .join(':');

const inside = (range: Model, prefix: number, address: Model): boolean =>
  range.size === address.size &&
  range.bits >> BigInt(range.size - prefix) === address.bits >> BigInt(range.size - prefix);

const address = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((bits): Model => ({ bits, size: 32 })),
  fc.bigInt({ min: 2n ** 48n, max: 2n ** 128n - 1n }).map((bits): Model => ({ bits, size: 128 })),
);

describe('addresses', () => {
  it('lie in ranges as the model with whole numbers says', () => {
    fc.assert(
      fc.property(
        address,
        fc.nat(),
        fc.option(fc.nat({ max: 127 })),
        address,
        (base, nat, flip, other) => {
          const prefix = nat % (base.size + 1);
          const asked =
            flip === null ? other : { ...base, bits: base.bits ^ (1n << BigInt(flip % base.size)) };
          const range = parseRange(`${show(base)}/${prefix}`);
          const parsed = parseAddress(show(asked));
          return (
            range !== null &&
            parsed !== null &&
            contains(range, parsed) === inside(base, prefix, asked)
          );
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['::', [0, 0, 0, 0]],
    ['::1', [0, 0, 0, 1]],
    ['2001:db8::', [0x20010db8, 0, 0, 0]],
    ['2001:db8:0:1::ab', [0x20010db8, 1, 0, 0xab]],
    ['1:2:3::5:6:7:8', [0x10002, 0x30000, 0x50006, 0x70008]],
    ['64:ff9b::192.0.2.33', [0x64ff9b, 0, 0, 0xc0000221]],
    ['1::ffff:192.0.2.33', [0x10000, 0, 0xffff, 0xc0000221]],
    ['::1:0:ffff:192.0.2.33', [0, 1, 0xffff, 0xc0000221]],
    ['::2:3:4:5:6:7:8', [2, 0x30004, 0x50006, 0x70008]],
    ['1:2:3:4:5:6:192.0.2.33', [0x10002, 0x30004, 0x50006, 0xc0000221]],
    ['::192.0.2.33', [0, 0, 0, 0xc0000221]],
  ])('%s is read', (text, words) => {
    expect(parseAddress(text)).toEqual({ family: 6, words });
  });

  it.each([
    '',
    ':',
    ':::',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.-4',
    '1.2.3.4 ',
    '1..2.3',
    '12345::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '1.2.3.4::1',
    '1:1.2.3.4:2::',
    'g::',
    '::1%eth0',
  ])('%s is no address', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('a hundred thousand digits are no address', () => {
    expect(parseAddress(`::${'0'.repeat(100_000)}1`)).toBeNull();
  });

  it.each([
    ['10.0.0.0/0', 0],
    ['10.0.0.0/32', 32],
    ['10.0.0.0', 32],
    ['::/128', 128],
    ['::', 128],
    ['::ffff:10.0.0.0/96', 0],
    ['::ffff:10.0.0.0/128', 32],
  ])('%s has a prefix of %d bits', (text, prefix) => {
    expect(parseRange(text)?.prefix).toBe(prefix);
  });

  it.each([
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
    '::/129',
    '::ffff:10.0.0.0/95',
    '::ffff:10.0.0.0/129',
    '/8',
  ])('%s is no range', (text) => {
    expect(parseRange(text)).toBeNull();
  });
});
