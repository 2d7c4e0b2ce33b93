import type { Actor, GroupState } from './group';

/** What can happen to a group. Times are ISO 8601, UTC. */
export type GroupEvent =
  /** It occurred, within the usual pauses. */
  | { readonly name: 'occurs'; readonly at: string }
  /** It occurred after a long quiet, or after the mute had run out. */
  | { readonly name: 'returns'; readonly at: string }
  /** People were told. */
  | { readonly name: 'alert'; readonly at: string }
  | { readonly name: 'acknowledge'; readonly at: string; readonly by: Actor }
  | {
      readonly name: 'mute';
      readonly at: string;
      readonly by: Actor;
      /** Null: until it is fixed. */
      readonly until: string | null;
      readonly why: string | null;
    }
  | { readonly name: 'unmute'; readonly at: string; readonly by: Actor }
  | { readonly name: 'resolve'; readonly at: string; readonly how: 'succeeded' | 'recheck' };

type StateName = GroupState['name'];
type EventName = GroupEvent['name'];
type StateOf<S extends StateName> = Extract<GroupState, { readonly name: S }>;
type EventOf<E extends EventName> = Extract<GroupEvent, { readonly name: E }>;

/** The events that mean something in each state: all others cannot be written down. */
export const EVENTS_IN = {
  new: ['occurs', 'returns', 'alert', 'acknowledge', 'mute', 'resolve'],
  alerted: ['occurs', 'returns', 'acknowledge', 'mute', 'resolve'],
  repeated: ['occurs', 'returns', 'acknowledge', 'mute', 'resolve'],
  acknowledged: ['occurs', 'returns', 'acknowledge', 'mute', 'resolve'],
  muted: ['occurs', 'returns', 'acknowledge', 'mute', 'unmute', 'resolve'],
  resolved: ['occurs', 'returns'],
  reopened: ['occurs', 'returns', 'alert', 'acknowledge', 'mute', 'resolve'],
} as const satisfies Readonly<Record<StateName, readonly EventName[]>>;

/** A state and an event that may happen in it. */
export type LegalPair = {
  [S in StateName]: {
    [E in (typeof EVENTS_IN)[S][number]]: {
      readonly state: StateOf<S>;
      readonly event: EventOf<E>;
    };
  }[(typeof EVENTS_IN)[S][number]];
}[StateName];

/** Narrows what comes from outside, where the state may have changed meanwhile. */
export function isLegal(pair: {
  readonly state: GroupState;
  readonly event: GroupEvent;
}): pair is LegalPair {
  const events: readonly EventName[] = EVENTS_IN[pair.state.name];
  return events.includes(pair.event.name);
}

/** Where a problem stands after something happened. */
export function stateAfter({ state, event }: LegalPair): GroupState {
  switch (event.name) {
    case 'occurs':
      return afterOccurring(state, event.at);
    case 'returns':
      return state.name === 'new' ? state : { name: 'reopened', at: event.at };
    case 'alert':
      return { name: 'alerted', at: event.at };
    case 'acknowledge':
      return { name: 'acknowledged', at: event.at, by: event.by };
    case 'mute':
      return { name: 'muted', at: event.at, by: event.by, until: event.until, why: event.why };
    case 'unmute':
      return { name: 'repeated', at: event.at };
    case 'resolve':
      return { name: 'resolved', at: event.at, how: event.how };
  }
}

function afterOccurring(state: GroupState, at: string): GroupState {
  switch (state.name) {
    case 'resolved':
      return { name: 'reopened', at };
    case 'alerted':
      return { name: 'repeated', at };
    case 'new':
    case 'repeated':
    case 'acknowledged':
    case 'muted':
    case 'reopened':
      return state;
  }
}
