import { benchCases, prepareCase } from '../../bench/policy';
import { generateCases } from '../../bench/policy-cases';
import { evaluate } from '../../lib/core/policy/evaluate';
import { explainStatements } from '../../lib/core/policy/explain';
import type { StatementRef } from '../../lib/core/policy/layer';

const cases = [...generateCases(7), ...benchCases().map((one) => one.case)].map(prepareCase);

function policiesOf({
  policies,
}: (typeof cases)[number]): Parameters<typeof explainStatements>[0][] {
  const { identity, boundary, scp, resource } = policies;
  return [identity, boundary, scp, resource]
    .flatMap((one) => (one.status === 'missing' ? [] : [one.value]))
    .flat(2)
    .filter((policy) => policy !== null);
}

test.each(cases.map((one, i) => [`${one.name} (${i})`, one] as const))(
  '%s: what is measured finds the statements that a full scan finds, and answers differ',
  (_, given) => {
    const decisions = given.requests.map((request) => {
      const { decision, layers } = evaluate(request, given.policies);
      const found = layers.flatMap(({ allows, denies }) => [...allows, ...denies]);
      const scanned = policiesOf(given)
        .flatMap((policy) => explainStatements(policy, request, given.policies))
        .filter(({ matched }) => matched === 'yes')
        .map(({ statement }): StatementRef => statement);

      expect(new Set(found)).toEqual(new Set(scanned));
      expect(layers.flatMap(({ unknownKeys }) => unknownKeys)).toEqual([]);
      return decision;
    });
    expect(new Set(decisions).size).toBeGreaterThan(given.requests.length > 2 ? 1 : 0);
  },
);
