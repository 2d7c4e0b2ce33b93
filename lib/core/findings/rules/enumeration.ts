import type { FindingRule } from '../rule';

/** Many different actions of many services are refused to one caller: somebody finds out what a credential can do. */
export const enumeration: FindingRule = {
  kind: 'enumeration',
  severity: 'high',
  steps: [
    'Ask the owner of the caller whether this was a scan of theirs.',
    'If not: disable the credential and revoke its sessions (AWSRevokeOlderSessions).',
    'Look in CloudTrail for what the same credential was allowed.',
  ],
  fires: ({ window, thresholds: { enumeration: limit, windowMs }, observed }) => {
    // AWS's own services look at everything by design.
    const { type, serviceLinked } = observed.denial.principal;
    if (type === 'service' || serviceLinked) return null;
    const actions = new Set(window.flatMap(({ action }) => (action === null ? [] : [action])));
    const services = new Set(window.flatMap(({ service }) => (service === null ? [] : [service])));
    if (actions.size < limit.actions || services.size < limit.services) return null;
    const minutes = Math.round(windowMs / 60_000);
    return {
      about: '',
      headline: `${actions.size} different actions of ${services.size} services were refused within ${minutes} minutes`,
      why: `One caller was refused at least ${limit.actions} different actions of at least ${limit.services} services within ${minutes} minutes: so does a tool that finds out what a credential can do.`,
      events: window,
    };
  },
};
