import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { InputItem } from '../../../lib/core/record/item';
import { readItems } from '../../../lib/core/record/read';

const CORPUS = resolve(__dirname, '../../../../shared/corpus');
const BOUNDARY_MESSAGE =
  'User: arn:aws:iam::111122223333:user/lena is not authorized to perform: codedeploy:ListDeployments because no permissions boundary allows the codedeploy:ListDeployments action';

function record(eventName: string): object {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/lena' },
    eventSource: 'codedeploy.amazonaws.com',
    eventName,
    errorCode: 'AccessDenied',
    errorMessage: BOUNDARY_MESSAGE,
  };
}

/** One line an item: `record NAME @ POSITION`, `text TEXT @ …`, `unreadable EXPECTED / FOUND @ …`. */
function read(text: string): readonly string[] {
  return [...readItems(text)].map((item) => `${summary(item)} @ ${item.position}`);
}

function summary(item: InputItem): string {
  switch (item.kind) {
    case 'record':
      return `record ${item.record.eventName ?? 'null'}`;
    case 'decodedMessage':
      return `decoded ${JSON.stringify(item.json)}`;
    case 'text':
      return `text ${item.text}`;
    case 'unreadable':
      return `unreadable ${item.expected} / ${item.found}`;
  }
}

const json = JSON.stringify;
const A = record('A');
const B = record('B');

