/** An address: IPv4 as 32 bits in one number, IPv6 as 128 bits in four. */
export type Address =
  | { readonly family: 4; readonly bits: number }
  | { readonly family: 6; readonly words: readonly [number, number, number, number] };

/** A range of addresses of one family. */
export interface AddressRange {
  readonly base: Address;
  /** Leading bits that must be equal: 0 to 32, or 0 to 128. */
  readonly prefix: number;
}

const OCTET = /^\d{1,3}$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const PREFIX = /^\d{1,3}$/;
/** No address is longer, zone and prefix excluded. */
const LONGEST = 45;

/** Reads an IPv4 or IPv6 address; an IPv4 address mapped into IPv6 is the IPv4 address. */
export function parseAddress(text: string): Address | null {
  if (text.length > LONGEST) return null;
  if (!text.includes(':')) {
    const bits = parseV4(text);
    return bits === null ? null : { family: 4, bits };
  }
  const words = parseV6(text);
  return words === null ? null : unmapped(words);
}

/** Reads an address or a CIDR range. Bits behind the prefix do not count, as AWS ignores them. */
export function parseRange(text: string): AddressRange | null {
  const slash = text.indexOf('/');
  const base = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (base === null) return null;
  const full = base.family === 4 ? 32 : 128;
  if (slash < 0) return { base, prefix: full };
  const digits = text.slice(slash + 1);
  if (!PREFIX.test(digits)) return null;
  const prefix = Number(digits);
  const mapped = base.family === 4 && text.includes(':');
  if (mapped) return prefix < 96 || prefix > 128 ? null : { base, prefix: prefix - 96 };
  return prefix > full ? null : { base, prefix };
}

/** Whether the address lies in the range. IPv4 and IPv6 never contain each other. */
export function contains(range: AddressRange, address: Address): boolean {
  const { base, prefix } = range;
  if (base.family === 4) {
    return address.family === 4 && sameBits(base.bits, address.bits, prefix);
  }
  return (
    address.family === 6 &&
    base.words.every((word, at) => sameBits(word, address.words[at] ?? 0, prefix - 32 * at))
  );
}

function sameBits(a: number, b: number, prefix: number): boolean {
  if (prefix <= 0) return true;
  const mask = prefix >= 32 ? -1 : ~(-1 >>> prefix);
  return ((a ^ b) & mask) === 0;
}

function parseV4(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let bits = 0;
  for (const part of parts) {
    if (!OCTET.test(part) || Number(part) > 255) return null;
    bits = bits * 256 + Number(part);
  }
  return bits;
}

function parseV6(text: string): Uint16Array | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [left = '', right] = halves;
  const before = groupsOf(left, right === undefined);
  const after = right === undefined ? [] : groupsOf(right, true);
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  return Uint16Array.from([...before, ...new Array<number>(missing).fill(0), ...after]);
}

/** Sixteen-bit groups; the last may be a dotted IPv4 address where the text ends with it. */
function groupsOf(text: string, mayEndInV4: boolean): readonly number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (GROUP.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const bits = mayEndInV4 && at === parts.length - 1 ? parseV4(part) : null;
    if (bits === null) return null;
    groups.push(Math.floor(bits / 65_536), bits % 65_536);
  }
  return groups;
}

function unmapped(groups: Uint16Array): Address {
  const word = (at: number): number => (groups[at] ?? 0) * 65_536 + (groups[at + 1] ?? 0);
  const words = [word(0), word(2), word(4), word(6)] as const;
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff
    ? { family: 4, bits: words[3] }
    : { family: 6, words };
}
