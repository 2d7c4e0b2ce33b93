import type { Digest } from './digest';

/**
 * The day in one line.
 *
 * @param hiding noise entries that hid far more than usual
 */
export function dayLine({
  quiet,
  counts,
  decisions,
  hiding,
}: Pick<Digest, 'quiet' | 'counts' | 'decisions'> & { readonly hiding: number }): string {
  const { today, yesterday, problems, changes } = counts;
  const denials = `${amount(today, 'denial')} of ${amount(problems, 'problem')}`;
  if (today === 0 && quiet) return 'A quiet day: no denials, nothing to decide.';
  if (quiet) return `A quiet day: ${denials}; nothing new, nothing growing, nothing to decide.`;
  const news = (['new', 'reopened', 'growing'] as const)
    .filter((word) => changes[word] > 0)
    .map((word) => `${number(changes[word])} ${word}`);
  return [
    toDecide(decisions),
    ...(news.length === 0 ? [] : [news.join(', ')]),
    ...(hiding === 0 ? [] : ['more hidden as noise than usual']),
    `${denials} (yesterday ${number(yesterday)}).`,
  ].join('; ');
}

function toDecide({ shown, total }: Digest['decisions']): string {
  if (total === 0) return 'Nothing needs a decision';
  const high = shown.filter(({ severity }) => severity === 'high').length;
  const things = `${amount(total, 'thing')} ${total === 1 ? 'needs' : 'need'} a decision`;
  return high === 0 ? things : `${things}, ${number(high)} of high severity`;
}

function amount(count: number, word: string): string {
  return `${number(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** With commas between thousands. */
function number(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
