import { alertJson } from './alert-json';
import { renderEmail } from './email';
import type { AlertMessage } from './message';
import { toAscii } from './text/ascii';
import { cutNotice } from './text/cut-lines';
import { plain } from './text/phrase';
import { cutBytes } from './text/utf8';
import { visible } from './text/visible';

/** Protocols of SNS that programs listen to. */
const PROGRAMS = ['sqs', 'lambda', 'http', 'https', 'firehose'] as const;

/** An alert as SNS takes it, with `MessageStructure` `json`. */
export interface SnsMessage {
  /** Subject of the e-mail: one line of ASCII, at most 99 characters. */
  readonly subject: string;
  /** Protocol -> text: `default` and `email` for people, the others JSON for programs. */
  readonly bodies: Readonly<Record<string, string>> & { readonly default: string };
  /** String attributes for filter policies; none is empty. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** SNS takes 262,144 bytes in all; five copies for programs and two for people stay below. */
const PROGRAM_BYTES = 38_000;
const PEOPLE_BYTES = 20_000;
const LONGEST_SUBJECT = 99;
const LONGEST_SMS = 300;
const LONGEST_ATTRIBUTE = 256;

/**
 * An alert for all subscribers of a topic.
 *
 * Follows: SNS Developer Guide, "Publish", "Message attributes", "Subscription filter policies".
 */
export function renderSns(message: AlertMessage, again: SnsAgain = FIRST): SnsMessage {
  const news = again.news === null ? '' : visible(again.news);
  const text = cutBytes(
    news === '' ? renderEmail(message) : `${news}\n\n${renderEmail(message)}`,
    PEOPLE_BYTES,
    (lines) => cutNotice(lines, 'see the CloudTrail event'),
  );
  return {
    subject: news === '' ? subject(message) : newsSubject(news, message),
    bodies: snsBodies({
      text,
      sms: news === '' ? headlineOf(message) : `${news} ${headlineOf(message)}`,
      json: alertJson(message, PROGRAM_BYTES, again.json),
    }),
    attributes: attributes(message),
  };
}

/** What is said when an alert is not the first about its problem. */
export interface SnsAgain {
  /** Why it is sent again: `Now 104 times, more than 100.`; null when there is nothing to say. */
  readonly news: string | null;
  /** Members for programs. */
  readonly json: Readonly<Record<string, unknown>>;
}

const FIRST: SnsAgain = { news: null, json: {} };

/** The bodies of one message: text for people, JSON for programs, one line for phones. */
export function snsBodies({
  text,
  sms,
  json,
}: Readonly<Record<'text' | 'sms' | 'json', string>>): SnsMessage['bodies'] {
  return {
    default: text,
    email: text,
    sms: cutAscii(sms, LONGEST_SMS),
    ...Object.fromEntries(PROGRAMS.map((protocol) => [protocol, json])),
  };
}

/** `Now 104 times: payments-worker was denied s3:PutObject on my-bucket`. */
function newsSubject(news: string, message: AlertMessage): string {
  const [start = news] = news.split(/[,:.](?=\s|$)/, 1);
  return snsSubject(`${start}: ${headlineOf(message)}`);
}

/** One line of ASCII that fits. */
export function snsSubject(text: string): string {
  return cutAscii(text, LONGEST_SUBJECT);
}

/** The headline, and where, as far as it fits: `payments-worker was denied s3:PutObject on my-bucket (1111-2222-3333)`. */
function subject(message: AlertMessage): string {
  const [where] = message.facts;
  const headline = toAscii(headlineOf(message)).trim();
  const both = where === undefined ? headline : `${headline} (${toAscii(where)})`;
  return both.length <= LONGEST_SUBJECT ? both : cutAscii(headline, LONGEST_SUBJECT);
}

function headlineOf({ headline }: AlertMessage): string {
  return visible(plain(headline));
}

function cutAscii(text: string, limit: number): string {
  const ascii = toAscii(text).trim();
  return ascii.length <= limit ? ascii : `${ascii.slice(0, limit - 3).trimEnd()}...`;
}

function attributes({ labels }: AlertMessage): Readonly<Record<string, string>> {
  const { account, layer, verdict, service, principalType, severity } = labels;
  const all = { account, layer, verdict, service, principalType, severity };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name,
      value === '' ? 'unknown' : visible(value).slice(0, LONGEST_ATTRIBUTE),
    ]),
  );
}
