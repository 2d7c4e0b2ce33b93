import { moreWords, stormWords, type StormPost } from './storm';
import { visible, oneLine } from './text/visible';

/** The summary of a storm as plain text, ending with a line break. */
export function renderStormText(post: StormPost): string {
  const { sign, headline, says, lines } = stormWords(post);
  const high = lines.filter(({ isHigh }) => isHigh);
  const other = lines.filter(({ isHigh }) => !isHigh);
  const more = moreWords(stormWords(post));
  const parts = [
    `${sign} ${headline}`,
    says,
    list('High severity', high),
    list(high.length === 0 ? '' : 'The others', other),
    more,
  ];
  return `${parts
    .filter((part) => part !== '')
    .map((part) => part.split('\n').map(visible).join('\n'))
    .join('\n\n')}\n`;
}

function list(label: string, lines: readonly { readonly headline: string }[]): string {
  if (lines.length === 0) return '';
  const items = lines.map(({ headline }) => `- ${headline}`);
  return [...(label === '' ? [] : [`${label}:`]), ...items].join('\n');
}

const NAME = 64;
const HEADLINE = 220;

/** The summary of a storm for programs. Bounded: at most twenty problems are named. */
export function stormJson(post: StormPost): Readonly<Record<string, unknown>> {
  const { phase, storm, caller } = post;
  const { id, since, last, folded, lines } = storm;
  return {
    schemaVersion: 1,
    kind: 'storm',
    storm: oneLine(id, HEADLINE),
    phase,
    caller: caller === null ? null : oneLine(caller, NAME),
    since: oneLine(since, NAME),
    last: oneLine(last, NAME),
    problems: folded,
    named: lines.map(({ groupId, headline, principal, severity }) => ({
      group: oneLine(groupId, NAME),
      headline: oneLine(headline, HEADLINE),
      principal: oneLine(principal, NAME),
      severity: oneLine(severity, NAME),
    })),
    text: renderStormText(post),
  };
}
