import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { denialFromRecord, isDenial } from '../../lib/core/denial/to-denial';
import type { Json } from '../../lib/core/record/json';
import { parseRecord } from '../../lib/core/record/parse';
import { serviceReference } from '../../lib/core/service-reference/indexed-reference';
import { denialOfRole, ownCases, repeats } from './cases';
import { busEvent, type Recorded } from './event-bus';
import type { BusEvent } from './event-ruler';
import { ROOT } from './tools';

/** A rule by what it is for: the service of its target. */
export type Patterns = Readonly<Record<string, object>>;

/** The patterns of the deployed rules of a Region, by the service that the rule's target belongs to. */
export async function deployedPatterns(events: EventBridgeClient): Promise<Patterns> {
  const patterns: Record<string, object> = {};
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  for (const { Name, EventPattern = '' } of Rules) {
    if (EventPattern === '') continue;
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
    const service = Targets[0]?.Arn?.split(':')[2] ?? '';
    if (Object.hasOwn(patterns, service)) throw new Error(`two rules lead to ${service}`);
    patterns[service] = JSON.parse(EventPattern) as object;
  }
  return patterns;
}

/** An event, and the targets that must get it: `sqs` the watcher, `logs` the alarm of own denials. */
export interface Judged {
  readonly name: string;
  readonly event: BusEvent;
  readonly targets: readonly string[];
}

/** Every record at hand, with what the project's own classification says of it. */
export function classifiedRecords(): readonly Judged[] {
  const own = [...ownCases(), ...repeats(24)].map(({ name, record }) => ({ name, record }));
  return [...own, ...corpus()].map(({ name, record }) => {
    const parsed = parseRecord(JSON.parse(JSON.stringify(record)) as Json);
    if (!parsed.ok) throw new Error(`${name}: expected ${parsed.expected}; found ${parsed.found}`);
    const denial = isDenial(denialFromRecord(parsed.record, serviceReference));
    return { name, event: busEvent(record), targets: denial ? ['sqs'] : [] };
  });
}

/** Published records, where they lie beside the project: read in place, each time. */
function corpus(): readonly { readonly name: string; readonly record: Recorded }[] {
  const folder = path.resolve(ROOT, '../shared/corpus');
  return ['denials.jsonl', 'others.jsonl'].flatMap((file) => {
    const place = path.join(folder, file);
    if (!existsSync(place)) return [];
    const lines = readFileSync(place, 'utf8').trim().split('\n');
    return lines.map((line, index) => ({
      name: `${file}:${index + 1}`,
      record: (JSON.parse(line) as { readonly record: Recorded }).record,
    }));
  });
}

/** Cases at the edges of what a pattern can say. */
export function edgeCases(ownRoleArns: readonly string[]): readonly Judged[] {
  const base = { eventSource: 's3.amazonaws.com', errorCode: 'AccessDenied' };
  const event = (detail: object, envelope: object = {}): BusEvent => ({
    ...busEvent({ ...base, ...detail }),
    ...envelope,
  });
  const watched = (name: string, what: BusEvent): Judged => ({
    name,
    event: what,
    targets: ['sqs'],
  });
  const ignored = (name: string, what: BusEvent): Judged => ({ name, event: what, targets: [] });
  const issuer = (arn: unknown): object => ({
    userIdentity: { sessionContext: { sessionIssuer: { arn } } },
  });
  return [
    watched('a caller without any identity', event({})),
    watched('an identity without a session', event({ userIdentity: { type: 'IAMUser' } })),
    watched('a session without an issuer', event({ userIdentity: { sessionContext: {} } })),
    watched('an empty issuer', event({ userIdentity: { sessionContext: { sessionIssuer: {} } } })),
    watched('another role', event(issuer('arn:aws:iam::111122223333:role/deploy'))),
    watched('a code that begins so', event({ errorCode: 'AccessDeniedForDependencyException' })),
    watched('a code that ends so', event({ errorCode: 'Client.UnauthorizedOperation' })),
    watched('that code alone', event({ errorCode: 'UnauthorizedOperation' })),
    watched('an exact code', event({ errorCode: 'VpceAccessDenied' })),
    watched('a service event', event({}, { 'detail-type': 'AWS Service Event via CloudTrail' })),
    ignored('a code that only contains it', event({ errorCode: 'XAccessDeniedX' })),
    ignored('a code that goes on', event({ errorCode: 'UnauthorizedOperationX' })),
    ignored('a code in lower case', event({ errorCode: 'accessdenied' })),
    ignored('no code', event({ errorCode: undefined })),
    ignored('a code that is null', event({ errorCode: null })),
    ignored('an empty code', event({ errorCode: '' })),
    ignored('a source that only begins like one of AWS', event({}, { source: 'awsome.s3' })),
    ignored('a source of somebody else', event({}, { source: 'custom.aws.s3' })),
    ignored('another kind of event', event({}, { 'detail-type': 'Scheduled Event' })),
    ignored('a kind that goes on', event({}, { 'detail-type': 'X via CloudTrail or not' })),
    ...ownRoleArns.map((arn) => ({
      ...denialOfRole(arn),
      event: busEvent(denialOfRole(arn).record),
      targets: ['logs'],
    })),
  ];
}

/**
 * Denials that the rule does not see, and why not: a pattern knows the error code and no message.
 * When one of these is seen, the reason is gone and so must be the line.
 */
export function knownGaps(): readonly Judged[] {
  const event = (detail: object): BusEvent =>
    busEvent({ eventSource: 'cognito-idp.amazonaws.com', ...detail });
  const errorMessage =
    'User: arn:aws:iam::111122223333:user/mara is not authorized to perform: x:Y because no identity-based policy allows the x:Y action';
  return [
    {
      name: 'a code that is mostly a failed sign-in',
      event: event({ errorCode: 'NotAuthorizedException', errorMessage }),
      targets: [],
    },
    {
      name: 'a code that is in no list, with the words of a denial',
      event: event({ errorCode: 'InvalidParameterException', errorMessage }),
      targets: [],
    },
    {
      name: 'an error within the response',
      event: event({
        responseElements: { errorSet: [{ errorCode: 'AccessDenied', errorMessage }] },
      }),
      targets: [],
    },
  ];
}
