import type { EvidenceSource } from '../diagnosis/diagnosis';
import { plainLine } from './fix/difference';
import { groupWords } from './group-facts';
import type { AlertMessage } from './message';
import type { CopyForm } from './slack/actions';
import { arrange, type Slot } from './slack/arrange';
import { code, section } from './slack/blocks';
import { FORM_WORDS } from './slack/buttons';
import { bold, codeText, mrkdwn } from './slack/mrkdwn';
import { checkSlot, formSlots, lines, prose, quoteSlot } from './slack/parts';
import { firstBold, slackText, type SlackGroupInput, type SlackGroupMessage } from './slack-group';
import { FIX_NOTICE } from './text/cut-lines';
import { oneLine } from './text/visible';
import { counted, sentence, times, utc } from './text/words';

/** The first reply in a message's thread: the change in all its forms, the quoted statement, all evidence. */
export function renderSlackDetails(alert: AlertMessage): SlackGroupMessage {
  return {
    text: 'Details',
    blocks: arrange([
      ...formSlots(alert),
      quoteSlot(alert),
      ...evidenceSlots(alert),
      checkSlot(alert),
    ]),
  };
}

/** Everything that is known of the last denial, for those who want to see for themselves. */
export function renderSlackEvidence(alert: AlertMessage): SlackGroupMessage {
  return {
    text: 'Full evidence',
    blocks: arrange([...evidenceSlots(alert), ...requestSlots(alert), quoteSlot(alert)]),
  };
}

/** The fix in one form, to be pasted. */
export function renderSlackCopy({ fix }: AlertMessage, form: CopyForm): SlackGroupMessage {
  if (fix === null) {
    const says = 'There is nothing to copy: no policy is to be changed.';
    return { text: says, blocks: arrange([{ rank: 0, block: section(prose(says)) }]) };
  }
  const slots = fix.changes.map((change): Slot => {
    const text = change[form].trimEnd().split('\n').map(plainLine);
    const label = `${bold(FORM_WORDS[form])}  ${prose(change.where)}`;
    return { rank: 0, block: code(label, text, FIX_NOTICE) };
  });
  return { text: `The fix as ${FORM_WORDS[form]}`, blocks: arrange(slots) };
}

/** When the thread was told of repeats, and of how many denials. */
export interface Told {
  /** ISO 8601. */
  readonly at: string;
  readonly count: number;
}

/**
 * What the thread is told about a change; null when the message itself says it all.
 *
 * @param told what it was told before, for the difference
 */
export function renderSlackNews(input: SlackGroupInput, told: Told): SlackGroupMessage | null {
  const { alert, group, reason } = input;
  const { news, state } = groupWords(group, reason);
  switch (reason) {
    case 'first':
      return null;
    case 'escalated':
      return news === null ? null : broadcast(alert, news);
    case 'reopened':
      return broadcast(alert, state ?? 'It occurs again.');
    case 'answered':
      return state === null ? null : note(state, [firstBold(state)]);
    case 'betterDiagnosis': {
      const says = `The diagnosis is new. ${sentence(alert.why)}`;
      return note(says, [`${bold('The diagnosis is new')}  ${prose(alert.why)}`]);
    }
    case 'repeats':
      return repeats(group.count, told);
  }
}

/** Shown in the channel too, where nobody sees what it answers: with the headline. */
function broadcast(alert: AlertMessage, news: string): SlackGroupMessage {
  const text = slackText(alert, news);
  return note(text, [firstBold(news), mrkdwn(alert.headline)]);
}

function repeats(count: number, told: Told): SlackGroupMessage | null {
  const more = count - told.count;
  if (more <= 0) return null;
  const since = utc(told.at);
  const after = since === null ? '' : ` since ${since.day} ${since.time} UTC`;
  const says = `${counted(more, 'more denial')}${after}, ${times(count)} in all.`;
  return note(says, [prose(says)]);
}

function note(text: string, paragraphs: readonly string[]): SlackGroupMessage {
  const slots = [{ rank: 0, block: section(lines(...paragraphs)) }];
  return { text: codeText(oneLine(text, 300)), blocks: arrange(slots) };
}

const SOURCES: Readonly<Record<EvidenceSource, string>> = {
  authorizationDetails: "AWS's authorization details",
  decodedMessage: 'the decoded authorization message',
  errorMessage: "AWS's error message",
  simulator: 'the policy simulator',
  policies: 'the collected policies',
  record: 'the CloudTrail record',
};

const SENTENCE = 600;
const MOST = 20;

function evidenceSlots({ sure, source }: AlertMessage): readonly Slot[] {
  const { evidence, gaps } = source.explained.diagnosis;
  const said = evidence.map(
    ({ source: from, says }) => `${SOURCES[from]}: ${oneLine(says, SENTENCE)}`,
  );
  return [
    listSlot(2, `${sure.word} by`, said),
    listSlot(
      3,
      'Not looked at',
      gaps.map((gap) => oneLine(gap, SENTENCE)),
    ),
  ];
}

function listSlot(rank: number, label: string, items: readonly string[]): Slot {
  const listed = items.slice(0, MOST).map((item) => `• ${prose(item)}`);
  const more = items.length > MOST ? `• and ${items.length - MOST} more` : '';
  return { rank, block: section(items.length === 0 ? '' : lines(bold(label), ...listed, more)) };
}

const FIELD = 1000;

/** The request as the record has it, field by field. */
function requestSlots({ source }: AlertMessage): readonly Slot[] {
  const { denial, explained } = source;
  const { principal, resource } = denial;
  const fields: readonly (readonly [string, string | null])[] = [
    ['verdict', explained.diagnosis.verdict],
    ['layer', explained.diagnosis.layer],
    ['cause', explained.diagnosis.cause],
    ['event', denial.eventId],
    ['time', denial.time],
    ['account', denial.accountId],
    ['Region', denial.region],
    ['principal', principal.arn],
    ['session', principal.sessionArn],
    ['action', denial.action],
    ['resource', resource.arn],
    ['error', denial.errorCode],
    ['message', denial.errorMessage],
    ['from', denial.sourceIpAddress],
    ['agent', denial.userAgent],
    ...[...denial.context].flatMap(([key, value]): [string, string][] =>
      value.state === 'known' ? [[key, value.values.slice(0, MOST).join(', ')]] : [],
    ),
  ];
  const shown = fields.flatMap(([name, value]) =>
    value === null || value === ''
      ? []
      : [plainLine(`${oneLine(name, 80)}: ${oneLine(value, FIELD)}`)],
  );
  return [{ rank: 1, block: code(bold('Request'), shown, 'see the CloudTrail event') }];
}
