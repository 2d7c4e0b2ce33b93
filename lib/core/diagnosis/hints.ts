import type { Denial } from '../denial/denial';
import type { Evidence } from '../evidence/evidence';

/** A change of policies this short before a denial may not have reached every Region, in milliseconds. */
const PROPAGATION_MS = 5 * 60_000;

type Hint = (denial: Denial, evidence: Evidence) => string | null;

/**
 * What the record itself suggests about the caller. A hint is never a verdict.
 *
 * @param isExplained whether a policy is known to refuse the request: what would explain it otherwise is left out
 */
export function hintsOf(
  denial: Denial,
  evidence: Evidence,
  isExplained = false,
): readonly string[] {
  const hints = isExplained ? HINTS : [...HINTS, maybeNoSuchObject];
  return hints.flatMap((hint) => hint(denial, evidence) ?? []);
}

const HINTS: readonly Hint[] = [
  (denial) => {
    const identity = wrongIdentity(denial);
    return identity === null ? null : `wrong identity? ${identity}`;
  },
  sessionOfSdk,
  serviceForCaller,
  alsoNeeded,
  cutMessage,
  recentChange,
];

/** Why the caller may not be the one that was meant to call; null when nothing suggests that. */
export function wrongIdentity(denial: Denial): string | null {
  return instanceRoleInTask(denial) ?? nodeRoleInPod(denial);
}

/** EC2 names the session of an instance role after the instance. */
function isInstanceSession({ principal }: Denial): boolean {
  return /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(principal.sessionName ?? '');
}

function instanceRoleInTask(denial: Denial): string | null {
  if (!isInstanceSession(denial) || denial.userAgent?.includes('AWS_ECS') !== true) return null;
  return 'the caller runs in an ECS task but uses the role of its EC2 instance: it looks as if the task has no task role of its own';
}

const KUBERNETES_AGENTS = ['kubernetes', 'k8s', 'eks', 'karpenter', 'external-dns', 'cert-manager'];

function nodeRoleInPod(denial: Denial): string | null {
  if (!isInstanceSession(denial)) return null;
  const agent = (denial.userAgent ?? '').toLowerCase();
  const role = (denial.principal.arn ?? '').toLowerCase();
  const isNode =
    role.includes('nodeinstance') || role.includes('node-group') || role.includes('nodegroup');
  if (!isNode && !KUBERNETES_AGENTS.some((name) => agent.includes(name))) return null;
  return 'the caller looks like a pod that uses the role of its node: a role for its service account (EKS Pod Identity or IRSA) was probably meant';
}

function serviceForCaller({ principal }: Denial): string | null {
  if (principal.invokedBy === null || principal.arn === null || principal.serviceLinked)
    return null;
  return `${principal.invokedBy} made the call on the caller's behalf, with the caller's permissions`;
}

function cutMessage({ said }: Denial): string | null {
  return said.encodedMessage?.cut === true
    ? 'the encoded authorization message was cut (CloudTrail keeps 1 KB), so it cannot be decoded'
    : null;
}

function recentChange({ time }: Denial, { facts }: Evidence): string | null {
  const [change] = facts?.recentChanges ?? [];
  if (change === undefined || time === null) return null;
  const age = Date.parse(time) - Date.parse(change.time);
  if (!(age >= 0 && age <= PROPAGATION_MS)) return null;
  return `${change.by} changed ${change.what} at ${change.time} (${change.eventName}), shortly before the denial: that may not have reached every Region yet`;
}

/** The change that was on its way when the request was refused, as a sentence; null when none is known. */
export function afterEarlierChange(denial: Denial, evidence: Evidence): string | null {
  const change = recentChange(denial, evidence);
  return change === null ? null : `${change.charAt(0).toUpperCase()}${change.slice(1)}.`;
}

/** Names that SDKs and the AWS CLI give to the session of a profile with `role_arn`. */
const SDK_SESSION =
  /^(?:botocore-session-\d{1,20}|aws-go-sdk-\d{1,20}|aws-sdk-js-(?:session-)?\d{1,20}|AWSCLI-Session)$/;

function sessionOfSdk({ principal }: Denial): string | null {
  if (!SDK_SESSION.test(principal.sessionName ?? '')) return null;
  return 'the session was made by an SDK or the AWS CLI from a profile with role_arn: the policies of the user behind it do not count, only those of the role';
}

/** Where AWS does not name the action, the refused one may be another that the same call needs. */
function alsoNeeded({ alsoNeeds = [], said }: Denial): string | null {
  return alsoNeeds.length === 0 || said.action !== null
    ? null
    : `the same call also needs ${alsoNeeds.join(' and ')}, and AWS does not say which one was refused`;
}

const OBJECT_READS: ReadonlySet<string> = new Set(['s3:GetObject', 's3:GetObjectVersion']);

/**
 * S3 hides from callers without s3:ListBucket that an object does not exist, and says no more than
 * `Access Denied` where it is encrypted with a key that the caller may not use.
 *
 * Follows: S3 API Reference, GetObject, "Permissions"; S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors".
 */
export function maybeNoSuchObject({ action, said }: Denial): string | null {
  if (!OBJECT_READS.has(action ?? '') || said.effect !== null || said.policyType !== null)
    return null;
  return 'S3 also answers so for an object that does not exist, if the caller may not list the bucket, and for one whose encryption key or owner keeps the caller out';
}
