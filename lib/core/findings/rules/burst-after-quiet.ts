import type { FindingRule } from '../rule';

/** A caller that was refused nothing for long is refused much within the window. */
export const burstAfterQuiet: FindingRule = {
  kind: 'burstAfterQuiet',
  severity: 'medium',
  steps: [
    'Look whether the caller was deployed anew, or whether its policies were changed.',
    'If neither: ask its owner, and look in CloudTrail for what else it did.',
  ],
  fires: ({ before, window, thresholds: { burst, windowMs } }) => {
    const oldest = window[0];
    if (before === null || oldest === undefined || window.length < burst.denials) return null;
    // What it was before the burst began: its last denial that is not in the window.
    const quietSince = before.quietSince === null ? Number.NaN : Date.parse(before.quietSince);
    if (!(oldest.at - quietSince >= burst.quietMs)) return null;
    const days = Math.floor((oldest.at - quietSince) / 86_400_000);
    return {
      about: '',
      headline: `${window.length} denials within ${Math.round(windowMs / 60_000)} minutes after ${days} days without one`,
      why: `The caller was refused nothing for ${days} days, and then at least ${burst.denials} requests at once.`,
      events: window,
    };
  },
};
