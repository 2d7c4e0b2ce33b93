import type { Denial } from '../denial/denial';
import type { Evidence } from '../evidence/evidence';

/** A change of policies this short before a denial may not have reached every Region, in milliseconds. */
const PROPAGATION_MS = 5 * 60_000;

type Hint = (denial: Denial, evidence: Evidence) => string | null;

/** What the record itself suggests about the caller. A hint is never a verdict. */
export function hintsOf(denial: Denial, evidence: Evidence): readonly string[] {
  return HINTS.flatMap((hint) => hint(denial, evidence) ?? []);
}

const HINTS: readonly Hint[] = [
  instanceRoleInTask,
  nodeRoleInPod,
  serviceForCaller,
  cutMessage,
  recentChange,
];

/** EC2 names the session of an instance role after the instance. */
function isInstanceSession({ principal }: Denial): boolean {
  return /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(principal.sessionName ?? '');
}

function instanceRoleInTask(denial: Denial): string | null {
  if (!isInstanceSession(denial) || denial.userAgent?.includes('AWS_ECS') !== true) return null;
  return 'wrong identity? the caller runs in an ECS task but uses the role of its EC2 instance: it looks as if the task has no task role of its own';
}

const KUBERNETES_AGENTS = ['kubernetes', 'k8s', 'eks', 'karpenter', 'external-dns', 'cert-manager'];

function nodeRoleInPod(denial: Denial): string | null {
  if (!isInstanceSession(denial)) return null;
  const agent = (denial.userAgent ?? '').toLowerCase();
  const role = (denial.principal.arn ?? '').toLowerCase();
  const isNode =
    role.includes('nodeinstance') || role.includes('node-group') || role.includes('nodegroup');
  if (!isNode && !KUBERNETES_AGENTS.some((name) => agent.includes(name))) return null;
  return 'wrong identity? the caller looks like a pod that uses the role of its node: a role for its service account (EKS Pod Identity or IRSA) was probably meant';
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
  return `${change.by} changed ${change.what} at ${change.time} (${change.eventName}), shortly before: it may not have reached every Region yet`;
}
