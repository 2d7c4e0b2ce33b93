import type { FindingRule } from '../rule';

/**
 * Actions that end what an account records of itself or what limits it.
 *
 * Follows: MITRE ATT&CK T1562.008, "Impair Defenses: Disable or Modify Cloud Logs", and the actions that
 * AWS's example service control policies protect.
 */
const ACTIONS: ReadonlySet<string> = new Set(
  [
    'access-analyzer:DeleteAnalyzer',
    'cloudtrail:DeleteEventDataStore',
    'cloudtrail:DeleteTrail',
    'cloudtrail:PutEventSelectors',
    'cloudtrail:StopLogging',
    'cloudtrail:UpdateTrail',
    'config:DeleteConfigurationRecorder',
    'config:DeleteDeliveryChannel',
    'config:StopConfigurationRecorder',
    'ec2:DeleteFlowLogs',
    'guardduty:DeleteDetector',
    'guardduty:DisassociateFromAdministratorAccount',
    'guardduty:UpdateDetector',
    'iam:DeleteRolePermissionsBoundary',
    'iam:DeleteUserPermissionsBoundary',
    'organizations:DeletePolicy',
    'organizations:DetachPolicy',
    'organizations:DisablePolicyType',
    'organizations:LeaveOrganization',
    'securityhub:DisableSecurityHub',
  ].map((action) => action.toLowerCase()),
);

/** Somebody was refused to turn off logging or a guardrail. One attempt is enough. */
export const guardrailTampering: FindingRule = {
  kind: 'guardrailTampering',
  severity: 'high',
  steps: [
    'Ask whoever it was at once: in daily work only the tool that manages the account does this.',
    'If nobody knows of it: disable the credential and revoke its sessions (AWSRevokeOlderSessions).',
    'Check that the logs and guardrails of the account are still on.',
  ],
  fires: ({ event, observed }) => {
    const { principal, readOnly } = observed.denial;
    if (event.action === null || readOnly === true || principal.serviceLinked) return null;
    if (!ACTIONS.has(event.action.toLowerCase())) return null;
    return {
      about: event.action,
      headline: `${event.action} was refused: it can turn off logging or a guardrail`,
      why: `${event.action} can end what the account records of itself or what limits it. It was refused, and somebody tried.`,
      events: [event],
    };
  },
};
