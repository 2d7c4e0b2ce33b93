import { USER_KEY } from '../activity';
import type { FindingRule } from '../rule';

/** An access key of a user is refused something for the first time in months. */
export const longUnusedKey: FindingRule = {
  kind: 'longUnusedKey',
  severity: 'medium',
  steps: [
    'Ask the owner whether they use this key again.',
    'If not: disable it. A key that nobody used for so long should be deleted anyway.',
  ],
  fires: ({ before, event, thresholds: { unusedKey } }) => {
    const { accessKeyId } = event;
    if (before === null || accessKeyId?.startsWith(USER_KEY) !== true) return null;
    const span = Object.hasOwn(before.keys, accessKeyId) ? before.keys[accessKeyId] : undefined;
    if (span === undefined) return null;
    const unused = event.at - Date.parse(span.last);
    if (!(unused >= unusedKey.unusedMs)) return null;
    const days = Math.floor(unused / 86_400_000);
    return {
      about: accessKeyId,
      headline: `The access key ${accessKeyId} was refused something for the first time in ${days} days`,
      why: `It was last refused something on ${span.last.slice(0, 10)}; what it was allowed meanwhile is not known here (see its last use in IAM).`,
      events: [event],
    };
  },
};
