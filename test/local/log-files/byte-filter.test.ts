import fc from 'fast-check';
import { byteFilter } from '../../../lib/local/log-files/byte-filter';
import { record } from '../../core/record/arbitrary';

const filter = byteFilter([
  { key: 'errorCode', values: ['AccessDenied', 'UnauthorizedOperation'] },
]);

function matters(text: string): boolean {
  const bytes = Buffer.from(`--${text}--`);
  return filter(bytes, 2, bytes.length - 2);
}

describe('the search for denials in unparsed JSON', () => {
  it.each([
    ['{"errorCode":"AccessDenied"}', true],
    ['{ "errorCode" :\t"Client.UnauthorizedOperation" }', true],
    ['{"CloudTrailEvent":"{\\"errorCode\\":\\"AccessDeniedException\\"}"}', true],
    ['{"responseElements":{"errorCode":"AccessDenied"}}', true],
    ['{"error\\u0043ode":"AccessDenied"}', true],
    ['{"body":"{\\"errorCode\\":\\"\\\\u0041ccessDenied\\"}"}', true],
    ['{"errorCode":"ThrottlingException"}', false],
    ['{"errorMessage":"AccessDenied"}', false],
    [
      '{"requestParameters":{"policy":"\\u003cnone\\u003e \\u0026"},"eventName":"AccessDenied"}',
      false,
    ],
    ['{}', false],
  ])('of %s says %s', (text, expected) => {
    expect(matters(text)).toBe(expected);
  });

  it('looks at the given bytes only', () => {
    const bytes = Buffer.from('{"errorCode":1}{"a":1}{"x":"AccessDenied"}');
    expect(filter(bytes, 15, 22)).toBe(false);
  });

  it('lets no denial pass by, however it is written', () => {
    const writings = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => JSON.stringify(JSON.parse(text), null, 2),
      (text) => JSON.stringify({ body: text }),
      (text) => JSON.stringify({ Message: JSON.stringify({ detail: text }) }),
      (text) => text.replace('errorCode', 'err\\u006frCode'),
      (text) => JSON.stringify({ body: text.replace('Denied', '\\u0044enied') }),
    );
    fc.assert(
      fc.property(record, writings, (each, write) => {
        expect(matters(write(JSON.stringify({ ...each, errorCode: 'AccessDenied' })))).toBe(true);
      }),
    );
  });

  it('looks for the letters of a code, whatever stands around them', () => {
    const dotted = byteFilter([{ key: 'errorCode', values: ['KMS.AccessDeniedException'] }]);
    const bytes = Buffer.from('{"errorCode":"KMS\\u002eAccessDeniedException"}');
    expect(dotted(bytes, 0, bytes.length)).toBe(true);
    expect(dotted(Buffer.from('{"errorCode":"KMS.Disabled"}'), 0, 28)).toBe(false);
  });

  it('refuses clues that are in every record', () => {
    expect(() => byteFilter([{ key: 'errorCode', values: ['no.1'] }])).toThrow(
      'a clue must have 4 letters in a row, and this is "no.1"',
    );
  });
});
