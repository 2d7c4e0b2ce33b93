import type { Evidence } from '../../evidence/evidence';
import { wrongIdentity } from '../hints';
import type { Blocker, Change } from '../diagnosis';
import { placeInWords, policyInWords, statementInWords } from '../words';
import { VARIABLE } from './ask-differently';
import { proposeChanges, type Proposal } from './changes';
import type { Diagnosed, Rule } from './diagnosed';
import { grantIn } from './grant';
import { ownerOf } from './owner';
import { needsSecurityReview } from './risk';

/** Only identity and resource policies are left, and none of them denies. */
export const change: Rule = (diagnosed) => {
  const { denial, conclusion, nearMisses, evaluated, evidence, reference } = diagnosed;
  const { blockers } = conclusion;
  if (blockers.length === 0 || denial.action === null) return null;
  const proposal =
    evaluated === null
      ? fromMessageAlone(blockers, evidence)
      : proposeChanges(blockers, nearMisses, evaluated, reference);
  if (proposal === null) return null;
  const owners = proposal.changes.map(({ policy }) => ownerOf(policy.layer, denial, policy));
  const mind = caveats(diagnosed, proposal);
  const steps = [...new Set(proposal.changes.map((one) => describe(one, diagnosed)))];
  const isProven = proposal.proof.kind === 'proven' && !namesGuessedRole(diagnosed, proposal);
  return {
    kind: proposal.kind,
    changes: proposal.changes,
    proof: isProven ? 'evaluated' : 'notProven',
    owner: [...new Set(owners)].join('; and '),
    says: [...steps, ...mind].join(' '),
    caveats: [...(denial.principal.permissionSet === null ? [] : steps), ...mind],
    needsSecurityReview: needsSecurityReview(denial.action, reference),
  };
};

/** AWS says that no identity-based policy allows it: that alone is enough for a new statement. */
function fromMessageAlone(blockers: readonly Blocker[], { request }: Evidence): Proposal | null {
  if (request === null) return null;
  const changes = blockers.map(({ layer }) => grantIn(layer, request, null));
  if (!changes.every((one) => one !== null)) return null;
  const why = 'the policies were not collected';
  return { kind: 'grant', changes, proof: { kind: 'notApplicable', why } };
}

function describe(one: Change, { nearMisses, denial }: Diagnosed): string {
  const { policy } = one;
  const { permissionSet } = denial.principal;
  if (permissionSet !== null && policy.layer === 'identity')
    return `Make the change in the inline policy of permission set ${permissionSet} (IAM Identity Center): it overwrites what is changed in the role.`;
  if (one.do === 'replaceStatement') {
    const near = nearMisses.find(
      ({ statement }) => statement.statementIndex === one.statementIndex,
    );
    return near === undefined
      ? `Change a statement of ${policyInWords(policy)}.`
      : `Change ${statementInWords(near.statement)}.`;
  }
  return policy.layer === 'identity' && policy.name === null
    ? `Add an inline policy to ${policy.attachedTo === null ? 'the caller' : placeInWords(policy.attachedTo)}.`
    : `Add a statement to ${policyInWords(policy)}.`;
}

/** A session ARN does not tell the path of its role: a statement that names the role may name one that does not exist. */
function namesGuessedRole({ evidence, denial }: Diagnosed, { changes }: Proposal): boolean {
  const principal = evidence.request?.principal;
  const isGuessed =
    principal?.kind === 'role' && principal.pathKnown === false && denial.principal.arn !== null;
  return isGuessed && changes.some(({ policy }) => policy.layer === 'resource');
}

/** What to mind about a proposal, each a sentence of its own; null where it does not apply. */
type Caveat = (diagnosed: Diagnosed, proposal: Proposal) => string | null;

const CAVEATS: readonly Caveat[] = [
  ({ denial }) => {
    const identity = wrongIdentity(denial);
    return identity === null ? null : `Check first whether this is the right caller: ${identity}.`;
  },
  ({ denial }) =>
    denial.action === 'iam:CreateServiceLinkedRole'
      ? 'Or have an administrator create the service-linked role once: then nobody needs this permission.'
      : null,
  (diagnosed, proposal) =>
    namesGuessedRole(diagnosed, proposal)
      ? 'The path of the role is not known: if it has one, write it into the ARN.'
      : null,
  sharedPolicy,
  variablesAsText,
  ({ evaluated, evidence }, { proof }) => {
    switch (proof.kind) {
      case 'proven':
        return null;
      case 'stillDenied':
        return 'Whether this is enough could not be shown: something else is not known.';
      case 'widens':
        return `Look before you apply it: it would also allow ${proof.neighbour}.`;
      case 'notApplicable':
        return evaluated === null || evidence.facts === null ? null : `Not tried: ${proof.why}.`;
    }
  },
];

function caveats(diagnosed: Diagnosed, proposal: Proposal): readonly string[] {
  return CAVEATS.flatMap((caveat) => caveat(diagnosed, proposal) ?? []);
}

/** What is changed in a managed policy, or in one of a group, holds for others too. */
function sharedPolicy(_: Diagnosed, { changes }: Proposal): string | null {
  for (const { policy } of changes) {
    const { layer, arn, attachedTo } = policy;
    if (layer !== 'identity') continue;
    if (arn !== null)
      return `Everybody who has ${policyInWords(policy, attachedTo)} gets this too.`;
    if (attachedTo?.includes(':group/') === true)
      return `Everybody in ${placeInWords(attachedTo)} gets this too.`;
  }
  return null;
}

function variablesAsText({ nearMisses: [near] }: Diagnosed): string | null {
  if (near?.failed !== 'resource' || near.conditionKey !== undefined) return null;
  return VARIABLE.test(near.expected)
    ? `In ${policyInWords(near.statement)} variables are plain text: only Version 2012-10-17 knows them.`
    : null;
}
