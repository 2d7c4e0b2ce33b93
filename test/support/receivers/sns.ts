import { isObject, parsed, startReceiver, type Receiver, type ReceiverOptions } from './receiver';

/** One message as SNS took it. */
export interface PublishedMessage {
  readonly topicArn: string;
  readonly subject: string | null;
  /** Protocol -> text; only `default` where all get the same. */
  readonly bodies: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
}

/** SNS on the loopback interface, as far as it is published to. */
export interface SnsReceiver extends Receiver {
  readonly topicArn: string;
  readonly published: readonly PublishedMessage[];
}

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:denywatch-alerts';
const LARGEST = 262_144;

/**
 * Starts an SNS that checks what it gets.
 *
 * Follows: SNS API Reference, Publish (AWS query protocol); SNS Developer Guide, "Message attributes".
 */
export async function startSnsReceiver(options: ReceiverOptions = {}): Promise<SnsReceiver> {
  const published: PublishedMessage[] = [];
  const receiver = await startReceiver(
    {
      handle: (request, say) => {
        const form = new URLSearchParams(request.body);
        const message = messageOf(form);
        const problems = problemsOf(form, message);
        for (const problem of problems) say(`sns: ${problem}`);
        if (problems.length > 0) return error(400, 'InvalidParameter', problems.join('; '));
        published.push(message);
        return {
          status: 200,
          headers: XML,
          body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>',
        };
      },
      refuse: (code) => error(400, code, 'refused'),
      rateLimitedBody: error(429, 'Throttled', 'Rate exceeded'),
    },
    options,
  );
  return { ...receiver, topicArn: TOPIC, published };
}

const XML = { 'content-type': 'text/xml' };

function error(
  status: number,
  code: string,
  message: string,
): { status: number; headers: Readonly<Record<string, string>>; body: string } {
  const body = `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replace(/[<>&]/g, '?')}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;
  return { status, headers: XML, body };
}

function messageOf(form: URLSearchParams): PublishedMessage {
  const text = form.get('Message') ?? '';
  const structured = form.get('MessageStructure') === 'json' ? parsed(text) : { default: text };
  const bodies = isObject(structured) ? structured : {};
  const names = [...form.keys()].filter((key) => /^MessageAttributes\.entry\.\d+\.Name$/.test(key));
  return {
    topicArn: form.get('TopicArn') ?? '',
    subject: form.get('Subject'),
    bodies: Object.fromEntries(Object.entries(bodies).map(([key, value]) => [key, String(value)])),
    attributes: Object.fromEntries(
      names.map((key) => [
        form.get(key) ?? '',
        form.get(key.replace(/Name$/, 'Value.StringValue')) ?? '',
      ]),
    ),
  };
}

function problemsOf(form: URLSearchParams, message: PublishedMessage): readonly string[] {
  const { subject, bodies, attributes, topicArn } = message;
  const sizes = Object.entries(attributes).map(([name, value]) => name + value + 'String');
  const bytes = Buffer.byteLength((form.get('Message') ?? '') + sizes.join(''));
  return [
    form.get('Action') === 'Publish' ? '' : `action ${String(form.get('Action'))}`,
    topicArn === TOPIC ? '' : `no topic ${topicArn}`,
    bytes <= LARGEST ? '' : `${bytes} bytes`,
    (bodies['default'] ?? '') === '' ? 'no default body' : '',
    subject === null || /^[!-~](?:[ -~]{0,97}[!-~])?$/.test(subject) ? '' : `subject ${subject}`,
    Object.values(attributes).includes('') ? 'an empty attribute' : '',
  ].filter((problem) => problem !== '');
}
