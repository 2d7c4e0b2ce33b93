import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { publication, SnsChannel } from '../../lib/aws/sns-channel';
import { renderSns } from '../../lib/core/alert/sns';
import { someAlert } from './support/alert';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:denywatch-alerts';
const ALERT = someAlert();

function bodiesOf({ Message }: { readonly Message?: string | undefined }): Record<string, string> {
  return JSON.parse(Message ?? '') as Record<string, string>;
}

describe('SnsChannel', () => {
  const channel = new SnsChannel({
    client: new SNSClient({ region: 'eu-central-1' }),
    topicArn: TOPIC,
  });

  it('publishes a form for each protocol, with attributes for filter policies', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    await channel.send(ALERT);
    const input = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    const { subject, bodies, attributes } = renderSns(ALERT);
    expect(input).toMatchObject({ TopicArn: TOPIC, Subject: subject, MessageStructure: 'json' });
    expect(bodiesOf(input ?? {})).toStrictEqual(bodies);
    expect(input?.MessageAttributes).toMatchObject({
      severity: { DataType: 'String', StringValue: attributes['severity'] },
    });
  });

  it('fails when SNS does not take the message', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).rejects(new Error('topic is gone'));
    await expect(channel.send(ALERT)).rejects.toThrow('topic is gone');
  });
});

describe('publication', () => {
  const message = (subject: string, ...texts: readonly string[]): ReturnType<typeof publication> =>
    publication(TOPIC, {
      subject,
      bodies: { default: texts[0] ?? '', ...(texts[1] !== undefined && { sqs: texts[1] }) },
      attributes: { severity: 'low', empty: '' },
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
      fc.property(
        unit,
        fc.integer({ min: 30_000, max: 280_000 }),
        fc.nat(1),
        (character, count, offset) => {
          const published = message('s', `${'a'.repeat(offset)}${character.repeat(count)}`);
          const attributes = 'severity'.length + 'String'.length + 'low'.length;
          expect(Buffer.byteLength(published.Message ?? '') + attributes).toBeLessThanOrEqual(
            262_144,
          );
          expect(bodiesOf(published)['default']).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
        },
      ),
      { numRuns: 40 },
    );
  });
});
