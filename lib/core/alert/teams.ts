import type { GroupFacts, Post, PostReason } from '../channel';
import { plainLine } from './fix/difference';
import { groupWords, newsWords } from './group-facts';
import { commandLines } from './look/shell';
import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { moreWords, stormWords, type StormPost } from './storm';
import { gapTexts, REVIEW, sureText } from './story';
import {
  codeBlock,
  openUrl,
  paragraph,
  type AdaptiveCard,
  type CardAction,
  type CardElement,
} from './teams/card';
import { cutLines, FIX_NOTICE, QUOTE_NOTICE } from './text/cut-lines';
import { toPhrase, type Phrase } from './text/phrase';
import { utf8Length } from './text/utf8';

/** What a Workflows webhook takes. */
export interface TeamsMessage {
  readonly type: 'message';
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive';
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
}

/** Bytes of a message: Teams takes 28 KB, of which some are its own. */
export const MOST_CARD_BYTES = 26_000;
/** Teams shows six buttons. */
const MOST_LINKS = 4;

/**
 * A post as an Adaptive Card. Its text is in runs, in which Teams reads no Markdown. What does not fit
 * is left out, the forms of the fix first, and the card says so.
 *
 * Follows: Adaptive Cards schema 1.5; Microsoft Teams, "Create incoming webhooks with Workflows",
 * "CodeBlock in Adaptive Cards".
 */
export function renderTeams(post: Post): TeamsMessage {
  if (post.kind === 'storm') return teamsMessage(stormBody(post), []);
  const { alert, group, reason } = post;
  const head = headOf(alert, group, reason);
  const fix = fixElements(alert, MOST_LINES);
  const small = smallElements(alert);
  const links = alert.links.slice(0, MOST_LINKS).map(openUrl);
  const forms = showCard('The fix as JSON, CDK, Terraform', formElements(alert));
  const evidence = showCard('Evidence', evidenceElements(alert));
  const short = [...head, ...fixElements(alert, FEW_LINES), ...CUT];
  const sizes: readonly TeamsMessage[] = [
    teamsMessage([...head, ...fix, ...small], [...links, ...forms, ...evidence]),
    teamsMessage([...head, ...fix, ...small, ...CUT], [...links, ...evidence]),
    teamsMessage([...head, ...fix, ...CUT], links),
    teamsMessage(short, links),
    teamsMessage([...head, ...CUT], []),
  ];
  return sizes.find((one) => utf8Length(JSON.stringify(one)) <= MOST_CARD_BYTES) ?? bare(alert);
}

const MOST_LINES = 60;
const FEW_LINES = 15;

const CUT = paragraph(
  toPhrase('Some of this alert did not fit into a card: see denywatch explain.'),
  '',
  { size: 'Small', isSubtle: true },
);

/** A card as a Workflows webhook takes it. */
export function teamsMessage(
  body: readonly CardElement[],
  actions: readonly CardAction[],
): TeamsMessage {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.5',
          msteams: { width: 'Full' },
          body,
          ...(actions.length > 0 && { actions }),
        },
      },
    ],
  };
}

function bare(alert: AlertMessage): TeamsMessage {
  return teamsMessage([...headline(MARK_SIGNS[alert.mark].emoji, alert.headline), ...CUT], []);
}

function headline(sign: string, phrase: Phrase): readonly CardElement[] {
  return paragraph([{ kind: 'prose', text: `${sign} ` }, ...phrase], '', { size: 'Medium' });
}

function headOf(
  alert: AlertMessage,
  group: GroupFacts,
  reason: PostReason,
): readonly CardElement[] {
  const words = groupWords(group, reason);
  const news = newsWords(group, reason) ?? words.state ?? '';
  const facts = [...alert.facts, ...words.facts].join(' · ');
  return [
    ...headline(MARK_SIGNS[alert.mark].emoji, alert.headline),
    ...paragraph(toPhrase(facts), '', { size: 'Small', isSubtle: true }),
    ...paragraph(news === '' ? [] : [{ kind: 'strong', text: news }]),
    ...labelled('Why', alert.why),
    ...alert.since.flatMap((change) => labelled('Since', change)),
  ];
}

function fixElements({ fix, advice }: AlertMessage, lines: number): readonly CardElement[] {
  const changes = (fix?.changes ?? []).flatMap((change, index) => [
    ...labelled(index === 0 ? 'Fix' : '', change.where),
    ...codeBlock(cutLines(change.lines, lines, FIX_NOTICE)),
  ]);
  return [
    ...changes,
    ...paragraph(toPhrase(fix?.proof ?? ''), '', { size: 'Small', isSubtle: true }),
    ...(fix?.needsSecurityReview === true ? labelled('Review', REVIEW) : []),
    ...labelled(fix === null ? 'Do' : 'Mind', advice),
  ];
}

function smallElements(alert: AlertMessage): readonly CardElement[] {
  const small = { size: 'Small', isSubtle: true } as const;
  return [
    ...paragraph(toPhrase(alert.owner), 'Owner', small),
    ...paragraph(toPhrase(sureText(alert)), 'Sure?', small),
    ...gapTexts(alert).flatMap((gap) => paragraph(toPhrase(gap), 'Not looked at', small)),
  ];
}

function formElements({ fix }: AlertMessage): readonly CardElement[] {
  const code = (label: string, text: string, language: 'Json' | 'TypeScript' | 'PlainText') => [
    ...paragraph([{ kind: 'strong', text: label }]),
    ...codeBlock(
      cutLines(text.trimEnd().split('\n').map(plainLine), MOST_LINES, FIX_NOTICE),
      language,
    ),
  ];
  return (fix?.changes ?? []).flatMap(({ json, cdk, terraform }) => [
    ...code('JSON', json, 'Json'),
    ...code('CDK', cdk, 'TypeScript'),
    ...code('Terraform', terraform, 'PlainText'),
  ]);
}

function evidenceElements({ quote, check }: AlertMessage): readonly CardElement[] {
  const statement = codeBlock(cutLines(quote.map(plainLine), MOST_LINES, QUOTE_NOTICE), 'Json');
  const command = codeBlock(check === null ? [] : commandLines(check).map(plainLine), 'Bash');
  return [
    ...(statement.length === 0 ? [] : paragraph([{ kind: 'strong', text: 'Deny statement' }])),
    ...statement,
    ...(command.length === 0 ? [] : paragraph([{ kind: 'strong', text: 'Check' }])),
    ...command,
  ];
}

function showCard(title: string, body: readonly CardElement[]): readonly CardAction[] {
  if (body.length === 0) return [];
  return [{ type: 'Action.ShowCard', title, card: { type: 'AdaptiveCard', body } }];
}

function stormBody(post: StormPost): readonly CardElement[] {
  const { sign, headline: text, says, lines } = stormWords(post);
  const items = (label: string, isHigh: boolean): readonly CardElement[] =>
    lines
      .filter((line) => line.isHigh === isHigh)
      .flatMap((line, index) => [
        ...(index === 0 ? paragraph([{ kind: 'strong', text: label }]) : []),
        ...paragraph([{ kind: 'prose', text: '• ' }, ...toPhrase(line.headline)]),
      ]);
  const high = items('High severity', true);
  return [
    ...headline(sign, toPhrase(text)),
    ...paragraph(toPhrase(says), '', { size: 'Small', isSubtle: true }),
    ...high,
    ...items(high.length === 0 ? 'Problems' : 'The others', false),
    ...paragraph(toPhrase(moreWords(stormWords(post)))),
  ];
}

function labelled(label: string, text: string): readonly CardElement[] {
  return paragraph(toPhrase(text), label);
}
