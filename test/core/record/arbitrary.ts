import fc from 'fast-check';
import type { Json, JsonObject } from '../../../lib/core/record/json';

/** Any JSON, with the keys and texts that hostile input would choose. */
export const json: fc.Arbitrary<Json> = fc
  .oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.constantFrom('__proto__', '\n{"', '"', '\\', '{"Records":[', ']}', 'é𝒳\u2028', '\\u0041'),
    fc.constant(JSON.parse('{"__proto__":{"eventName":"x"},"constructor":1}')),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

/** A CloudTrail record with any values in most of its fields. */
export const record: fc.Arbitrary<JsonObject> = fc.record(
  {
    eventVersion: fc.constant('1.11'),
    eventName: json,
    eventSource: fc.constantFrom('s3.amazonaws.com', 'iam.amazonaws.com'),
    userIdentity: json,
    errorCode: json,
    requestParameters: json,
    resources: json,
    extra: json,
  },
  { requiredKeys: ['eventVersion', 'eventSource'] },
);

/** Wraps records in one way that AWS wraps them: the text of a JSON value, and how it holds others. */
const one: readonly ((inner: JsonObject) => JsonObject)[] = [
  (inner) => ({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: inner }),
  (inner) => ({ EventId: 'x', EventName: 'y', CloudTrailEvent: JSON.stringify(inner) }),
  (inner) => ({ messageId: 'x', body: JSON.stringify(inner), eventSource: 'aws:sqs' }),
  (inner) => ({ Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify(inner) }),
  (inner) => ({
    EventSource: 'aws:sns',
    Sns: { Type: 'Notification', Message: JSON.stringify(inner) },
  }),
];
const many: readonly ((inner: readonly JsonObject[]) => Json)[] = [
  (inner) => ({ Records: inner }),
  (inner) => ({ Messages: inner.map((each) => ({ Body: JSON.stringify(each) })) }),
  (inner) => ({ Events: inner.map((each) => ({ CloudTrailEvent: JSON.stringify(each) })) }),
  (inner) => ({ NextToken: 'x', Records: inner, after: [1, { Records: 2 }] }),
  (inner) => inner,
  (inner) => ({
    Records: inner.map((each) => ({ messageId: 'x', body: JSON.stringify({ Records: [each] }) })),
  }),
];

/** Records, and a JSON value that holds exactly these, in order. */
export interface Wrapped {
  readonly records: readonly JsonObject[];
  readonly value: Json;
}

const single: fc.Arbitrary<Wrapped> = fc
  .tuple(record, fc.array(fc.constantFrom(...one), { maxLength: 3 }))
  .map(([inner, wraps]) => ({
    records: [inner],
    value: wraps.reduce<JsonObject>((value, wrap) => wrap(value), inner),
  }));

const several: fc.Arbitrary<Wrapped> = fc
  .tuple(fc.array(record, { maxLength: 4 }), fc.constantFrom(...many))
  .map(([records, wrap]) => ({ records, value: wrap(records) }));

/** One input: its text, compact or not, values behind one another as in JSON lines, and what it holds. */
export const input: fc.Arbitrary<{
  readonly text: string;
  readonly records: readonly JsonObject[];
}> = fc
  .tuple(
    fc.array(fc.oneof(single, several), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(undefined, 1, 2, '\t'),
    fc.constantFrom('\n', '\r\n', '\n\n', '\t', ',\n'),
  )
  .map(([parts, indent, separator]) => ({
    text: parts.map((part) => JSON.stringify(part.value, null, indent)).join(separator),
    records: parts.flatMap((part) => part.records),
  }));

/** Text that is nearly such an input: cut, spliced, or with bytes replaced. */
export const damaged: fc.Arbitrary<string> = fc
  .tuple(
    input,
    input,
    fc.nat(),
    fc.nat(),
    fc.constantFrom('', '\n', '"', '{"', '[', '}', '\\', 'x\n'),
  )
  .map(([a, b, cut, from, glue]) => {
    const head = a.text.slice(0, cut % (a.text.length + 1));
    return head + glue + b.text.slice(from % (b.text.length + 1));
  });
