import type { FindingRule } from '../rule';

/** One caller is refused many different resources of one kind with the same action. */
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
    if (event.family === null || type === 'service' || serviceLinked) return null;
    const alike = window.filter(
      ({ family, action }) => family === event.family && action === event.action,
    );
    const resources = new Set(alike.map(({ resource }) => resource));
    if (resources.size < limit.resources) return null;
    const minutes = Math.round(windowMs / 60_000);
    const action = event.action ?? 'One action';
    return {
      about: `${action}|${event.family}`,
      headline: `${action} was refused on ${resources.size} different resources within ${minutes} minutes`,
      why: `One caller tried at least ${limit.resources} different resources under ${event.family} within ${minutes} minutes and was refused each.`,
      events: alike,
    };
  },
};
