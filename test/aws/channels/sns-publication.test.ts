import type { PublishCommandInput } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { publication } from '../../../lib/aws/channels/sns-publication';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:denywatch-alerts';

function bodiesOf({ Message }: PublishCommandInput): Record<string, string> {
  return JSON.parse(Message ?? '') as Record<string, string>;
}

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
