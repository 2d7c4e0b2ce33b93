import type { GroupLabels } from '../../../lib/core/group/group';
import type { StoredDiagnosis } from '../../../lib/core/group/store';
import { denialWith } from '../../core/evidence/denial';
import type { Habit } from './habit';

/** What lists show of a problem. */
export function labelsOf({ caller, action, resource, ...habit }: Habit): GroupLabels {
  const on = resource === '*' ? '' : ` on ${resource.slice(resource.lastIndexOf(':') + 1)}`;
  return {
    accountId: caller.account,
    principalArn: caller.arn,
    principal: caller.name,
    principalType: caller.type,
    action,
    resource,
    service: action.slice(0, action.indexOf(':')),
    layer: habit.layer,
    verdict: habit.verdict,
    severity: habit.severity,
    owner: caller.owner,
    headline: `${caller.name} was denied ${action}${on}`,
  };
}

/** Its diagnosis and remedy, as a store has them. */
export function diagnosisOf(habit: Habit): StoredDiagnosis {
  const { caller, action, resource, layer, verdict, cause, kind, gaps = [] } = habit;
  return {
    denial: denialWith({
      accountId: caller.account,
      recipientAccountId: caller.account,
      action,
      eventName: action.slice(action.indexOf(':') + 1),
      principal: { type: caller.type, arn: caller.arn, accountId: caller.account },
      resource: { arn: resource === '*' ? null : resource, accountId: null },
      sourceIpAddress: caller.from,
      userAgent: caller.userAgent,
    }),
    explained: {
      diagnosis: {
        verdict,
        layer: layer === 'none' ? null : layer,
        cause,
        blockers: [],
        nearMisses: [],
        confidence: habit.confidence ?? 'confirmed',
        evidence: [],
        gaps,
      },
      remedy: {
        kind,
        changes: kind === 'grant' ? [grantFor(habit)] : [],
        proof: kind === 'grant' ? 'evaluated' : 'notProven',
        owner: habit.owner ?? `whoever administers the policies of ${caller.name}`,
        says: habit.says,
        needsSecurityReview: habit.review === true,
      },
      why: habit.why,
    },
    at: '2026-11-01T10:00:05.000Z',
    incomplete: false,
    recentChanges: [],
  };
}

function grantFor({ caller, action, resource }: Habit) {
  return {
    do: 'addStatement',
    policy: { layer: 'identity', arn: null, name: null, attachedTo: caller.arn },
    statement: { Effect: 'Allow', Action: action, Resource: resource },
  } as const;
}
