import { alertMessage, type AlertInput } from '../../../lib/core/alert/message';
import type { StormPost } from '../../../lib/core/alert/storm';
import type { GroupFacts, Post, PostReason } from '../../../lib/core/channel';
import type { GroupState } from '../../../lib/core/group/group';
import type { ActiveStorm } from '../../../lib/core/group/storm';
import { inputOf } from './build';
import { CASES } from './cases';

type AlertPost = Extract<Post, { readonly kind: 'alert' }>;
type UpdatePost = Extract<Post, { readonly kind: 'update' }>;

/** What a test wants to say of a group. */
export interface WantedPost {
  readonly reason?: PostReason;
  readonly revision?: number;
  readonly input?: AlertInput;
  readonly group?: Partial<GroupFacts>;
}

/** An input of {@link CASES} with that many denials. */
export function repeated(name: string, count: number, last: string): AlertInput {
  const input = CASES.get(name) ?? inputOf();
  const { first } = input.occurrences;
  return { ...input, occurrences: { count, first, last } };
}

/** A group as it is after its first alert; `wanted` puts it elsewhere. */
export function groupFacts(wanted: Partial<GroupFacts> = {}): GroupFacts {
  return {
    groupId: '3f9c2a71d04b',
    state: { name: 'alerted', at: '2026-11-19T14:42:00.000Z' },
    count: 14,
    escalatedTo: 0,
    sessions: 1,
    owner: null,
    ...wanted,
  };
}

/** A message of its own about a group. */
export function alertPost(
  wanted: WantedPost = {},
  mayBeThere: AlertPost['mayBeThere'] = false,
): AlertPost {
  return { kind: 'alert', mayBeThere, ...said({ reason: 'first', ...wanted }) };
}

/** A change of a message that is there. */
export function updatePost(handle: string, wanted: WantedPost = {}): UpdatePost {
  return { kind: 'update', handle, ...said({ reason: 'repeats', ...wanted }) };
}

function said({
  reason = 'first',
  revision = 1,
  input = CASES.get('identity-near-miss') ?? inputOf(),
  group = {},
}: WantedPost): Pick<AlertPost, 'id' | 'reason' | 'alert' | 'group'> {
  const facts = groupFacts({ count: input.occurrences.count, ...group });
  return {
    id: `${facts.groupId}:${revision}:${reason}`,
    reason,
    alert: alertMessage(input),
    group: facts,
  };
}

const ALICE = { name: 'alice', id: 'slack:T0123456789/U0123456789' };

/** Each state that a group can be in. */
export const STATES: Readonly<Record<GroupState['name'], GroupState>> = {
  new: { name: 'new' },
  alerted: { name: 'alerted', at: '2026-11-19T14:42:00.000Z' },
  repeated: { name: 'repeated', at: '2026-11-19T14:50:00.000Z' },
  acknowledged: { name: 'acknowledged', at: '2026-11-19T15:02:00.000Z', by: ALICE },
  muted: {
    name: 'muted',
    at: '2026-11-19T15:02:00.000Z',
    by: ALICE,
    until: '2026-11-20T15:02:00.000Z',
    why: 'fixed with the next release',
  },
  resolved: { name: 'resolved', at: '2026-11-19T16:00:00.000Z', how: 'recheck' },
  reopened: { name: 'reopened', at: '2026-11-21T09:00:00.000Z' },
};

/** The summary of a storm of 34 problems, of which 20 are named; `wanted` puts it elsewhere. */
export function stormPost(
  wanted: Partial<Omit<StormPost, 'storm'>> = {},
  storm: Partial<ActiveStorm> = {},
): StormPost {
  const phase = wanted.phase ?? 'opened';
  const active = { ...STORM, ...storm };
  return {
    kind: 'storm',
    id: `${active.id}:${active.folded}:${phase}`,
    phase,
    storm: active,
    caller: null,
    handle: null,
    ...wanted,
  };
}

const STORM: ActiveStorm = {
  id: '2026-11-19T14:02:10.000Z/3f9c2a71d04b',
  since: '2026-11-19T14:02:10.000Z',
  last: '2026-11-19T14:17:40.000Z',
  folded: 34,
  lines: Array.from({ length: 20 }, (_, index) => ({
    groupId: `group${index}`,
    principal: 'payments-worker',
    severity: index % 9 === 4 ? 'high' : 'medium',
    headline: `payments-worker was denied s3:PutObject on orders-${index}/uploads/invoice.pdf`,
  })),
  handle: null,
  shownFolded: 0,
  shownAt: null,
  claim: null,
  tendedUntil: '2026-11-19T14:17:10.000Z',
};
