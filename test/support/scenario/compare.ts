import { toExplanation, type ExplainedDenial } from '../../../lib/cli/explanation';
import type { Diagnosis } from '../../../lib/core/diagnosis/diagnosis';
import { verdictAfter } from './ask-again';
import { explainScenario } from './explain-scenario';
import type { Asked, OneOf, Scenario, StatementName } from './scenario';

type Statement = Diagnosis['nearMisses'][number]['statement'];

/**
 * Explains a scenario and lists every difference from what it expects, each in a line of words; none
 * when all is as expected.
 */
export async function differencesOf(scenario: Scenario): Promise<readonly string[]> {
  const explained = await explainScenario(scenario);
  const { lines = 1 } = scenario.expect;
  const [first] = explained;
  if (explained.length !== lines || first === undefined)
    return [`expected ${lines} denials, found ${explained.length}`];
  return [
    ...scalars(scenario, first),
    ...blockers(scenario, first),
    ...nearMiss(scenario, first),
    ...texts(scenario, first),
    ...words(scenario, first),
    ...(await afterwards(scenario, first)),
  ];
}

function scalars({ expect }: Scenario, explained: ExplainedDenial): readonly string[] {
  const { diagnosis, remedy } = explained.explained;
  const { denial } = toExplanation(explained, '') as unknown as {
    readonly denial: {
      readonly action: string | null;
      readonly resource: string | null;
      readonly principal: { readonly arn: string | null; readonly type: string };
    };
  };
  const pairs: readonly (readonly [string, Wanted, string | null])[] = [
    ['verdict', expect.verdict, diagnosis.verdict],
    ['layer', expect.layer, diagnosis.layer],
    ['cause', expect.cause, diagnosis.cause],
    ['confidence', expect.confidence, diagnosis.confidence],
    ['remedyKind', expect.remedyKind, remedy.kind],
    ['action', expect.action, denial.action],
    ['resource', expect.resource, denial.resource],
    ['principalArn', expect.principalArn, denial.principal.arn],
    ['principalType', expect.principalType, denial.principal.type],
  ];
  return pairs.flatMap(([key, want, got]) => differs(key, want, got));
}

/** One value, or any of a list; undefined is not compared. */
type Wanted = OneOf<string | null> | undefined;

function differs(key: string, want: Wanted, got: string | null): readonly string[] {
  if (want === undefined) return [];
  const accepted: readonly (string | null)[] = [want].flat();
  return accepted.includes(got)
    ? []
    : [`${key}: expected ${JSON.stringify(want)}, got ${JSON.stringify(got)}`];
}

function isStatement({ policyName, sid }: StatementName, statement: Statement): boolean {
  const named =
    policyName === undefined ||
    statement.name === policyName ||
    statement.arn?.endsWith(`/${policyName}`) === true;
  return named && (sid === undefined || statement.sid === sid);
}

function blockers({ expect }: Scenario, { explained }: ExplainedDenial): readonly string[] {
  if (expect.blockers === undefined) return [];
  const left = [...explained.diagnosis.blockers];
  const missing = expect.blockers.filter((want) => {
    const at = left.findIndex(
      (got) =>
        [want.layer].flat().includes(got.layer) &&
        [want.effect].flat().includes(got.effect) &&
        [want.cause].flat().includes(got.cause) &&
        ((want.policyName ?? want.sid) === undefined ||
          got.statements.some((statement) => isStatement(want, statement))),
    );
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((want) => `blockers: no ${JSON.stringify(want)}`),
    ...left.map((got) => `blockers: not expected: ${got.layer} ${got.effect} ${got.cause}`),
  ];
}

function nearMiss({ expect, also }: Scenario, { explained }: ExplainedDenial): readonly string[] {
  const { nearMisses } = explained.diagnosis;
  const reasons = nearMisses.map(({ reason }) => reason);
  const all = differs('nearMisses', also?.nearMisses?.join(' '), reasons.join(' '));
  if (expect.nearMiss === undefined) return all;
  const [first] = nearMisses;
  if (first === undefined) return [...all, `nearMiss: expected one, got none`];
  return [
    ...all,
    ...differs('nearMiss.failed', expect.nearMiss.failed, first.failed),
    ...differs('nearMiss.reason', expect.nearMiss.reason, first.reason),
    ...(isStatement(expect.nearMiss, first.statement)
      ? []
      : [`nearMiss: got ${first.statement.name ?? ''} ${first.statement.sid ?? ''}`]),
  ];
}

function texts({ expect, also }: Scenario, { explained }: ExplainedDenial): readonly string[] {
  const gaps = explained.diagnosis.gaps.join('\n').toLowerCase();
  const evidence = explained.diagnosis.evidence.map(({ says }) => says).join('\n');
  const remedy = JSON.stringify(explained.remedy);
  const lacking = (name: string, parts: readonly string[] | undefined, all: string): string[] =>
    (parts ?? []).filter((part) => !all.includes(part)).map((part) => `${name}: no ${part}`);
  return [
    ...lacking(
      'gaps',
      expect.gapsMention?.map((part) => part.toLowerCase()),
      gaps,
    ),
    ...lacking('evidence', also?.evidenceMentions, evidence),
    ...(also?.gapsLack ?? [])
      .filter((part) => gaps.includes(part.toLowerCase()))
      .map((part) => `gaps: one has ${part}`),
    ...(expect.mustNotSuggest ?? [])
      .filter((part) => remedy.includes(part))
      .map((part) => `the remedy has ${part}`),
  ];
}

function words({ also = {} }: Scenario, { explained }: ExplainedDenial): readonly string[] {
  const { remedy, diagnosis, why } = explained;
  return [
    ...differs('why', also.why, why),
    ...differs('says', also.says, remedy.says),
    ...differs('owner', also.owner, remedy.owner),
    ...differs('proof', also.proof, remedy.proof),
    ...differs('gaps', also.gaps?.join('\n'), diagnosis.gaps.join('\n')),
  ];
}

async function afterwards(
  scenario: Scenario,
  explained: ExplainedDenial,
): Promise<readonly string[]> {
  const { allowsAfter = [], stillDenies = [] } = scenario.expect;
  const found: string[] = [];
  const ask = (asked: Asked): Promise<string> => verdictAfter(scenario, explained, asked);
  for (const asked of allowsAfter) {
    const verdict = await ask(asked);
    if (verdict !== 'allowedNow')
      found.push(`after the changes ${asked.action} on ${asked.resource} is ${verdict}`);
  }
  for (const asked of stillDenies) {
    if ((await ask(asked)) === 'allowedNow')
      found.push(`the changes also allow ${asked.action} on ${asked.resource}`);
  }
  return found;
}
