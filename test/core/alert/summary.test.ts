import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import { renderSummary, summaryProblem, type Summary } from '../../../lib/core/alert/summary';
import { CASES } from './cases';
import { golden } from './golden';
import { hostileInput } from './hostile';

const PLAIN = { colour: false, unicode: true } as const;

function summaryOf(names: readonly string[], counts: (index: number) => number): Summary {
  const problems = names.flatMap((name, index) => {
    const input = CASES.get(name);
    return input === undefined ? [] : [summaryProblem(alertMessage(input), counts(index))];
  });
  return { problems, known: 0, ordinary: 5135, unreadable: 1, digestOnly: 0, hidden: new Map() };
}

const ALL = [...CASES.keys()].filter((name) => name !== 'hostile');

describe('renderSummary', () => {
  it.each([120, 100, 80, 50])('fits a run into one screen of %i columns', (width) => {
    const text = renderSummary(
      summaryOf(ALL, (index) => index * 7 + 1),
      { width, ...PLAIN },
    );
    expect(text).toBe(golden(`summary.${width}.txt`, text));
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
    for (const line of text.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(width);
  });

  it('is readable without Unicode and colours alike', () => {
    const screen = { width: 80, colour: true, unicode: false };
    const text = renderSummary(
      summaryOf(ALL, () => 1),
      screen,
    );
    expect(text).toMatch(/^\p{ASCII}*$/u);
    expect(text).toContain('#');
  });

  it('uses the singular for one', () => {
    const summary = { ...summaryOf(['root'], () => 1), ordinary: 1, unreadable: 0 };
    expect(renderSummary(summary, { width: 100, ...PLAIN })).toMatch(
      /^2 records: 1 denial of 1 problem, 1 ordinary event skipped\n🛡 1 stopped by a guardrail · 1 of high severity\n/u,
    );
  });

  it('has no tables where there was no denial', () => {
    expect(
      renderSummary(
        { problems: [], known: 0, ordinary: 7, unreadable: 0, digestOnly: 0, hidden: new Map() },
        { width: 80, ...PLAIN },
      ),
    ).toBe('7 records: 0 denials of 0 problems, 7 ordinary events skipped\n');
  });

  it('keeps to its width and lets nothing through, whatever the names are', () => {
    fc.assert(
      fc.property(
        fc.array(hostileInput(), { maxLength: 4 }),
        fc.integer({ min: 40, max: 140 }),
        (inputs, width) => {
          const problems = inputs.map((input) => summaryProblem(alertMessage(input), 3));
          const text = renderSummary(
            { problems, known: 0, ordinary: 0, unreadable: 0, digestOnly: 0, hidden: new Map() },
            { width, ...PLAIN },
          );
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          for (const line of text.split('\n'))
            expect(Array.from(line).length).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 30 },
    );
  });
});
