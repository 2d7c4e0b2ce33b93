/** Longest region name that is accepted; the longest so far has 16 characters. */
const MAX_LENGTH = 32;

/**
 * True for the shape of a region name, `us-gov-west-1`. A region comes from a record, which is
 * hostile text, and becomes part of a host name: nothing else may pass.
 */
export function isRegion(text: string): boolean {
  return text.length <= MAX_LENGTH && /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}$/.test(text);
}

/** Region prefix -> DNS suffix, where it is not that of the `aws` partition. */
const DNS_SUFFIXES: readonly (readonly [prefix: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['eusc-', 'amazonaws.eu'],
];

/**
 * The DNS suffix of the partition that a region belongs to.
 *
 * Follows: the partitions metadata of the AWS SDKs.
 */
export function dnsSuffix(region: string): string {
  return DNS_SUFFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
}
