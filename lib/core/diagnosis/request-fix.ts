import type { DenialPrincipal } from '../denial/denial';
import type { ConditionExplanation } from '../policy/condition';
import { explainStatements } from '../policy/explain';
import type { StatementRef } from '../policy/layer';
import { adviceFor, isOfTheNetwork } from './advice';
import { wishInWords, wishOf } from './condition-words';
import type { Evaluated } from './blockers';
import { listed } from './words';

/**
 * What the caller can do so that none of these Deny statements matches; null when one of them cannot
 * be escaped. Of each, one condition that is not met any more is enough.
 */
export function escapeFrom(
  denies: readonly StatementRef[],
  evaluated: Evaluated | null,
  principal: DenialPrincipal,
): string | null {
  if (evaluated === null || denies.length === 0) return null;
  const advice = denies.map((deny) => {
    const ways = conditionsOf([deny], evaluated).filter(({ result }) => result !== 'no');
    return ways.map((way) => adviceOf(way, 'Deny', principal)).find((text) => text !== null);
  });
  return advice.every((text) => text !== undefined) ? listed([...new Set(advice)]) : null;
}

/** What the caller can do so that an Allow statement matches; null when one of its conditions is not the caller's to meet. */
export function meet(
  allow: StatementRef,
  evaluated: Evaluated,
  principal: DenialPrincipal,
): string | null {
  const unmet = conditionsOf([allow], evaluated).filter(({ result }) => result !== 'yes');
  const advice = unmet.map((condition) => adviceOf(condition, 'Allow', principal));
  return advice.length > 0 && advice.every((text) => text !== null)
    ? listed([...new Set(advice)])
    : null;
}

/** What an Allow statement asks of a request that does not have it: `aws:PrincipalOrgID o-a1b2c3d4e5`. */
export function unmetOf(allow: StatementRef, evaluated: Evaluated): readonly string[] {
  return conditionsOf([allow], evaluated)
    .filter(({ result }) => result !== 'yes')
    .map(({ key, ...condition }) => wishInWords(key, wishOf(condition, 'Allow')));
}

function adviceOf(
  condition: ConditionExplanation,
  effect: 'Allow' | 'Deny',
  principal: DenialPrincipal,
): string | null {
  if (!canAskDifferently(principal)) return null;
  const madeByService = principal.invokedBy !== null;
  return madeByService && isOfTheNetwork(condition.key) ? null : adviceFor(condition, effect);
}

/** A service calls as it is built to: nobody can make it ask for something else. */
export function canAskDifferently({ type, serviceLinked }: DenialPrincipal): boolean {
  return type !== 'service' && !serviceLinked;
}

/** The conditions of these statements, compared with the request. */
export function conditionsOf(
  statements: readonly StatementRef[],
  { policies, request }: Evaluated,
): readonly ConditionExplanation[] {
  return statements.flatMap((statement) => {
    const collected = policies[statement.layer];
    if (collected.status === 'missing' || collected.value === null) return [];
    const policy = [collected.value].flat(2).find(({ ref }) => isSamePlace(ref, statement));
    if (policy === undefined) return [];
    return explainStatements(policy, request, policies)
      .filter((other) => other.statement.statementIndex === statement.statementIndex)
      .flatMap(({ conditions }) => conditions);
  });
}

function isSamePlace(
  a: StatementRef | Omit<StatementRef, 'statementIndex' | 'sid' | 'statement'>,
  b: StatementRef,
): boolean {
  return a.arn === b.arn && a.name === b.name && a.attachedTo === b.attachedTo;
}
