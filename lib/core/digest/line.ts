import type { Digest } from './digest';

/** The day in one line. */
export function dayLine({
  quiet,
  counts,
  decisions,
}: Pick<Digest, 'quiet' | 'counts'> & { readonly decisions: number }): string {
  const { today, yesterday, problems, changes } = counts;
  const denials = `${amount(today, 'denial')} of ${amount(problems, 'problem')}`;
  if (today === 0 && quiet) return 'A quiet day: no denials, nothing to decide.';
  if (quiet) return `A quiet day: ${denials}; nothing new, nothing growing, nothing to decide.`;
  const news = (['new', 'reopened', 'growing'] as const)
    .filter((word) => changes[word] > 0)
    .map((word) => `${number(changes[word])} ${word}`);
  return [
    decisions === 0
      ? 'Nothing needs a decision'
      : `${amount(decisions, 'thing')} ${decisions === 1 ? 'needs' : 'need'} a decision`,
    ...(news.length === 0 ? [] : [news.join(', ')]),
    `${denials} (yesterday ${number(yesterday)}).`,
  ].join('; ');
}

function amount(count: number, word: string): string {
  return `${number(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** With commas between thousands. */
function number(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
