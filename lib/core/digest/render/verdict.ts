import { counted, grouped } from '../../alert/text/words';
import { NEWS } from '../decisions';
import type { Decision, Digest } from '../digest';

/** Whether to worry: what every form of a digest says first. */
export interface Verdict {
  /**
   * `now`: a finding of high severity, or a problem of high severity that is news; `today`: something is
   * to be decided or looked at; `none`: nothing.
   */
  readonly level: 'now' | 'today' | 'none';
  /** One sentence, without anything that comes from records. */
  readonly says: string;
  /** What the digest may not see, or what may hide from it; a sentence each. */
  readonly notes: readonly string[];
}

/** The only emoji of a digest: what it says is in the words, too. */
export const SIGNS: Readonly<Record<Verdict['level'], string>> = {
  now: '🔴',
  today: '🟠',
  none: '🟢',
};

/** Whether to worry about a day. */
export function verdictOf(digest: Digest): Verdict {
  const notes = notesOf(digest);
  const { total, shown } = digest.decisions;
  const high = shown.filter(({ severity }) => severity === 'high');
  const urgent = high.filter(isUrgent);
  if (urgent.length > 0) return { level: 'now', says: `Look now: ${highWords(urgent)}.`, notes };
  if (total > 0) {
    const things = `${counted(total, 'thing')} ${total === 1 ? 'needs' : 'need'} a decision`;
    const severe = high.length === 0 ? 'none' : grouped(high.length);
    const known = high.length === 0 ? '' : ', known from before';
    const says = `Look today: ${things}, ${severe} of high severity${known}.`;
    return { level: 'today', says, notes };
  }
  if (notes.length > 0)
    return { level: 'today', says: 'Look today, though nothing needs a decision.', notes };
  return { level: 'none', says: 'Nothing to worry about.', notes };
}

/** What has been there for days is no alarm each morning; the root user and strangers always are. */
function isUrgent(decision: Decision): boolean {
  if (decision.kind === 'finding') return true;
  const { reasons, problem } = decision;
  return reasons.includes('root') || reasons.includes('anonymous') || NEWS.has(problem.change);
}

function highWords(high: Digest['decisions']['shown']): string {
  const findings = high.filter(({ kind }) => kind === 'finding').length;
  const problems = high.length - findings;
  const words = [
    ...(findings === 0 ? [] : [counted(findings, 'finding')]),
    ...(problems === 0 ? [] : [counted(problems, 'problem')]),
  ];
  return `${words.join(' and ')} of high severity`;
}

function notesOf({ hidden, health }: Digest): readonly string[] {
  const hiding = hidden.entries
    .filter(({ growing }) => growing)
    .map(
      ({ entry, today, usual }) =>
        `Noise entry ${entry} hid ${grouped(today)}, usual is ${decimal(usual)}: look whether something hides behind it.`,
    );
  const dead = health.deadLetters ?? 0;
  return [
    ...hiding,
    ...(dead === 0
      ? []
      : [
          `${counted(dead, 'message')} ${dead === 1 ? 'lies' : 'lie'} in dead-letter queues: what is in them is not in this digest.`,
        ]),
    ...(health.events === 0
      ? ['No event was read on this day: what was denied would not have been seen.']
      : []),
  ];
}

/** With commas between thousands and at most one decimal: `1,234.5`. */
export function decimal(count: number): string {
  const tenths = Math.round(count * 10) % 10;
  return tenths === 0
    ? grouped(Math.round(count))
    : `${grouped(Math.trunc(count))}.${Math.abs(tenths)}`;
}
