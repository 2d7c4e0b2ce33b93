import type { Group, GroupLabels } from '../group/group';
import { muteIsOver } from '../group/lifecycle';
import type { StoredDiagnosis } from '../group/store';
import { changeOf, compared, countsOf, type Counts, type DigestDays } from './compare';
import type { Problem, ProblemDiagnosis, Standing } from './digest';

/** A problem, and the counts that sums over several problems are made of. */
export interface Met {
  readonly problem: Problem;
  readonly counts: Counts;
  /** False for what earns no message on its own: in the digest, but no decision by its count. */
  readonly alerts: boolean;
}

/**
 * A group on the day, without its diagnosis.
 *
 * @param now milliseconds since the epoch: a mute that has run out by then is none
 */
export function metOn(group: Group, days: DigestDays, now: number): Met {
  const counts = countsOf(group, days);
  const { today, yesterday, usual } = compared(counts);
  const labels = group.labels ?? labelsOfFingerprint(group.fingerprint);
  const standing = standingOf(group, now);
  const problem: Problem = {
    groupId: group.id,
    today,
    yesterday,
    usual,
    change: changeOf(group, { today, yesterday, usual }, days),
    standing,
    open: isOpen(standing),
    headline: labels.headline,
    accountId: labels.accountId,
    principal: labels.principal,
    principalArn: labels.principalArn,
    principalType: labels.principalType,
    action: labels.action,
    service: labels.service,
    resource: labels.resource,
    layer: labels.layer,
    severity: labels.severity,
    owner: labels.owner,
    count: group.count,
    first: group.first,
    last: group.last,
    daysSeen: Object.keys(group.days).length,
    diagnosis: null,
    diagnosisRead: false,
  };
  return { problem, counts, alerts: group.treatment === 'alert' };
}

/** A mute that has run out is none any more, though nothing has happened since. */
function standingOf({ state }: Group, now: number): Standing {
  if (state.name === 'new') return { name: 'new', by: null, until: null, since: null };
  if (muteIsOver(state, now)) return { name: 'repeated', by: null, until: null, since: state.at };
  return {
    name: state.name,
    by: state.name === 'muted' || state.name === 'acknowledged' ? state.by.name : null,
    until: state.name === 'muted' ? state.until : null,
    since: state.at,
  };
}

function isOpen({ name }: Standing): boolean {
  return name !== 'muted' && name !== 'acknowledged' && name !== 'resolved';
}

/** What the fingerprint tells of a group that was not diagnosed yet: `v1|account|caller|action|resource|layer`. */
function labelsOfFingerprint(fingerprint: string): GroupLabels {
  const [, account = '-', caller = '-', action = '-', resource = '-'] = fingerprint.split('|');
  const known = (text: string): string | null => (text === '-' || text === '' ? null : text);
  const name = caller.slice(caller.indexOf('/') + 1);
  return {
    accountId: known(account),
    principalArn: null,
    principal: known(name) ?? 'unknown',
    principalType: caller.includes('/') ? caller.slice(0, caller.indexOf('/')) : 'unknown',
    action: known(action),
    resource: known(resource),
    service: known(action)?.split(':')[0] ?? 'unknown',
    layer: 'unknown',
    verdict: 'unknown',
    severity: 'medium',
    owner: null,
    headline: `${name} may not ${known(action) ?? 'do something'} (not diagnosed yet)`,
  };
}

/** A problem with what its diagnosis says; null when there is none yet. */
export function withDiagnosis(problem: Problem, stored: StoredDiagnosis | null): Problem {
  return {
    ...problem,
    diagnosisRead: true,
    diagnosis: stored === null ? null : diagnosisOf(stored),
  };
}

function diagnosisOf({ explained }: StoredDiagnosis): ProblemDiagnosis {
  const { diagnosis, remedy, why } = explained;
  return {
    why,
    confidence: diagnosis.confidence,
    remedyKind: remedy.kind,
    remedy: remedy.says,
    remedyOwner: remedy.owner,
    proof: remedy.proof,
    needsSecurityReview: remedy.needsSecurityReview,
    gaps: diagnosis.gaps,
  };
}

/** The same text for all problems of one caller. */
export function callerKey({ principalArn, principalType, principal, accountId }: Problem): string {
  return principalArn ?? `${principalType}/${principal}@${accountId ?? '-'}`;
}
