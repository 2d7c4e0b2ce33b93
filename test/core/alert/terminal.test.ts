import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import { renderTerminal, renderText } from '../../../lib/core/alert/terminal';
import { inputOf } from './build';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput } from './hostile';

describe('renderTerminal', () => {
  it.each([...CASES])('shows %s at 80 and 50 columns', (name, input) => {
    const message = alertMessage(input);
    for (const width of [80, 50]) {
      const text = renderTerminal(message, { width, colour: false, unicode: true });
      expect(text).toBe(golden(`${name}.${width}.txt`, text));
    }
  });

  it.each([...CASES])('colours %s without changing a word', (name, input) => {
    const message = alertMessage(input);
    const screen = { width: 80, unicode: true };
    const coloured = renderTerminal(message, { ...screen, colour: true });
    const visible = coloured.replaceAll('\u001b', '^[');
    expect(visible).toBe(golden(`${name}.colour.txt`, visible));
    // eslint-disable-next-line no-control-regex -- the escapes are what is looked for
    const bare = coloured.replace(/\u001b\[\d+m/g, '');
    expect(bare).toBe(renderTerminal(message, { ...screen, colour: false }));
  });

  it('breaks prose at the width and nothing that is there to be copied', () => {
    const { denial, explained, occurrences } = inputOf({
      why: `one two ${'x'.repeat(40)} three four five six seven eight nine ten`,
    });
    const text = renderTerminal(alertMessage({ denial, explained, occurrences }), {
      width: 32,
      colour: false,
      unicode: true,
    });
    expect(text).toContain(
      `Why   one two\n      ${'x'.repeat(40)}\n      three four five six seven\n      eight nine ten.\n`,
    );
  });

  it('measures with what the terminal measures with', () => {
    const input = inputOf({ why: '日本 日本 日本 日本' });
    const measure = (text: string): number => Array.from(text).length * 2;
    const screen = { width: 24, colour: false, unicode: true };
    expect(renderTerminal(alertMessage(input), screen)).toContain('日本 日本 日本 日本.');
    expect(renderTerminal(alertMessage(input), { ...screen, measure })).toContain(
      'Why   日本 日本 日本\n      日本.',
    );
  });

  it('says the mark in a word where there is no Unicode', () => {
    const { denial, explained, occurrences } = inputOf({ why: 'Groesse … “x” 日' });
    const message = alertMessage({ denial, explained, occurrences, accountName: 'café' });
    const text = renderTerminal(message, { width: 110, colour: false, unicode: false });
    expect(text).toMatch(/^\[DENIED\] payments-worker was denied s3:PutObject on my-bucket/);
    expect(text).toContain('cafe (1111-2222-3333) - eu-central-1 - once, 2026-11-19 14:41 UTC');
    expect(text).toContain('Why   Groesse ... "x" ?');
    expect(text).toMatch(/^\p{ASCII}*$/u);
  });

  it('lets nothing of a record steer the terminal', () => {
    fc.assert(
      fc.property(
        hostileInput(),
        fc.boolean(),
        fc.integer({ min: 0, max: 200 }),
        (input, colour, width) => {
          const text = renderTerminal(alertMessage(input), { width, colour, unicode: true });
          // eslint-disable-next-line no-control-regex -- our own colours are the only escapes
          const bare = text.replace(/\u001b\[(?:1|2|22|3[1269]|39)m/g, '').replaceAll('\n', '');
          expect(bare).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('renderText', () => {
  it.each([...CASES])('tells %s without links and commands', (name, input) => {
    const text = renderText(alertMessage(input));
    expect(text).toBe(golden(`${name}.text.txt`, text));
    expect(text).not.toMatch(/^(?:Open|Check) /m);
  });
});
