import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderAmazonQ } from '../../lib/core/alert/amazon-q';
import { renderMarkdown } from '../../lib/core/alert/markdown';
import { alertMessage, type AlertMessage } from '../../lib/core/alert/message';
import { COPY_FORMS } from '../../lib/core/alert/slack/actions';
import { renderSlack } from '../../lib/core/alert/slack';
import { renderSlackAlone, renderSlackGroup } from '../../lib/core/alert/slack-group';
import {
  renderSlackCopy,
  renderSlackDetails,
  renderSlackEvidence,
} from '../../lib/core/alert/slack-thread';
import { renderSns } from '../../lib/core/alert/sns';
import { renderSnsPost } from '../../lib/core/alert/sns-post';
import { renderSummary, summaryProblem } from '../../lib/core/alert/summary';
import { renderTeams } from '../../lib/core/alert/teams';
import { renderTerminal, renderText } from '../../lib/core/alert/terminal';
import { renderWebhook } from '../../lib/core/alert/webhook';
import type { Denial } from '../../lib/core/denial/denial';
import type { EvidenceSources } from '../../lib/core/evidence/sources';
import { fingerprint } from '../../lib/core/group/fingerprint';
import { readItems } from '../../lib/core/record/read';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { explainOne } from '../../lib/cli/commands/explain';
import { denialsOf, type Found } from '../../lib/cli/denials';
import { toErrorLine, toExplanation, type ExplainedDenial } from '../../lib/cli/explanation';
import { parseSnapshot } from '../../lib/local/snapshot/parse-snapshot';
import { SnapshotPolicies } from '../../lib/local/snapshot/snapshot-policies';
import { groupFacts } from '../core/alert/posts';
import { markdownProblems } from '../support/markdown-problems';
import { cardProblems } from '../support/receivers/teams-card';
import { slackProblems } from '../support/slack-blocks';

const NOTHING: EvidenceSources = {
  authorizationDetails: null,
  decoder: null,
  simulator: null,
  policies: null,
  whyAbsent: 'no policies were looked at',
};

/** The policies of the sample week: its callers are found in them, whatever else a record says. */
function sampleSources(): EvidenceSources {
  const file = path.join(__dirname, '../../samples/one-week/snapshot.json');
  return { ...NOTHING, policies: new SnapshotPolicies(parseSnapshot(readFileSync(file, 'utf8'))) };
}

const SOURCES = [NOTHING, sampleSources()] as const;

/**
 * Takes an input the whole way, from its text to what each channel shows, without policies and with those
 * of the sample week, and says what is wrong with what comes out; empty when nothing is. Throws what
 * Denywatch throws, which is as wrong.
 */
export async function wrongWith(text: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const item of readItems(text)) {
    for (const found of denialsOf(item, serviceReference)) {
      problems.push(...(found.kind === 'denial' ? await ofDenial(found.denial) : ofOther(found)));
    }
  }
  const foreign = Object.getOwnPropertyNames(Object.prototype).filter((name) => !NATIVE.has(name));
  if (foreign.length > 0) problems.push(`Object.prototype has ${foreign.join(', ')}`);
  return problems;
}

const NATIVE = new Set(Object.getOwnPropertyNames(Object.prototype));

/** An error goes to a terminal too; why a record is no denial is shown to nobody. */
function ofOther(found: Exclude<Found, { readonly kind: 'denial' }>): readonly string[] {
  if (found.kind === 'notDenial') return [];
  const { error } = toErrorLine(found);
  return typeof error === 'string' ? named('error', unseen(error)) : ['error: is no text'];
}

async function ofDenial(denial: Denial): Promise<readonly string[]> {
  const problems = named('group', fingerprint(denial).startsWith('v1|') ? [] : ['has no key']);
  for (const sources of SOURCES) {
    const explained = await explainOne(denial, sources, new Map());
    const { time } = denial;
    const occurrences = { count: 3, first: time, last: time };
    const alert = alertMessage({ denial, explained: explained.explained, occurrences });
    problems.push(...ofTexts(alert, explained), ...ofSlack(alert), ...ofChannels(alert));
  }
  return problems;
}

