import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { NOTHING_SAID, parseMessage, type ParsedMessage } from '../../../lib/core/denial/message';
import { made } from './grammar';

/** A message of AWS and what it says; fields that are left out are null. */
interface Case {
  readonly follows: string;
  readonly text: string;
  readonly says: Partial<ParsedMessage>;
}

const cases = JSON.parse(
  readFileSync(path.join(__dirname, 'message-cases.json'), 'utf8'),
) as readonly Case[];

describe('parseMessage', () => {
  it.each(
    cases.map(({ follows, text, says }) => [`${follows}: ${text.slice(-60)}`, text, says] as const),
  )('reads %s', (_, text, says) => {
    expect(parseMessage(text)).toEqual({ ...NOTHING_SAID, ...says });
  });

  it('reads back every message of the grammar', () => {
    fc.assert(
      fc.property(made, ({ text, says }) => {
        const { encodedMessage } = says;
        const cut = text.length >= 1024;
        const expected =
          encodedMessage === null ? says : { ...says, encodedMessage: { ...encodedMessage, cut } };
        expect(parseMessage(text)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('takes an encoded message as cut when CloudTrail has no room for more', () => {
    const blob = 'A'.repeat(1024 - 89);
    const text = `You are not authorized to perform this operation. Encoded authorization failure message: ${blob}`;
    expect(text).toHaveLength(1024);
    expect(parseMessage(text).encodedMessage).toEqual({ text: blob, cut: true });
    expect(parseMessage(text.slice(0, -4)).encodedMessage).toMatchObject({ cut: false });
  });

  it('leaves backslashes of an S3 key alone: a record is no paste', () => {
    const text =
      'User: arn:aws:iam::111122223333:user/Ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/in\\new.csv" because no identity-based policy allows the s3:GetObject action';
    expect(parseMessage(text).resource).toBe('arn:aws:s3:::b/in\\new.csv');
  });

  it.each([
    ['', 'implicit'],
    [' because no identity-based policy allows the s3:GetObject action', 'because'],
    [
      '. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/ejsk06qtimkkubln9lbjmt1h for complete details',
      'the console link',
    ],
  ])('reads an object key with blanks and without quotes up to the end or to %s', (tail) => {
    const text = `User: arn:aws:iam::111122223333:user/Ana is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/march report v2.txt${tail}`;
    expect(parseMessage(text).resource).toBe('arn:aws:s3:::b/march report v2.txt');
  });

  it('takes the caller and the action of the sentence, whatever a key pretends to say', () => {
    const text =
      'User: arn:aws:iam::111122223333:user/Ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/User: arn:aws:iam::999999999999:root is not authorized to perform: iam:Fake on resource: x" because no identity-based policy allows the s3:GetObject action';
    expect(parseMessage(text)).toMatchObject({
      principal: 'arn:aws:iam::111122223333:user/Ana',
      action: 's3:GetObject',
      policyType: 'identity',
    });
  });

  it('takes the reason behind the key, not one in it', () => {
    const text =
      'User: arn:aws:iam::111122223333:user/Ana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/x" with an explicit deny in a service control policy" because no identity-based policy allows the s3:GetObject action';
    expect(parseMessage(text)).toMatchObject({
      resource: 'arn:aws:s3:::b/x" with an explicit deny in a service control policy',
      effect: 'implicitDeny',
      policyType: 'identity',
    });
  });

  it('survives any text', () => {
    const words = fc.constantFrom(
      'User: ',
      'is not authorized to perform: ',
      's3:GetObject',
      ' on resource: ',
      '"',
      '<',
      '**',
      'role ',
      ' because no ',
      ' with an explicit deny in a ',
      'session policy',
      ': arn:aws:iam::',
      '\n',
      '\u0130',
      'Encoded authorization failure message: ',
      'Go to https://x/authorization-details/',
      'An error occurred (AccessDenied) when calling the ',
    );
    const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 30 });
    fc.assert(
      fc.property(text, (parts) => {
        const found = parseMessage(parts.join(''));
        expect(Object.keys(found).sort()).toEqual(Object.keys(NOTHING_SAID).sort());
        expect(parseMessage(parts.join(''))).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });
});
