import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluate } from '../../../lib/core/policy/evaluate';
import type { Evaluation, LayerVerdict } from '../../../lib/core/policy/evaluation';
import type { StatementRef } from '../../../lib/core/policy/layer';
import { collected, request, type CasePolicies, type CaseRequest } from './build';

/** What a case expects of one layer; keys that are absent are not compared. Statements are `policy/Sid`. */
interface ExpectedLayer {
  readonly says?: LayerVerdict['says'];
  readonly blocks?: LayerVerdict['blocks'];
  readonly denies?: readonly string[];
  readonly allows?: readonly string[];
  readonly possibleDenies?: readonly string[];
  readonly possibleAllows?: readonly string[];
  readonly unknownKeys?: readonly string[];
  readonly gaps?: readonly string[];
  readonly empty?: boolean;
}

interface Case {
  readonly title: string;
  readonly request: Partial<CaseRequest>;
  readonly policies: CasePolicies;
  readonly expect: {
    readonly decision: Evaluation['decision'];
    readonly layers?: Readonly<Record<string, ExpectedLayer>>;
  };
}

interface CaseFile {
  /** The AWS document that the cases follow. */
  readonly follows: string;
  /** The request that every case changes. */
  readonly request: CaseRequest;
  readonly cases: readonly Case[];
}

const folder = path.join(__dirname, 'cases');
const files = readdirSync(folder).map((name) => {
  const file = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as CaseFile;
  return [name, file] as const;
});

function named(refs: readonly StatementRef[]): readonly string[] {
  return refs.map(
    ({ name, sid, statementIndex }) => `${name ?? ''}/${sid ?? statementIndex ?? ''}`,
  );
}

function comparable(verdict: LayerVerdict): Required<ExpectedLayer> {
  const { says, blocks, unknownKeys, gaps, empty } = verdict;
  return {
    says,
    blocks,
    denies: named(verdict.denies),
    allows: named(verdict.allows),
    possibleDenies: named(verdict.possibleDenies),
    possibleAllows: named(verdict.possibleAllows),
    unknownKeys,
    gaps,
    empty,
  };
}

describe.each(files)('%s', (_, file) => {
  test('names the AWS document that it follows', () => {
    expect(file.follows).toMatch(/(Guide|Reference), "/);
  });

  test.each(file.cases.map((one) => [one.title, one] as const))('%s', (_title, one) => {
    const given = request({ ...file.request, ...one.request });
    const evaluation = evaluate(given, collected(one.policies));

    const layers = Object.fromEntries(
      evaluation.layers.map((verdict) => [verdict.layer, comparable(verdict)]),
    );
    expect({ decision: evaluation.decision, layers }).toMatchObject(one.expect);
  });
});
