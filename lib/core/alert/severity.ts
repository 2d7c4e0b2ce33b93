import type { Denial } from '../denial/denial';
import type { Explained } from '../diagnosis/diagnosis';

/** How loud an alert is, for filter policies and routing. */
export const SEVERITIES = ['high', 'medium', 'low'] as const;

/** See {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** What the request wanted to do, as far as the record tells. */
export type AccessKind = 'read' | 'write' | 'permissions' | 'unknown';

/**
 * The rule, first match wins:
 *
 * - high: the root user; a policy that quarantines a leaked key; a change of permissions by anybody
 *   (also one that the diagnosis marks for a security review); a write by an anonymous caller
 * - low: allowed by now; a read
 * - medium: everything else: writes, and requests of which nothing tells whether they write
 */
export function severityOf(denial: Denial, explained: Explained): Severity {
  const access = accessKind(denial);
  const { type } = denial.principal;
  if (type === 'root' || isQuarantined(denial, explained)) return 'high';
  if (explained.diagnosis.verdict === 'allowedNow') return 'low';
  if (access === 'permissions') return 'high';
  if (access === 'read') return 'low';
  if (explained.remedy.needsSecurityReview || (type === 'anonymous' && access === 'write'))
    return 'high';
  return 'medium';
}

/** Services whose writes decide who may do what. */
const PERMISSION_SERVICES: ReadonlySet<string> = new Set([
  'iam',
  'organizations',
  'sso',
  'sso-directory',
  'identitystore',
  'ram',
]);

/** Actions elsewhere that do: policies, permissions, ACLs, grants, and Block Public Access. */
const PERMISSION_ACTION =
  /^(?!Get|List|Describe)\w{0,60}(?:Polic(?:y|ies)|Permissions?|Acl|Grant|PublicAccessBlock)$/;

/** Whether the request reads, writes or changes permissions. CloudTrail's `readOnly` decides between the first two. */
export function accessKind(denial: Denial): AccessKind {
  const [service = '', name = ''] = (denial.action ?? '').split(':', 2);
  // CloudTrail calls AssumeRole read-only, but whoever takes on a role does not only look.
  if (service === 'sts' && name.startsWith('AssumeRole')) return 'unknown';
  if (denial.readOnly === true) return 'read';
  const isKnownRead = denial.readOnly === null && /^(?:Get|List|Describe|Head)[A-Z]/.test(name);
  if (isKnownRead) return 'read';
  if (PERMISSION_SERVICES.has(service) || PERMISSION_ACTION.test(name)) return 'permissions';
  return denial.readOnly === false ? 'write' : 'unknown';
}

/** AWS attaches `AWSCompromisedKeyQuarantine…` to a user whose key it found in public. */
function isQuarantined(denial: Denial, explained: Explained): boolean {
  const isQuarantine = (arn: string | null): boolean =>
    arn?.includes(':policy/AWSCompromisedKeyQuarantine') ?? false;
  const statements = explained.diagnosis.blockers.flatMap((blocker) => blocker.statements);
  return (
    isQuarantine(denial.said.policyArn) ||
    statements.some((statement) => isQuarantine(statement.arn))
  );
}
