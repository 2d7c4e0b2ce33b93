import fc from 'fast-check';
import {
  isUnresolvable,
  matchPattern,
  preparePattern,
  showPattern,
  unknownVariables,
} from '../../../lib/core/policy/pattern';
import type { ContextValue, RequestContext } from '../../../lib/core/policy/request';

const none: RequestContext = new Map();

const context = (values: Record<string, ContextValue | string>): RequestContext =>
  new Map(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? { state: 'known', values: [value] } : value,
    ]),
  );

const match = (pattern: string, value: string): string =>
  matchPattern(preparePattern(pattern, { variables: true }), value, none);

/** The obvious matcher: tries every way, exponential and easy to check by eye. */
function obviously(pattern: string, value: string): boolean {
  if (pattern === '') return value === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*')
    return obviously(rest, value) || (value !== '' && obviously(pattern, value.slice(1)));
  return value !== '' && (first === '?' || first === value[0]) && obviously(rest, value.slice(1));
}

describe('wildcards in resources', () => {
  it.each([
    ['*', 'arn:aws:s3:::b', 'yes'],
    ['*', '', 'yes'],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b', 'yes'],
    ['arn:aws:s3:::b', 'arn:aws:s3:::B', 'no'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', 'no'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/', 'yes'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a/b:c', 'yes'],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b', 'yes'],
    ['arn:aws:*', 'arn:aws:s3:::b/k', 'yes'],
    ['arn:*:role/x', 'arn:aws:iam::111122223333:role/x', 'yes'],
    ['arn:*:role/x', 'arn:aws:iam::111122223333:role/xy', 'no'],
    ['ab*bc', 'abc', 'no'],
    ['ab*bc', 'abbc', 'yes'],
    ['*a*b*', 'xbxaxb', 'yes'],
    ['*a*b*', 'bbba', 'no'],
    ['i-????', 'i-0123', 'yes'],
    ['i-????', 'i-01234', 'no'],
    ['i-????', 'i-012', 'no'],
    ['*a?c*', 'xxabxadcx', 'yes'],
    ['**', 'anything', 'yes'],
    ['', '', 'yes'],
    ['', 'x', 'no'],
    ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:eu-west-1:111122223333:instance/*', 'yes'],
    ['arn:aws:ec2:*:*:instance/i-*', 'arn:aws:ec2:eu-west-1:111122223333:instance/*', 'no'],
    ['[a-z]+(.*)', 'abc', 'no'],
    ['[a-z]+(.*)', '[a-z]+(.whatever)', 'yes'],
  ])('%s on %s: %s', (pattern, value, expected) => {
    expect(match(pattern, value)).toBe(expected);
  });

  it('matches as the obvious recursive matcher does', () => {
    const letter = fc.constantFrom('a', 'b', ':', '*', '?');
    const text = fc.constantFrom('a', 'b', ':', 'c');
    fc.assert(
      fc.property(
        fc.array(letter, { maxLength: 9 }).map((all) => all.join('')),
        fc.array(text, { maxLength: 10 }).map((all) => all.join('')),
        (pattern, value) => match(pattern, value) === (obviously(pattern, value) ? 'yes' : 'no'),
      ),
      { numRuns: 5000 },
    );
  });

  it('finds long runs, with and without question marks, as the obvious matcher does', () => {
    const run = fc
      .array(fc.constantFrom('aaaa', 'aaab', 'ab', 'a?aa', 'b'), { minLength: 9, maxLength: 30 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(run, run, run, fc.boolean(), (before, wanted, after, present) => {
        const plain = (text: string): string => text.replaceAll('?', 'c');
        const value = `<${plain(before)}${present ? plain(wanted) : ''}${plain(after)}>`;
        const places = Array.from({ length: value.length }, (_, at) => at);
        const expected = places.some(
          (at) =>
            at > 0 &&
            at + wanted.length < value.length &&
            Array.from(wanted).every((char, i) => char === '?' || char === value[at + i]),
        );
        return match(`<*${wanted}*>`, value) === (expected ? 'yes' : 'no');
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['many stars', `${'*a'.repeat(3000)}*b`, 'a'.repeat(6000)],
    ['a long run that nearly repeats', `*${'a'.repeat(3000)}b*`, 'a'.repeat(6000)],
    ['a short run that nearly repeats', `*${'a'.repeat(30)}b*`, 'a'.repeat(6000)],
    ['question marks between', `*${'a?'.repeat(1500)}b*`, 'a'.repeat(6000)],
    ['stars and question marks', `${'*?a'.repeat(2000)}*b*`, 'a'.repeat(6000)],
  ])('takes few steps on hostile input: %s', (_, pattern, value) => {
    const prepared = preparePattern(pattern, { variables: true });
    const steps = jest.spyOn(String.prototype, 'charCodeAt');
    expect(matchPattern(prepared, value, none)).toBe('no');
    expect(steps.mock.calls.length).toBeLessThan(80 * value.length);
  });

  it('ignores case only when asked to', () => {
    const action = preparePattern('S3:Get*', { variables: false, ignoreCase: true });
    expect(matchPattern(action, 's3:GETOBJECT', none)).toBe('yes');
    expect(matchPattern(action, 's3:PutObject', none)).toBe('no');
  });

  it('takes wildcards as plain characters where the operator has none', () => {
    const exact = preparePattern('a*', { variables: true, wildcards: false });
    expect(matchPattern(exact, 'a*', none)).toBe('yes');
    expect(matchPattern(exact, 'ab', none)).toBe('no');
  });
});

describe('policy variables', () => {
  const home = 'arn:aws:s3:::shared/home/${aws:username}/*';
  const object = (key: string): string => `arn:aws:s3:::shared/${key}`;
  const on = (pattern: string, value: string, ctx: RequestContext, variables = true): string =>
    matchPattern(preparePattern(pattern, { variables }), value, ctx);

  it('replaces a variable by the value of the request', () => {
    expect(on(home, object('home/ana/x'), context({ 'aws:username': 'ana' }))).toBe('yes');
    expect(on(home, object('home/bob/x'), context({ 'aws:username': 'ana' }))).toBe('no');
    expect(on(home, object('home/ana/x'), context({ 'aws:username': 'Ana' }))).toBe('no');
  });

  it('has no variables before Version 2012-10-17', () => {
    const ana = context({ 'aws:username': 'ana' });
    expect(on(home, object('home/ana/x'), ana, false)).toBe('no');
    expect(on(home, object('home/${aws:username}/x'), ana, false)).toBe('yes');
    expect(on('a${*}', 'a${anything}', none, false)).toBe('yes');
  });

  it('takes wildcards in a value as plain text', () => {
    const star = context({ 'aws:username': '*', 'aws:principaltag/t': 'a?c' });
    expect(on(home, object('home/bob/x'), star)).toBe('no');
    expect(on(home, object('home/*/x'), star)).toBe('yes');
    expect(on('${aws:PrincipalTag/t}', 'abc', star)).toBe('no');
    expect(on('${aws:PrincipalTag/t}', 'a?c', star)).toBe('yes');
  });

  it('is unknown only while the rest of the pattern leaves a match possible', () => {
    const unknown = context({ 'aws:username': { state: 'unknown' } });
    expect(on(home, object('home/ana/x'), unknown)).toBe('unknown');
    expect(on(home, object('home/ana/x'), none)).toBe('unknown');
    expect(on(home, object('public/x'), unknown)).toBe('no');
  });

  it('matches nothing when the key is absent, unless there is a default', () => {
    const absent = context({ 'aws:principaltag/team': { state: 'absent' } });
    expect(on('x/${aws:PrincipalTag/team}', 'x/', absent)).toBe('no');
    expect(on("x/${aws:PrincipalTag/team, 'all'}", 'x/all', absent)).toBe('yes');
    expect(on("x/${aws:PrincipalTag/team, '*'}", 'x/any', absent)).toBe('no');
    expect(on("x/${aws:PrincipalTag/team,'all'}", 'x/all', none)).toBe('unknown');
    const pay = context({ 'aws:principaltag/team': 'pay' });
    expect(on("x/${aws:PrincipalTag/team, 'all'}", 'x/pay', pay)).toBe('yes');
    expect(on("x/${aws:PrincipalTag/team, 'all'}", 'x/all', pay)).toBe('no');
  });

  it('cannot use a key that has several values', () => {
    const many = context({ 'aws:tagkeys': { state: 'known', values: ['a', 'b'] } });
    expect(on('x/${aws:TagKeys}', 'x/a', many)).toBe('no');
  });

  it('reads the escapes as the characters themselves', () => {
    expect(on('a${*}b', 'a*b', none)).toBe('yes');
    expect(on('a${*}b', 'axb', none)).toBe('no');
    expect(on('a${?}b', 'a?b', none)).toBe('yes');
    expect(on('a${?}b', 'axb', none)).toBe('no');
    expect(on('a${$}{b}', 'a${b}', none)).toBe('yes');
  });

  it.each(['${', 'a${b', '${}', "${a, 'b}", '${a, b}', '${ }'])(
    'takes %s, which is no variable, as plain text',
    (text) => {
      expect(on(text, text, none)).toBe('yes');
    },
  );

  it('reads unclosed variables in one pass', () => {
    const indexOf = jest.spyOn(String.prototype, 'indexOf');
    preparePattern('${'.repeat(50_000), { variables: true });
    expect(indexOf.mock.calls.length).toBeLessThan(10);
  });

  it('says which variable is missing or unknown, and shows what it stands for', () => {
    const pattern = preparePattern("${aws:username}/${aws:PrincipalTag/T}/${x, 'd'}/*?", {
      variables: true,
    });
    const known = context({ 'aws:username': 'ana', x: { state: 'absent' } });
    expect(pattern.variables).toEqual(['aws:username', 'aws:PrincipalTag/T', 'x']);
    expect(unknownVariables(pattern, known)).toEqual(['aws:PrincipalTag/T']);
    expect(isUnresolvable(pattern, known)).toBe('unknown');
    expect(showPattern(pattern, known)).toBe('ana/${aws:PrincipalTag/T}/d/*?');
    expect(isUnresolvable(pattern, context({ 'aws:username': { state: 'absent' } }))).toBe('yes');
  });

  it('unknown is never better than known: a definite answer holds for every value', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?', '${k}', "${k, 'a'}", '${l}');
    const value = fc
      .array(fc.constantFrom('a', 'b', '*'), { maxLength: 4 })
      .map((all) => all.join(''));
    const state = fc.oneof(
      value.map((text): ContextValue => ({ state: 'known', values: [text] })),
      fc.constant<ContextValue>({ state: 'absent' }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 5 }).map((all) => all.join('')),
        value,
        state,
        state,
        (text, against, k, l) => {
          const pattern = preparePattern(text, { variables: true });
          const vague = matchPattern(pattern, against, new Map([['l', l]]));
          const exact = matchPattern(pattern, against, context({ k, l }));
          return vague === 'unknown' ? exact !== 'unknown' : vague === exact;
        },
      ),
      { numRuns: 3000 },
    );
  });
});
