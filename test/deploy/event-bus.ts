import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SampleRecord } from '../support/sample-week/record';
import type { BusEvent } from './event-ruler';

/** What CloudTrail calls its events by the type of the record. */
const DETAIL_TYPES: ReadonlyMap<unknown, string> = new Map([
  ['AwsServiceEvent', 'AWS Service Event via CloudTrail'],
  ['AwsConsoleSignIn', 'AWS Console Sign In via CloudTrail'],
  ['AwsConsoleAction', 'AWS Console Action via CloudTrail'],
  ['AwsVpceEvent', 'AWS Network Activity Event via CloudTrail'],
  ['AwsCloudTrailInsight', 'AWS Insight via CloudTrail'],
]);

/** Fields of a record that decide how it comes over the bus. */
export type Recorded = Pick<SampleRecord, 'eventSource'> & Readonly<Record<string, unknown>>;

/**
 * A record as the event that CloudTrail sends to the bus of its Region.
 *
 * Follows: EventBridge User Guide, "AWS service events delivered via AWS CloudTrail".
 */
export function busEvent(record: Recorded): BusEvent {
  return {
    version: '0',
    id: record['eventID'] ?? null,
    source: `aws.${record.eventSource.split('.')[0] ?? ''}`,
    'detail-type': DETAIL_TYPES.get(record['eventType']) ?? 'AWS API Call via CloudTrail',
    account: record['recipientAccountId'] ?? null,
    time: record['eventTime'] ?? null,
    region: record['awsRegion'] ?? null,
    resources: [],
    detail: record,
  };
}

/** The most that PutEvents takes at once. */
const MOST_ENTRIES = 10;

/** Puts records on the default bus, as CloudTrail does. @throws Error when the bus refuses one */
export async function putOnBus(
  events: EventBridgeClient,
  records: readonly Recorded[],
): Promise<void> {
  for (let at = 0; at < records.length; at += MOST_ENTRIES) {
    const Entries = records.slice(at, at + MOST_ENTRIES).map((record) => {
      const event = busEvent(record);
      return {
        Source: String(event['source']),
        DetailType: String(event['detail-type']),
        Detail: JSON.stringify(record),
      };
    });
    const { FailedEntryCount = 0, Entries: answers } = await events.send(
      new PutEventsCommand({ Entries }),
    );
    if (FailedEntryCount > 0) throw new Error(`the bus refused events: ${JSON.stringify(answers)}`);
  }
}
