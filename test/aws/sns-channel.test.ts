import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { publication, SnsChannel } from '../../lib/aws/sns-channel';
import type { AlertMessage } from '../../lib/core/alert/message';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:denywatch-alerts';
const ALERT = { principal: 'orders-api' } as AlertMessage;

function bodiesOf({ Message }: { readonly Message?: string | undefined }): Record<string, string> {
  return JSON.parse(Message ?? '') as Record<string, string>;
}

describe('SnsChannel', () => {
  it('publishes a form for each protocol, with attributes for filter policies', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    const channel = new SnsChannel({
      client: new SNSClient({ region: 'eu-central-1' }),
      topicArn: TOPIC,
      render: ({ principal }) => ({
        subject: `${principal} was denied`,
        bodies: { default: 'text', sqs: '{"a":1}' },
        attributes: { severity: 'high', layer: 'scp', account: '' },
      }),
    });
    await channel.send(ALERT);
    expect(sns.calls()[0]?.args[0].input).toStrictEqual({
      TopicArn: TOPIC,
      Subject: 'orders-api was denied',
      MessageStructure: 'json',
      Message: '{"default":"text","sqs":"{\\"a\\":1}"}',
      MessageAttributes: {
        severity: { DataType: 'String', StringValue: 'high' },
        layer: { DataType: 'String', StringValue: 'scp' },
      },
    });
  });

  it('fails when SNS does not take the message', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).rejects(new Error('topic is gone'));
    const channel = new SnsChannel({
      client: new SNSClient({ region: 'eu-central-1' }),
      topicArn: TOPIC,
      render: () => ({ subject: 's', bodies: { default: 't' }, attributes: {} }),
    });
    await expect(channel.send(ALERT)).rejects.toThrow('topic is gone');
  });
});

describe('publication', () => {
  const message = (subject: string, ...texts: readonly string[]): ReturnType<typeof publication> =>
    publication(TOPIC, {
      subject,
      bodies: { default: texts[0] ?? '', ...(texts[1] !== undefined && { sqs: texts[1] }) },
      attributes: { severity: 'low' },
    });

  it.each([
    ['ünïcode\nand\tbreaks\u0000', 'n code and breaks'],
    ['🛡 dev was stopped', 'dev was stopped'],
    ['', 'AWS access denied'],
    ['日本', 'AWS access denied'],
    ['a'.repeat(99), 'a'.repeat(99)],
    ['a'.repeat(100), `${'a'.repeat(96)}...`],
  ])('makes one line of at most 99 ASCII characters of the subject %j', (subject, expected) => {
    expect(message(subject, 'x').Subject).toBe(expected);
  });

  it('lets the forms for machines go first when all together are too large', () => {
    const bodies = bodiesOf(message('s', 'text', 'x'.repeat(300_000)));
    expect(bodies).toStrictEqual({ default: 'text' });
  });

  it('cuts a text that is too large, with a notice', () => {
    const { default: text = '' } = bodiesOf(message('s', 'x'.repeat(300_000)));
    expect(text).toMatch(/^x{40000,}\n\[cut: SNS takes 256 KB\]$/);
  });

  it('stays within the limit of SNS whatever the characters, and cuts none in two', () => {
    const unit = fc.constantFrom('a', '\u0000', '"', 'é', '日', '😀');
    fc.assert(
      fc.property(unit, fc.integer({ min: 30_000, max: 280_000 }), (character, count) => {
        const published = message('s', character.repeat(count));
        const attributes = 'severity'.length + 'String'.length + 'low'.length;
        expect(Buffer.byteLength(published.Message ?? '') + attributes).toBeLessThanOrEqual(
          262_144,
        );
        expect(bodiesOf(published)['default']).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
      }),
      { numRuns: 40 },
    );
  });
});
