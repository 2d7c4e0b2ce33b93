import type { FindingRule } from '../rule';

/**
 * Actions that hand out a credential, a secret or a way into a machine, one resource at a time. Only of
 * these: a program whose policy lacks a bucket is refused on many objects, and that is no attack.
 *
 * Follows: MITRE ATT&CK TA0006 "Credential Access", GuardDuty's CredentialAccess:IAMUser/AnomalousBehavior,
 * and the techniques of Stratus Red Team for AWS.
 */
const ACTIONS: ReadonlySet<string> = new Set(
  [
    'ec2:DescribeInstanceAttribute',
    'ec2:GetConsoleOutput',
    'ec2:GetPasswordData',
    'ec2:ModifySnapshotAttribute',
    'ec2-instance-connect:SendSSHPublicKey',
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UpdateLoginProfile',
    'lambda:GetFunction',
    'rds:ModifyDBSnapshotAttribute',
    'rds-db:connect',
    'secretsmanager:BatchGetSecretValue',
    'secretsmanager:GetSecretValue',
    'ssm:GetParameter',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:SendCommand',
    'ssm:StartSession',
    'sts:AssumeRole',
  ].map((action) => action.toLowerCase()),
);

/** One caller is refused many different secrets, machines or roles with the same action. */
export const bruteForce: FindingRule = {
  kind: 'bruteForce',
  severity: 'high',
  steps: [
    'Ask the owner of the caller whether a program walks through these resources.',
    'If not: disable the credential and revoke its sessions (AWSRevokeOlderSessions).',
    'Look in CloudTrail for resources of the same kind that it was allowed.',
  ],
  fires: ({ window, event, thresholds: { bruteForce: limit, windowMs }, observed }) => {
    const { type, serviceLinked } = observed.denial.principal;
    const { action, family } = event;
    if (action === null || family === null || type === 'service' || serviceLinked) return null;
    if (!ACTIONS.has(action.toLowerCase())) return null;
    const alike = window.filter((one) => one.family === family && one.action === action);
    const resources = new Set(alike.map(({ resource }) => resource));
    if (resources.size < limit.resources) return null;
    const minutes = Math.round(windowMs / 60_000);
    return {
      about: `${action}|${family}`,
      headline: `${action} was refused on ${resources.size} different resources within ${minutes} minutes`,
      why: `One caller tried at least ${limit.resources} different resources under ${family} within ${minutes} minutes and was refused each.`,
      events: alike,
    };
  },
};
