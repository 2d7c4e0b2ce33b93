import type { Problem } from './digest';
import type { DigestInput } from './input';

/** Callers that a finding is about. */
export function suspectsOf(findings: DigestInput['findings']): ReadonlySet<string> {
  return new Set(findings.flatMap(({ caller: { principalArn } }) => principalArn ?? []));
}

/** What is refused to a stolen key must stay refused: whatever opens something is no advice. */
export function withheldFrom(suspects: ReadonlySet<string>, problem: Problem): Problem {
  const { principalArn, diagnosis } = problem;
  if (diagnosis === null || principalArn === null || !suspects.has(principalArn)) return problem;
  const { remedyKind } = diagnosis;
  if (remedyKind !== 'grant' && remedyKind !== 'editStatement') return problem;
  return {
    ...problem,
    diagnosis: {
      ...diagnosis,
      remedyKind: 'none',
      remedy: 'Do not grant it: there is a finding about this caller. See to that first.',
      proof: 'notProven',
    },
  };
}
