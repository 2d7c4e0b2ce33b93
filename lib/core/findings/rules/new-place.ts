import { networkOf } from '../activity';
import type { FindingRule } from '../rule';

/** A user's key is refused something from a network from which this caller was never met, though it is known for long. */
export const newPlace: FindingRule = {
  kind: 'newPlace',
  severity: 'medium',
  steps: [
    'Ask the owner whether they work from there.',
    'If not: disable the access key and issue a new one.',
  ],
  fires: ({ before, event, thresholds: { newPlace: limit }, observed }) => {
    // A role's callers move with the machines that run them; a user's key should not.
    if (before === null || observed.denial.principal.type !== 'user') return null;
    const network = networkOf(event.sourceIpAddress);
    const known = Object.keys(before.networks);
    if (network === null || known.length === 0 || Object.hasOwn(before.networks, network))
      return null;
    if (event.at - Date.parse(before.first) < limit.knownMs) return null;
    const days = Math.round(limit.knownMs / 86_400_000);
    return {
      about: network,
      headline: `A user was refused from a new network, ${network}`,
      why: `It has been met for more than ${days} days from ${known.slice(0, 5).join(', ')}${known.length > 5 ? ' and others' : ''}, and never from ${network}.`,
      events: [event],
    };
  },
};
