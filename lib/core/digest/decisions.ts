import type { ChangeWord, Decision, DecisionReason, Problem } from './digest';
import type { Met } from './problem';

type ProblemDecision = Extract<Decision, { readonly kind: 'problem' }>;

const GUARDRAILS: ReadonlySet<string> = new Set(['scp', 'rcp', 'boundary']);
/** What was otherwise the day before. */
export const NEWS: ReadonlySet<ChangeWord> = new Set(['new', 'reopened', 'growing']);

/** One reason for a decision, the strongest first. */
interface Rule {
  readonly reason: DecisionReason;
  readonly severity: 'high' | 'medium';
  readonly says: string;
  /** True when it holds for a problem that occurred on the day and that nobody has answered. */
  readonly holds: (problem: Problem, news: boolean) => boolean;
}

const RULES: readonly Rule[] = [
  {
    reason: 'root',
    severity: 'high',
    says: 'The root user was denied: nobody works as root.',
    holds: ({ principalType }) => principalType === 'root',
  },
  {
    reason: 'anonymous',
    severity: 'high',
    says: 'Somebody without credentials tried more than to read.',
    holds: ({ principalType, severity }) => principalType === 'anonymous' && severity !== 'low',
  },
  {
    reason: 'privilege',
    severity: 'high',
    says: 'It would have changed who may do what.',
    holds: ({ severity }) => severity === 'high',
  },
  {
    reason: 'guardrail',
    severity: 'medium',
    says: 'A guardrail stopped it: somebody tries what the organization forbids.',
    holds: ({ layer, severity, principalType }, news) =>
      news && GUARDRAILS.has(layer) && severity !== 'low' && principalType !== 'service',
  },
  {
    reason: 'write',
    severity: 'medium',
    says: 'A change was denied.',
    holds: ({ severity }, news) => news && severity === 'medium',
  },
];

/** The rule of a write, by what became of the problem. */
const WRITES: ReadonlyMap<ChangeWord, string> = new Map([
  ['new', 'A change was denied for the first time.'],
  ['reopened', 'A change is denied again.'],
  ['growing', 'A change is denied far more often than before.'],
]);

/**
 * Why a problem needs a decision; null when it needs none. It does when it occurred on the day, nobody
 * has muted, acknowledged or resolved it, and
 *
 * - the root user was denied, an anonymous caller tried to write, or permissions were to be changed, or
 * - it is new, reopened or growing, and a guardrail stopped it or it was a write.
 *
 * What is digest-only as noise needs one only for the first three.
 */
export function decisionOf({ problem, alerts }: Met): ProblemDecision | null {
  if (!problem.open || problem.today === 0) return null;
  const news = alerts && NEWS.has(problem.change);
  const rules = RULES.filter(({ holds }) => holds(problem, news));
  const strongest = rules[0];
  if (strongest === undefined) return null;
  return {
    kind: 'problem',
    severity: strongest.severity,
    reasons: rules.map(({ reason }) => reason),
    says: (strongest.reason === 'write' ? WRITES.get(problem.change) : null) ?? strongest.says,
    problem,
  };
}

/** Adds that the caller was never denied anything before. */
export function ofNewCaller(decision: ProblemDecision): ProblemDecision {
  return {
    ...decision,
    reasons: [...decision.reasons, 'newCaller'],
    says: `${decision.says} The caller was never denied anything before.`,
  };
}

/** The stronger reason first, then what is news, then what was denied more often. */
export function byUrgency(a: ProblemDecision, b: ProblemDecision): number {
  const news = ({ problem }: ProblemDecision): number => (NEWS.has(problem.change) ? 0 : 1);
  return rankOf(a) - rankOf(b) || news(a) - news(b) || b.problem.today - a.problem.today;
}

function rankOf({ reasons }: ProblemDecision): number {
  return RULES.findIndex(({ reason }) => reason === reasons[0]);
}