function ofTexts(alert: AlertMessage, explained: ExplainedDenial): readonly string[] {
  const screen = { width: 80, colour: false, unicode: true };
  const ascii = renderTerminal(alert, { ...screen, unicode: false });
  const summary = { problems: [summaryProblem(alert, 3)], known: 0, ordinary: 1 };
  const text = renderText(alert);
  return [
    ...named('text', unseen(text)),
    ...named('terminal', unseen(renderTerminal(alert, screen))),
    ...named('terminal', /^\p{ASCII}*$/u.test(ascii) ? unseen(ascii) : ['is not ASCII']),
    ...named(
      'summary',
      unseen(
        renderSummary(
          { ...summary, unreadable: 0, digestOnly: 0, hidden: new Map([[text, 1]]) },
          screen,
        ),
      ),
    ),
    ...named('markdown', markdownProblems(renderMarkdown(alert))),
    ...named('json', notJson(JSON.stringify(toExplanation(explained, text)))),
  ];
}

function ofSlack(alert: AlertMessage): readonly string[] {
  const input = { alert, group: groupFacts(), reason: 'first' } as const;
  const messages = [
    renderSlack(alert),
    renderSlackGroup(input, true),
    renderSlackAlone(input),
    renderSlackDetails(alert),
    renderSlackEvidence(alert),
    ...COPY_FORMS.map((form) => renderSlackCopy(alert, form)),
  ];
  return messages.flatMap((message) => named('slack', slackProblems(message)));
}

function ofChannels(alert: AlertMessage): readonly string[] {
  const group = groupFacts();
  const post = { kind: 'alert', id: 'g:1:first', reason: 'first', mayBeThere: false } as const;
  const asked = { ...post, alert, group };
  const teams = renderTeams(asked);
  const { body } = renderWebhook(asked);
  return [
    ...named('teams', cardProblems(teams.attachments[0].content)),
    ...named('amazonQ', markdownOfAmazonQ(JSON.stringify(renderAmazonQ(asked)))),
    ...named('webhook', notJson(body)),
    ...[renderSns(alert), renderSnsPost(asked)].flatMap((message) => [
      ...named('subject', subject(message.subject)),
      ...named('e-mail', unseen(message.bodies.default)),
      ...named('sqs', notJson(message.bodies['sqs'] ?? '')),
      ...named('attributes', unseen(Object.values(message.attributes).join(''))),
      ...(JSON.stringify(message).length > 262_144 ? ['sns: is too large'] : []),
    ]),
  ];
}

/** The subject of an e-mail: one line of ASCII of at most 99 characters, as SNS takes it. */
function subject(text: string): readonly string[] {
  return /^[!-~](?:[ -~]{0,97}[!-~])?$/.test(text) ? [] : [`is ${JSON.stringify(text)}`];
}

/** Slack or Teams shows it: no angle brackets, so no mention and no link with another text. */
function markdownOfAmazonQ(json: string): readonly string[] {
  return /[<>]/.test(json) ? [`has an angle bracket: ${json}`] : notJson(json);
}

function notJson(json: string): readonly string[] {
  try {
    JSON.parse(json);
    return json.length > 2_000_000 ? [`has ${json.length} characters`] : [];
  } catch (error) {
    return [`is no JSON: ${String(error)}`];
  }
}

/** Characters that steer a terminal or a mail, or cannot be seen. */
function unseen(text: string): readonly string[] {
  const found = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text.replaceAll('\n', ''));
  if (found === null) return [];
  const code = found[0].codePointAt(0)?.toString(16) ?? '';
  return [`has U+${code.padStart(4, '0')}: ${JSON.stringify(text)}`];
}

function named(where: string, problems: readonly string[]): string[] {
  return problems.map((problem) => `${where} ${problem}`);
}
