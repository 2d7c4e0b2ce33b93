import { createHash } from 'node:crypto';
import type { SampleRecord } from '../support/sample-week/record';
import { ownCases } from './cases';
import { HOME } from './deployment';

/** Different callers of the sample week: sessions of roles. */
const callers: readonly SampleRecord[] = [
  ...new Map(
    ownCases()
      .filter(({ record, expect }) => {
        const { type } = record['userIdentity'] as { readonly type?: string };
        return expect === 'alert' && type === 'AssumedRole' && record['awsRegion'] === HOME;
      })
      .map(({ record }) => [
        JSON.stringify((record['userIdentity'] as Session).sessionContext?.sessionIssuer),
        record,
      ]),
  ).values(),
];

interface Session {
  readonly arn?: string;
  readonly sessionContext?: { readonly sessionIssuer?: { readonly arn?: string } };
}

/** What may differ from {@link deniedMessage}'s usual record. */
export interface Unusual {
  /** Which of the callers; the first unless told. */
  readonly caller?: number;
  /** Written after the usual words. */
  readonly adds?: string;
  /** In place of the usual fields. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/**
 * A denial of its own problem: each name of a queue is another.
 *
 * @param queue part of what the message names
 * @param number tells the denials of one problem apart
 */
export function deniedMessage(
  queue: string,
  number: number,
  { caller = 0, adds = '', fields = {} }: Unusual = {},
): SampleRecord {
  const base = callers[caller];
  if (base === undefined) throw new Error(`there are only ${callers.length} callers`);
  const { arn = '' } = base['userIdentity'] as Session;
  const resource = `arn:aws:sqs:${HOME}:111122223333:${queue}`;
  return {
    ...base,
    eventTime: new Date(Date.parse('2026-11-12T10:00:00Z') + number * 1000)
      .toISOString()
      .replace('.000', ''),
    eventSource: 'sqs.amazonaws.com',
    eventName: 'SendMessage',
    errorCode: 'AccessDenied',
    errorMessage: `User: ${arn} is not authorized to perform: sqs:sendmessage on resource: ${resource} because no identity-based policy allows the sqs:sendmessage action${adds}`,
    requestParameters: null,
    responseElements: null,
    resources: [{ accountId: '111122223333', type: 'AWS::SQS::Queue', ARN: resource }],
    eventID: uuidOf(`${queue} ${number}`),
    ...fields,
  };
}

/** So many denials of one problem. */
export function denials(
  queue: string,
  count: number,
  unusual: Unusual = {},
): readonly SampleRecord[] {
  return Array.from({ length: count }, (_, number) => deniedMessage(queue, number, unusual));
}

/** A text as an event id: always the same one. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const ends = [0, 8, 12, 16, 20, 32];
  return ends
    .slice(1)
    .map((end, at) => hex.slice(ends[at], end))
    .join('-');
}
