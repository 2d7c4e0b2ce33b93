import path from 'node:path';
import type { Processes } from './processes';

/** One finding of cfn-lint, as far as it is looked at. */
interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
}

/** A finding that is none of ours, and why. */
interface Explained {
  readonly rule: string;
  /** How its message begins or what it contains. */
  readonly says: string;
  readonly reason: string;
}

const EXPLAINED: readonly Explained[] = [
  {
    rule: 'W3005',
    says: 'dependency already enforced by',
    reason: 'The CDK names dependencies of a construct on all of a role; twice said does no harm.',
  },
  ...['getrequestauthorizationdetails', 'getrequestauthorizationpolicy'].map((action) => ({
    rule: 'W3037',
    says: `'${action}' is not one of`,
    reason: "The action is newer than the linter's list.",
  })),
];

/**
 * Findings of cfn-lint over templates that are not explained here, and explanations that nothing
 * needs any more.
 *
 * @throws Error with what cfn-lint wrote, when it could not work
 */
export async function cfnLintProblems(
  processes: Processes,
  python: string,
  templates: readonly string[],
): Promise<readonly string[]> {
  const program = path.join(path.dirname(python), 'cfn-lint');
  const { code, output } = await processes.run(program, ['--format', 'json', ...templates]);
  // Follows: cfn-lint, "Exit codes": the sum of 2 for errors, 4 for warnings, 8 for information.
  if (code === null || (code & 1) === 1) throw new Error(`cfn-lint ended with ${code}:\n${output}`);
  const findings = JSON.parse(output) as readonly Finding[];
  const isExplained = ({ Rule, Message }: Finding, { rule, says }: Explained): boolean =>
    Rule.Id === rule && Message.includes(says);
  const open = findings.filter((finding) => !EXPLAINED.some((each) => isExplained(finding, each)));
  const stale = EXPLAINED.filter((each) => !findings.some((one) => isExplained(one, each)));
  return [
    ...open.map(
      ({ Rule, Message, Filename }) =>
        `${path.basename(Filename)}: ${Rule.Id} ${Message.slice(0, 300)}`,
    ),
    ...stale.map(({ rule, says }) => `nothing needs to be explained any more: ${rule} ${says}`),
  ];
}
