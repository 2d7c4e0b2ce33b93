import {
  callerOf,
  MOST_SPANS,
  MOST_WINDOW,
  networkOf,
  spanned,
  USER_KEY,
  windowEventOf,
  type CallerActivity,
  type Observed,
  type WindowEvent,
} from './activity';
import { MOST_EVENTS, type Finding, type FindingCaller, type FindingEvent } from './finding';
import {
  FINDING_THRESHOLDS,
  type Fired,
  type FindingRule,
  type FindingThresholds,
  type RuleInput,
} from './rule';
import { FINDING_RULES } from './rules';

/** What came of denials of one caller. */
export interface Observation {
  /** Null when nothing is known of the caller yet, because no denial had a time. */
  readonly activity: CallerActivity | null;
  readonly findings: readonly Finding[];
}

/**
 * Adds denials of one caller to what is known of it, and makes findings. A denial that is in the window
 * already changes nothing; nor does one without a time, or one that is older than the window, which the
 * rules could not see in its place.
 *
 * @param activity null when the caller was never met
 * @param denials all of one caller
 */
export function observe(
  activity: CallerActivity | null,
  denials: readonly Observed[],
  thresholds: FindingThresholds = FINDING_THRESHOLDS,
): Observation {
  const events = denials
    .flatMap((observed) => {
      const event = windowEventOf(observed);
      return event === null ? [] : [{ observed, event }];
    })
    .sort((a, b) => a.event.at - b.event.at || (a.event.id < b.event.id ? -1 : 1));
  const findings: Finding[] = [];
  let current = activity;
  for (const { observed, event } of events) {
    if (isKnown(current, event, thresholds)) continue;
    const before = current;
    const window = windowWith(before, event, thresholds);
    const met = moved(before, { observed, event, window });
    const found = firedBy({ observed, event, before, window, thresholds }, met);
    findings.push(...found);
    current = remembering(met, found);
  }
  return { activity: current, findings };
}

function isKnown(
  activity: CallerActivity | null,
  event: WindowEvent,
  { windowMs }: FindingThresholds,
): boolean {
  if (activity === null) return false;
  if (Date.parse(activity.last) - event.at > windowMs) return true;
  return activity.window.some(({ id }) => id === event.id);
}

/** The window ends with the newest event, which a late one does not move. */
function windowWith(
  activity: CallerActivity | null,
  event: WindowEvent,
  { windowMs }: FindingThresholds,
): readonly WindowEvent[] {
  const all = [...(activity?.window ?? []), event].sort(
    (a, b) => a.at - b.at || (a.id < b.id ? -1 : 1),
  );
  const end = all.at(-1)?.at ?? event.at;
  return all.filter(({ at }) => end - at <= windowMs).slice(-MOST_WINDOW);
}

function moved(
  before: CallerActivity | null,
  { observed, event, window }: Pick<RuleInput, 'observed' | 'event' | 'window'>,
): CallerActivity {
  const time = new Date(event.at).toISOString();
  const current = before ?? nothingOf(callerOf(observed.denial), time);
  const network = networkOf(event.sourceIpAddress);
  const { networks, keys } = current;
  const key = event.accessKeyId?.startsWith(USER_KEY) === true ? event.accessKeyId : null;
  return {
    ...current,
    first: time < current.first ? time : current.first,
    last: time > current.last ? time : current.last,
    // The window began anew: what lies before it was quiet since the last denial.
    quietSince: before !== null && window.length === 1 ? before.last : current.quietSince,
    window,
    networks: network === null ? networks : spanned(networks, network, time),
    keys: key === null ? keys : spanned(keys, key, time),
  };
}

function nothingOf(caller: FindingCaller, time: string): CallerActivity {
  const none = { window: [], networks: {}, keys: {}, found: {} };
  return { caller, first: time, last: time, quietSince: null, ...none };
}

function firedBy(input: RuleInput, { caller, found }: CallerActivity): readonly Finding[] {
  const day = new Date(input.event.at).toISOString().slice(0, 10);
  return FINDING_RULES.flatMap((rule) => {
    const fired = rule.fires(input);
    if (fired === null) return [];
    const id = [day, caller.id, rule.kind, fired.about].join('|');
    return Object.hasOwn(found, id) ? [] : [findingOf(id, rule, fired, input, caller)];
  });
}

function findingOf(
  id: string,
  { kind, severity, steps }: FindingRule,
  { headline, why, events }: Fired,
  { event }: RuleInput,
  caller: CallerActivity['caller'],
): Finding {
  return {
    id,
    kind,
    caller,
    severity,
    at: new Date(event.at).toISOString(),
    headline,
    why,
    events: events.slice(-MOST_EVENTS).map(shown),
    moreEvents: Math.max(0, events.length - MOST_EVENTS),
    steps,
  };
}

function shown(event: WindowEvent): FindingEvent {
  const { id, time, action, resource, region, sourceIpAddress, userAgent, accessKeyId } = event;
  return { id, time, action, resource, region, sourceIpAddress, userAgent, accessKeyId };
}

function remembering(activity: CallerActivity, findings: readonly Finding[]): CallerActivity {
  if (findings.length === 0) return activity;
  const all = [
    ...Object.entries(activity.found),
    ...findings.map(({ id, at }) => [id, at] as const),
  ];
  return { ...activity, found: Object.fromEntries(all.slice(-MOST_SPANS)) };
}
