import { networkOf, type WindowEvent } from '../activity';
import type { FindingRule } from '../rule';

/** EC2 names the session of an instance's role after the instance. */
const INSTANCE = /^i-[0-9a-f]{8,17}$/;

/**
 * The credentials of an instance are used from two networks at the same time, by different programs: one
 * of the two is not the instance. An instance whose address changes keeps its programs, so a new network
 * with a user agent that was met before says nothing.
 *
 * Follows: GuardDuty's UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration, as far as CloudTrail alone shows it.
 */
export const credentialOutside: FindingRule = {
  kind: 'credentialOutside',
  severity: 'high',
  steps: [
    'Compare both addresses with those of the instance: one of the two is not its own.',
    'If it is not yours: revoke the sessions of the role (AWSRevokeOlderSessions) and isolate the instance.',
    'Require IMDSv2 on the instance, and look in CloudTrail for what the other address was allowed.',
  ],
  fires: ({ window, event, observed, thresholds: { windowMs } }) => {
    const { denial, occurrence } = observed;
    const { principal, vpcEndpointId } = denial;
    const session = occurrence.session ?? '';
    if (principal.type !== 'role' || principal.invokedBy !== null || vpcEndpointId !== null)
      return null;
    const network = networkOf(event.sourceIpAddress);
    if (!INSTANCE.test(session) || network === null) return null;
    const elsewhere = window.filter((other) => isElsewhere(other, event, network));
    const known = window.some((other) => isOwnProgram(other, event, network));
    const [first] = elsewhere;
    if (first === undefined || known) return null;
    const minutes = Math.round(windowMs / 60_000);
    const from = networkOf(first.sourceIpAddress) ?? '';
    return {
      about: session,
      headline: `The credentials of instance ${session} were used from two networks, ${from} and ${network}`,
      why: `The same temporary access key was used from both within ${minutes} minutes, by different programs. An instance has one address at a time.`,
      events: [...elsewhere, event],
    };
  },
};

function isElsewhere(other: WindowEvent, event: WindowEvent, network: string): boolean {
  const from = networkOf(other.sourceIpAddress);
  return from !== null && from !== network && isSameKey(other, event);
}

/** The same program was met elsewhere, or says nothing of itself: the instance's address may have changed. */
function isOwnProgram(other: WindowEvent, event: WindowEvent, network: string): boolean {
  if (!isElsewhere(other, event, network)) return false;
  const { userAgent } = event;
  return userAgent === null || other.userAgent === null || other.userAgent === userAgent;
}

function isSameKey({ accessKeyId }: WindowEvent, event: WindowEvent): boolean {
  return accessKeyId !== null && accessKeyId === event.accessKeyId;
}
