import fc from 'fast-check';
import { statementAt, type Position } from '../../lib/aws/simulator/statement-position';

/** 1-based line and column of an offset, as the simulator counts. */
function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The reported range: from just after the bracket, comma or brace before the statement to just after its brace. */
function rangeOf(text: string, from: number, to: number): readonly [Position, Position] {
  return [positionOf(text, from), positionOf(text, to)];
}

describe('statementAt', () => {
  const text = [
    '{',
    '  "Version": "2012-10-17",',
    '  "Statement": [',
    '    { "Sid": "First", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },',
    '    {',
    '      "Sid": "Second",',
    '      "Effect": "Deny",',
    '      "Action": "*",',
    '      "Resource": "}],{\\"\\\\"',
    '    }',
    '  ]',
    '}',
  ].join('\n');

  it('finds the first statement, whose range starts after the bracket', () => {
    const found = statementAt(text, { line: 3, column: 17 }, { line: 4, column: 85 });
    expect(found).toMatchObject({ index: 0, sid: 'First', statement: { Effect: 'Allow' } });
  });

  it('finds the second statement, whose range starts after the comma', () => {
    const found = statementAt(text, { line: 4, column: 86 }, { line: 10, column: 6 });
    expect(found).toStrictEqual({
      index: 1,
      sid: 'Second',
      statement: { Sid: 'Second', Effect: 'Deny', Action: '*', Resource: '}],{"\\' },
    });
  });

  it('finds a single statement that is no list, whose range starts after its own brace', () => {
    const single =
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"},"Version":"2012-10-17"}';
    const found = statementAt(single, { line: 1, column: 15 }, { line: 1, column: 60 });
    expect(found).toMatchObject({ index: 0, sid: null, statement: { Effect: 'Allow' } });
  });

  it('takes the outermost Statement, and of two the last', () => {
    const twice =
      '{"Id":{"Statement":[{"Sid":"inner"}]},"Statement":[{"Sid":"a"}],"Statement":[{"Sid":"b"}]}';
    const ends = [...twice.matchAll(/}/g)].map(({ index }) => index + 1);
    const found = ends.map((end) => {
      const start = twice.lastIndexOf('{', end - 1);
      return statementAt(twice, ...rangeOf(twice, start, end))?.sid ?? null;
    });
    expect(found.filter((sid) => sid !== null)).toStrictEqual(['b']);
  });

  it.each([
    ['a range that ends inside a statement', text, [4, 5], [4, 40]],
    ['a range that starts inside the statement', text, [4, 20], [4, 85]],
    ['a range that spans two statements', text, [3, 17], [10, 6]],
    ['a line that is not there', text, [3, 17], [99, 1]],
    ['a column past the end', text, [3, 17], [12, 99]],
    ['line zero', text, [0, 0], [4, 85]],
    ['a text that is no policy', '[1,2,{}]', [1, 6], [1, 8]],
    ['a text that is no JSON', '{"Statement":[{oops}]}', [1, 15], [1, 21]],
    ['a string that never ends', '{"Statement":[{"Sid":"x}]}', [1, 15], [1, 25]],
    ['an empty text', '', [1, 1], [1, 1]],
  ] as const)('finds nothing for %s', (_, document, [line, column], [endLine, endColumn]) => {
    const range = [
      { line, column },
      { line: endLine, column: endColumn },
    ] as const;
    expect(statementAt(document, ...range)).toBeNull();
  });

  it('finds each statement of any document, however it is laid out', () => {
    const value = fc.oneof(
      fc.string(),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.string()),
    );
    const statement = fc.dictionary(
      fc.constantFrom('Sid', 'Action', 'Resource', 'Statement', '{'),
      value,
    );
    const indent = fc.constantFrom(undefined, 1, 2, '\t');
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 6 }),
        indent,
        fc.boolean(),
        (statements, space, versionFirst) => {
          const body = JSON.stringify(statements, null, space);
          const members = [`"Statement": ${body}`, '"Version":\n"2012-10-17"'];
          const document = `{\n${(versionFirst ? members.toReversed() : members).join(' ,\n')} }`;
          let from = document.indexOf(body) + 1;
          for (const [index, expected] of statements.entries()) {
            const brace = document.indexOf('{', from);
            const to = brace + endOfObject(document.slice(brace));
            expect(statementAt(document, ...rangeOf(document, from, to))).toStrictEqual({
              index,
              sid: typeof expected['Sid'] === 'string' ? expected['Sid'] : null,
              statement: JSON.parse(document.slice(brace, to)) as unknown,
            });
            from = to + 1;
          }
        },
      ),
    );
  });

  it('reads a document of maximum size in one pass', () => {
    const many = Array.from({ length: 1_500 }, (_, i) => ({
      Sid: `s${i}`,
      Effect: 'Allow',
      Action: '"{[',
    }));
    const document = JSON.stringify({ Statement: many });
    const end = document.lastIndexOf('}]') + 1;
    const start = document.lastIndexOf(',{') + 1;
    expect(statementAt(document, ...rangeOf(document, start, end))).toMatchObject({ sid: 's1499' });
  });
});

/** The shortest prefix that is JSON: slow and obvious. */
function endOfObject(text: string): number {
  for (let end = text.indexOf('}') + 1; end > 0; end = text.indexOf('}', end) + 1) {
    try {
      JSON.parse(text.slice(0, end));
      return end;
    } catch {
      // not yet
    }
  }
  throw new Error('no object');
}