describe('what an input is, told from its content', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['one record', json(A), ['record A @ line 1']],
    ['one record, indented', json(A, null, 2), ['record A @ line 1']],
    ['a log file', json({ Records: [A, B] }), ['record A @ Records[0]', 'record B @ Records[1]']],
    ['a log file without records', '{"Records":[]}', []],
    ['an array', json([A, B], null, 1), ['record A @ [0]', 'record B @ [1]']],
    [
      'an EventBridge event',
      json({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: A }),
      ['record A @ line 1, detail'],
    ],
    [
      'lookup-events output',
      json({
        Events: [{ EventId: '1', EventName: 'A', CloudTrailEvent: json(A) }],
        NextToken: 'x',
      }),
      ['record A @ Events[0].CloudTrailEvent'],
    ],
    [
      'lookup-events output as text, tab between the events',
      `${json(A)}\t${json(B)}\n`,
      ['record A @ line 1', 'record B @ line 1'],
    ],
    [
      'receive-message output with an SNS notification of an EventBridge event',
      json({ Messages: [{ Body: json({ Type: 'Notification', Message: json({ detail: A }) }) }] }),
      ['record A @ Messages[0].Body.Message.detail'],
    ],
    [
      "a queue's event for a Lambda function, a whole log file in its body",
      json({
        Records: [{ messageId: '1', eventSource: 'aws:sqs', body: json({ Records: [A, B] }) }],
      }),
      ['record A @ Records[0].body.Records[0]', 'record B @ Records[0].body.Records[1]'],
    ],
    [
      "a topic's event for a Lambda function",
      json({ Records: [{ EventSource: 'aws:sns', Sns: { Message: json(A) } }] }),
      ['record A @ Records[0].Sns.Message'],
    ],
    [
      'JSON lines of several kinds',
      `${json(A)}\r\n\r\n${json({ Records: [B] })}\r\n${json({ detail: A })}`,
      ['record A @ line 1', 'record B @ line 3, Records[0]', 'record A @ line 4, detail'],
    ],
    ['a byte order mark', `\uFEFF${json(A)}`, ['record A @ line 1']],
    ['a record in a JSON string', json(json(A)), ['record A @ line 1']],
    ['a log line with a time stamp', `2026-11-19T08:02:11.000Z ${json(A)}`, ['record A @ line 1']],
    [
      'a decoded authorization message',
      '{"allowed":false,"explicitDeny":true,"matchedStatements":{"items":[]},"context":{}}',
      [
        'decoded {"allowed":false,"explicitDeny":true,"matchedStatements":{"items":[]},"context":{}} @ line 1',
      ],
    ],
    [
      'a decoded authorization message as the CLI prints it',
      json({ DecodedMessage: json({ allowed: false, context: { action: 'RunInstances' } }) }),
      ['decoded {"allowed":false,"context":{"action":"RunInstances"}} @ line 1, DecodedMessage'],
    ],
    [
      'a record that a terminal broke into lines',
      (json(A).match(/.{1,80}/g) ?? []).join('\n'),
      ['record A @ line 1'],
    ],
    [
      'a decoded authorization message from which somebody left something out',
      '{"allowed": false, "explicitDeny": true,\n"context": {\n(...)\n}}',
      ['text {"allowed": false, "explicitDeny": true,\n"context": {\n(...)\n}} @ line 1'],
    ],
    [
      'a decoded authorization message without its last brace',
      '{"DecodedMessage": "{\\"allowed\\":false}"',
      ['text {"DecodedMessage": "{\\"allowed\\":false}" @ line 1'],
    ],
    ['an error message', BOUNDARY_MESSAGE, [`text ${BOUNDARY_MESSAGE} @ the input`]],
    [
      'text that starts with brackets',
      '[ERROR] {deploy} failed\nsee above',
      ['text [ERROR] {deploy} failed\nsee above @ the input'],
    ],
    [
      'the JSON body of an error response',
      json({ __type: 'AccessDeniedException', Message: BOUNDARY_MESSAGE }),
      [`text ${BOUNDARY_MESSAGE} @ line 1, Message`],
    ],
    [
      "a function's error report",
      json({ errorType: 'ClientError', detail: { cause: [BOUNDARY_MESSAGE] } }),
      [`text ${BOUNDARY_MESSAGE} @ line 1`],
    ],
  ])('reads %s', (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

const WRAPS = 'a CloudTrail record, or what wraps one';
const RECORD = 'a CloudTrail record: an object with eventSource, eventName, userIdentity, …';

describe('what cannot be read', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'nothing',
      ' \n',
      [
        'unreadable a CloudTrail record, a log file or an error message / nothing: it is empty @ the input',
      ],
    ],
    [
      'other things among the records of a file',
      json({ Records: [A, 5, null, { id: 1, 'na\nme': 2 }, 'x', B] }),
      [
        'record A @ Records[0]',
        `unreadable ${WRAPS} / the number 5 @ Records[1]`,
        `unreadable ${WRAPS} / null @ Records[2]`,
        `unreadable ${RECORD} / an object with the keys id, na me @ Records[3]`,
        `unreadable ${WRAPS} / the text "x" @ Records[4]`,
        'record B @ Records[5]',
      ],
    ],
    [
      'a log file that was cut',
      json({ Records: [A, B] }).slice(0, -30),
      [
        'record A @ Records[0]',
        `unreadable ${WRAPS} / JSON that the end of the input cuts off @ Records[1]`,
      ],
    ],
    [
      'a log file that was cut between two records',
      `{"Records":[${json(A)},`,
      [
        'record A @ Records[0]',
        `unreadable ${WRAPS} / JSON that the end of the input cuts off @ Records[1]`,
      ],
    ],
    [
      'a JSON line that was cut in a string',
      `${json(A)}\n${json(B).slice(0, 60)}\n${json(B)}`,
      [
        'record A @ line 1',
        `unreadable ${WRAPS} / JSON that is cut off before the next line @ line 2`,
        'record B @ line 3',
      ],
    ],
    [
      'a JSON line that was cut behind a comma: the lines behind it are found again',
      `{"eventVersion":"1.11",\n${json(A)}\n${json(B)}`,
      [
        `unreadable ${WRAPS} / JSON that is cut off before the next line @ line 1`,
        'record A @ line 2',
        'record B @ line 3',
      ],
    ],
    [
      'a line that is no JSON',
      `${json(A)}\n-- 8< --\n${json(B)}`,
      [
        'record A @ line 1',
        `unreadable ${WRAPS} / the text "-- 8< --" @ line 2`,
        'record B @ line 3',
      ],
    ],
    [
      'an S3 event notification',
      json({
        Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put' }],
      }),
      [`unreadable ${RECORD} / an event of aws:s3 @ Records[0]`],
    ],
    [
      "CloudTrail's notice of a new log file",
      json({ s3Bucket: 'trail', s3ObjectKey: ['AWSLogs/1.json.gz'] }),
      [
        `unreadable ${RECORD} / a notice that a log file was delivered: give the log file itself @ line 1`,
      ],
    ],
    [
      'an event of another kind',
      json({
        'detail-type': 'EC2 Instance State-change Notification',
        detail: { state: 'running' },
      }),
      [
        `unreadable ${RECORD} / an EventBridge event, the text "EC2 Instance State-change Notification" @ line 1`,
      ],
    ],
    [
      'deep nesting',
      `{"eventName":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n${json(A)}`,
      [
        `unreadable ${WRAPS} / JSON that is nested more than 256 levels deep @ line 1`,
        'record A @ line 2',
      ],
    ],
  ])('reports %s and goes on', (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('stops at a thirteenth wrapper', () => {
    let text = json(A);
    for (let level = 0; level < 13; level += 1) text = json({ detail: { ...A, Records: [text] } });
    expect(read(text)).toHaveLength(1);
    expect(read(text)[0]).toMatch(/^unreadable a CloudTrail record in at most 12 wrappers /);
  });

  it('takes a message text that is near a record for a message', () => {
    expect(read(`# from Lena\n${json(A)}\n${BOUNDARY_MESSAGE}\n(twice)`)).toEqual([
      `unreadable ${WRAPS} / the text "# from Lena" @ line 1`,
      'record A @ line 2',
      `text ${BOUNDARY_MESSAGE}\n(twice) @ lines 3 to 4`,
    ]);
  });
});

describe('the published records', () => {
  it.each([
    ['denials.jsonl', 229],
    ['others.jsonl', 149],
  ] as const)('are all readable: %s', (file, count) => {
    const path = resolve(CORPUS, file);
    const lines = existsSync(path)
      ? readFileSync(path, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { record: unknown })
      : Array.from({ length: count }, () => ({ record: A }));
    const items = [...readItems(json({ Records: lines.map((line) => line.record) }))];
    expect(items.filter((item) => item.kind === 'record')).toHaveLength(count);
    expect(items).toHaveLength(count);
  });
});
