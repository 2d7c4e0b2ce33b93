import type { Diagnosis, Remedy } from '../../../lib/core/diagnosis/diagnosis';
import type { Answer } from '../../../lib/core/group/lifecycle';

/** Accounts of the made-up company. */
export const PROD = '111122223333';
export const DATA = '444455556666';
export const SANDBOX = '123456789012';
export const MANAGEMENT = '999999999999';

/** Who is denied something. */
export interface Caller {
  readonly name: string;
  readonly type: 'role' | 'user' | 'root' | 'anonymous' | 'service' | 'identityCenter';
  readonly arn: string | null;
  readonly account: string;
  readonly owner: string | null;
  readonly from: string;
  readonly userAgent: string;
}

/** On which days how often it is denied, and in which hours of UTC. */
export interface Rhythm {
  /** Denials on a working day and on one of the weekend; the day's own number is near it. */
  readonly working: number;
  readonly weekend: number;
  /** First hour, and the first that is not one of it. */
  readonly hours: readonly [number, number];
  /** First and last UTC day, both included. */
  readonly from?: string;
  readonly to?: string;
  /** UTC day -> exactly so many. */
  readonly on?: Readonly<Record<string, number>>;
}

/** One problem of the three weeks. */
export interface Habit {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly layer: NonNullable<Diagnosis['layer']> | 'none';
  readonly verdict: Diagnosis['verdict'];
  readonly cause: Diagnosis['cause'];
  readonly severity: 'high' | 'medium' | 'low';
  readonly rhythm: Rhythm;
  readonly why: string;
  readonly says: string;
  readonly kind: Remedy['kind'];
  readonly owner?: string;
  readonly review?: true;
  readonly gaps?: readonly string[];
  readonly confidence?: Diagnosis['confidence'];
  readonly treatment?: 'digestOnly';
  /** Other resources that it is denied on in turn. */
  readonly resources?: readonly string[];
  readonly answers?: readonly Answer[];
  /** True while nothing was found out about it. */
  readonly undiagnosed?: true;
}

const ROUND: readonly [number, number] = [0, 24];
/** The working hours of Berlin in winter. */
const OFFICE: readonly [number, number] = [7, 17];
const NIGHT: readonly [number, number] = [1, 4];

/** All day, every day. */
export const always = (perDay: number, more: Partial<Rhythm> = {}): Rhythm => ({
  working: perDay,
  weekend: perDay,
  hours: ROUND,
  ...more,
});
/** While people work. */
export const office = (perDay: number, more: Partial<Rhythm> = {}): Rhythm => ({
  working: perDay,
  weekend: 0,
  hours: OFFICE,
  ...more,
});
/** A job of the night. */
export const nightly = (perNight: number, more: Partial<Rhythm> = {}): Rhythm => ({
  working: perNight,
  weekend: perNight,
  hours: NIGHT,
  ...more,
});
/** On one day only. */
export const once = (day: string, count: number, hours: readonly [number, number]): Rhythm => ({
  working: 0,
  weekend: 0,
  hours,
  from: day,
  on: { [day]: count },
});

/** A role of an account, as its services run with it. */
export function role(
  name: string,
  { account = PROD, owner = null, path = '' }: Partial<Caller> & { readonly path?: string } = {},
): Caller {
  return {
    name,
    type: path.startsWith('aws-reserved/') ? 'identityCenter' : 'role',
    arn: `arn:aws:iam::${account}:role/${path}${name}`,
    account,
    owner,
    from: '203.0.113.10',
    userAgent: 'aws-sdk-java/2.30.18',
  };
}

/** A user with an access key. */
export function user(name: string, more: Partial<Caller> = {}): Caller {
  const account = more.account ?? PROD;
  return {
    name,
    type: 'user',
    arn: `arn:aws:iam::${account}:user/${name}`,
    account,
    owner: null,
    from: '198.51.100.23',
    userAgent: 'aws-cli/2.31.0',
    ...more,
  };
}

type Told = Pick<Habit, 'caller' | 'action' | 'resource' | 'severity' | 'rhythm'> & Partial<Habit>;

/** The caller's policies say nothing of it: a grant solves it. */
export function notAllowed(told: Told): Habit {
  return {
    layer: 'identity',
    verdict: 'implicitDeny',
    cause: 'missingAction',
    kind: 'grant',
    why: `No identity-based policy of ${told.caller.name} allows ${told.action}.`,
    says: `Allow ${told.action} on ${told.resource} in an inline policy of ${told.caller.name}.`,
    ...told,
  };
}

/** A service control policy forbids it. */
export function forbidden(told: Told & { readonly policy: string }): Habit {
  const { policy, ...rest } = told;
  return {
    layer: 'scp',
    verdict: 'explicitDeny',
    cause: 'explicitDeny',
    kind: 'guardrail',
    why: `Service control policy ${policy} denies ${told.action} with its first statement.`,
    says: `Nothing to change: ${policy} is there to stop this. Do it as the policy allows, or ask its owners.`,
    owner: 'whoever administers the organization',
    ...rest,
  };
}
