/** The company's accounts and places, used all over the sample. */
export const ACCOUNT = '111122223333';
/** The data team's account, in the same organization. */
export const DATA_ACCOUNT = '444455556666';
/** The security auditor's account, in nobody's organization but its own. */
export const VENDOR_ACCOUNT = '123456789012';
export const MANAGEMENT_ACCOUNT = '999999999999';
export const ORGANIZATION = 'o-fern5w00d1';
export const HOME = 'eu-west-1';
export const GLOBAL = 'us-east-1';
export const OFFICE_IP = '198.51.100.23';
/** Where calls from the network of the shop come from; through a VPC endpoint they keep their private address. */
export const NAT_IP = '203.0.113.10';
export const PRIVATE_IP = '10.20.3.44';
export const TAKEN_AT = '2026-11-16T07:00:00Z';

const MONDAY = Date.UTC(2026, 10, 9);
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A moment of the week: its day, and the time as `HH:MM:SS`, UTC. */
export type Moment = `${(typeof DAYS)[number]} ${string}`;

/** The moment in milliseconds since 1970. */
export function msOf(moment: Moment): number {
  const [day = '', time = ''] = moment.split(' ');
  const index = DAYS.findIndex((name) => name === day);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return MONDAY + index * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** As CloudTrail writes a time: ISO 8601, UTC, whole seconds. */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** An ARN in the production account, in the home region. */
export function arn(service: string, resource: string, region = HOME): string {
  return `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
}

/** An IAM ARN in the production account. */
export function iamArn(resource: string): string {
  return `arn:aws:iam::${ACCOUNT}:${resource}`;
}
