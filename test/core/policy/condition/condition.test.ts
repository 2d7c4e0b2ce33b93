import fc from 'fast-check';
import {
  evaluateConditions,
  explainConditions,
  prepareConditions,
  type PreparedConditions,
} from '../../../../lib/core/policy/condition';
import { OPERATORS } from '../../../../lib/core/policy/condition/operators';
import type { Tri } from '../../../../lib/core/policy/evaluation';
import type { ContextValue, RequestContext } from '../../../../lib/core/policy/request';
import { operators } from './operators.json';

type Requested = string | readonly string[] | { readonly unknown: true } | null;

function valueOf(requested: unknown): ContextValue {
  if (requested === null) return { state: 'absent' };
  if (typeof requested === 'string') return { state: 'known', values: [requested] };
  if (Array.isArray(requested)) return { state: 'known', values: requested.map(String) };
  return { state: 'unknown' };
}

function contextOf(values: Readonly<Record<string, Requested>>): RequestContext {
  return new Map(Object.entries(values).map(([key, value]) => [key, valueOf(value)]));
}

function prepared(condition: unknown, variables = true): PreparedConditions {
  const result = prepareConditions(condition, variables);
  if (!result.ok) throw new Error(result.error);
  return result.conditions;
}

function errorOf(condition: unknown): string {
  const result = prepareConditions(condition, true);
  return result.ok ? 'no error' : result.error;
}

const evaluate = (
  condition: unknown,
  values: Readonly<Record<string, Requested>>,
  variables = true,
): Tri => evaluateConditions(prepared(condition, variables), contextOf(values));

describe('every operator, by its table', () => {
  const tables = Object.entries<readonly unknown[]>(operators);

  it.each(
    tables.flatMap(([operator, rows]) =>
      rows.map((row) => [operator, ...(row as [unknown, unknown, string])] as const),
    ),
  )('%s %j on %j: %s', (operator, policy, request, expected) => {
    const conditions = prepared({ [operator]: { 'aws:Key': policy } });
    const context = new Map([['aws:key', valueOf(request)]]);
    expect(evaluateConditions(conditions, context)).toBe(expected);
    expect(explainConditions(conditions, context)).toMatchObject([{ result: expected }]);
  });

  it('has a table for every operator', () => {
    const missing = OPERATORS.filter(({ name }) => !Object.hasOwn(operators, name));
    expect(missing.map(({ name }) => name)).toEqual([]);
    expect(new Set(OPERATORS.map(({ name }) => name)).size).toBe(27);
  });
});

describe('a block', () => {
  it('needs every operator and every key', () => {
    const block = { StringEquals: { a: '1', b: '2' }, Bool: { c: true } };
    expect(evaluate(block, { a: '1', b: '2', c: 'true' })).toBe('yes');
    expect(evaluate(block, { a: '1', b: '3', c: 'true' })).toBe('no');
    expect(evaluate(block, { a: '1', b: '2', c: 'false' })).toBe('no');
  });

  it('certainly fails when one part does, and stays open when another is not known', () => {
    const block = { StringEquals: { a: '1', b: '2' } };
    expect(evaluate(block, { a: { unknown: true }, b: '3' })).toBe('no');
    expect(evaluate(block, { a: { unknown: true }, b: '2' })).toBe('unknown');
  });

  it('holds when there is none', () => {
    expect(evaluate(undefined, {})).toBe('yes');
    expect(evaluate({}, {})).toBe('yes');
    expect(prepared(undefined)).toEqual({ all: [], keys: [] });
  });

  it('takes key names in any case', () => {
    expect(
      evaluate({ StringEquals: { 'AWS:SourceVPCE': 'vpce-1' } }, { 'aws:sourcevpce': 'vpce-1' }),
    ).toBe('yes');
  });

  it('names its keys once, variables included', () => {
    const conditions = prepared({
      StringLike: { 's3:prefix': ['${aws:username}/*', '${aws:userid}'] },
      StringNotLike: { 'S3:Prefix': 'x' },
      Null: { 'aws:username': 'false' },
    });
    expect(conditions.keys).toEqual(['s3:prefix', 'aws:username', 'aws:userid']);
  });

  it('is safe with keys of the prototype', () => {
    const block: unknown = JSON.parse('{"StringEquals":{"__proto__":"a","constructor":"b"}}');
    expect(evaluate(block, { constructor: 'b' })).toBe('unknown');
    expect(prepared(block).keys).toEqual(['__proto__', 'constructor']);
    expect(errorOf(JSON.parse('{"__proto__":{"a":"b"}}'))).toBe(
      'Condition operator "__proto__" does not exist',
    );
  });
});

describe('variables in values', () => {
  const like = { StringLike: { 's3:prefix': '${aws:username}/*' } };

  it('are replaced in String and Arn operators', () => {
    expect(evaluate(like, { 's3:prefix': 'ana/x', 'aws:username': 'ana' })).toBe('yes');
    expect(evaluate(like, { 's3:prefix': 'bob/x', 'aws:username': 'ana' })).toBe('no');
    const arn = { ArnEquals: { 'aws:SourceArn': '${aws:PrincipalArn}' } };
    const role = 'arn:aws:iam::111122223333:role/a';
    expect(evaluate(arn, { 'aws:sourcearn': role, 'aws:principalarn': role })).toBe('yes');
    expect(evaluate(arn, { 'aws:sourcearn': role, 'aws:principalarn': `${role}b` })).toBe('no');
    expect(evaluate(arn, { 'aws:sourcearn': role, 'aws:principalarn': 'arn:aws:iam::*' })).toBe(
      'no',
    );
    const part = { ArnLike: { 'aws:SourceArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/*' } };
    expect(evaluate(part, { 'aws:sourcearn': role, 'aws:principalaccount': '111122223333' })).toBe(
      'yes',
    );
    expect(evaluate(part, { 'aws:sourcearn': role, 'aws:principalaccount': '444455556666' })).toBe(
      'no',
    );
    expect(evaluate(part, { 'aws:sourcearn': role })).toBe('unknown');
    expect(evaluate(part, { 'aws:sourcearn': 'arn:aws:s3:::b' })).toBe('no');
    expect(evaluate(part, { 'aws:sourcearn': role, 'aws:principalaccount': null })).toBe('no');
    const two = { ArnLike: { 'aws:SourceArn': 'arn:aws:iam::${account}:role/${name}' } };
    expect(evaluate(two, { 'aws:sourcearn': role, name: 'a' })).toBe('unknown');
    expect(evaluate(two, { 'aws:sourcearn': role, name: 'b' })).toBe('no');
  });

  it('are plain text before Version 2012-10-17', () => {
    expect(evaluate(like, { 's3:prefix': '${aws:username}/x', 'aws:username': 'ana' }, false)).toBe(
      'yes',
    );
    expect(evaluate(like, { 's3:prefix': 'ana/x', 'aws:username': 'ana' }, false)).toBe('no');
  });

  it('do not exist for numbers, dates, booleans and addresses', () => {
    expect(evaluate({ NumericEquals: { a: '${b}' } }, { a: '1', b: '1' })).toBe('no');
    expect(evaluate({ Bool: { a: '${b}' } }, { a: 'true', b: 'true' })).toBe('no');
    expect(evaluate({ IpAddress: { a: '${b}' } }, { a: '10.0.0.1', b: '10.0.0.1' })).toBe('no');
  });

  it('without value and default let neither a positive nor a negated operator hold', () => {
    const values = { 'aws:resourcetag/team': 'pay', 'aws:principaltag/team': null };
    const tag = (operator: string, value: string): unknown => ({
      [operator]: { 'aws:ResourceTag/team': value },
    });
    expect(evaluate(tag('StringEquals', '${aws:PrincipalTag/team}'), values)).toBe('no');
    expect(evaluate(tag('StringNotEquals', '${aws:PrincipalTag/team}'), values)).toBe('no');
    expect(evaluate(tag('StringNotEquals', "${aws:PrincipalTag/team, 'x'}"), values)).toBe('yes');
    expect(evaluate(tag('StringNotEquals', '${aws:PrincipalTag/team}'), {})).toBe('unknown');
    expect(
      evaluate(tag('StringNotEquals', '${aws:PrincipalTag/team}'), {
        'aws:resourcetag/team': null,
        'aws:principaltag/team': null,
      }),
    ).toBe('no');
  });
});

describe('a variable or a key that is not known', () => {
  const unlike = { StringNotLike: { key: 'a/${var}' } };

  it('leaves a negated operator open, for the variable may match or have no value', () => {
    expect(evaluate(unlike, { key: 'a/1' })).toBe('unknown');
    expect(evaluate(unlike, { key: 'b/1' })).toBe('unknown');
    expect(evaluate(unlike, { key: null })).toBe('unknown');
  });

  it('with a default leaves a negated operator open only where the value may match', () => {
    const withDefault = { StringNotLike: { key: "a/${var, 'x'}" } };
    expect(evaluate(withDefault, { key: 'a/1' })).toBe('unknown');
    expect(evaluate(withDefault, { key: 'b/1' })).toBe('yes');
    expect(evaluate(withDefault, { key: null })).toBe('yes');
  });

  it('settles what no value of the key could change', () => {
    expect(evaluate({ StringEquals: { key: '${var}' } }, { var: null })).toBe('no');
    expect(evaluate({ StringEquals: { key: ['${var}', 'a'] } }, { var: null })).toBe('unknown');
    expect(evaluate({ StringEquals: { key: '${var}' } }, { var: 'a' })).toBe('unknown');
    expect(evaluate({ StringNotEquals: { key: '${var}' } }, { var: null })).toBe('no');
    expect(evaluate({ StringNotEquals: { key: '${var}' } }, { var: 'a' })).toBe('unknown');
    expect(evaluate({ 'ForAnyValue:StringNotEquals': { key: '${var}' } }, { var: 'a' })).toBe(
      'unknown',
    );
    expect(evaluate({ 'ForAnyValue:StringNotLike': { key: 'a*' } }, {})).toBe('unknown');
  });
});

describe('errors', () => {
  it.each([
    [
      { StringEqual: { a: 'b' } },
      'Condition operator "StringEqual" does not exist; did you mean StringEquals?',
    ],
    [
      { IpAdress: { a: 'b' } },
      'Condition operator "IpAdress" does not exist; did you mean IpAddress?',
    ],
    [{ Matches: { a: 'b' } }, 'Condition operator "Matches" does not exist'],
    [
      { NullIfExists: { a: 'true' } },
      'Condition operator Null does not take IfExists; found "NullIfExists"',
    ],
    [
      { 'ForSomeValues:StringEquals': { a: 'b' } },
      'Condition operator "ForSomeValues:StringEquals" has an unknown prefix; expected ForAllValues or ForAnyValue',
    ],
    [
      { ':StringEquals': { a: 'b' } },
      'Condition operator ":StringEquals" has an unknown prefix; expected ForAllValues or ForAnyValue',
    ],
    [{ StringEquals: 'b' }, 'Condition "StringEquals" must be an object of keys, found a string'],
    [
      { StringEquals: { a: { b: 'c' } } },
      'Condition "StringEquals" on "a" must have a string, number or boolean, or a list of these; found a object',
    ],
    [
      { StringEquals: { a: ['b', null] } },
      'Condition "StringEquals" on "a" must have a string, number or boolean, or a list of these; found a list that holds something else',
    ],
    [[], 'Condition must be an object, found a list'],
    [null, 'Condition must be an object, found null'],
    ['x', 'Condition must be an object, found a string'],
  ])('%j: %s', (condition, expected) => {
    expect(errorOf(condition)).toBe(expected);
  });

  it('stay short whatever the document holds', () => {
    expect(errorOf({ ['x'.repeat(100_000)]: {} })).toBe(
      `Condition operator "${'x'.repeat(80)}…" does not exist`,
    );
    expect(errorOf({ ['x'.repeat(80)]: {} })).toBe(
      `Condition operator "${'x'.repeat(80)}" does not exist`,
    );
  });
});

describe('explanations', () => {
  it('say what each key wants, has and gives', () => {
    const conditions = prepared({
      StringEquals: {
        'aws:PrincipalTag/team': '${aws:ResourceTag/team}',
        'aws:RequestedRegion': ['eu-west-1'],
      },
      Bool: { 'aws:MultiFactorAuthPresent': true },
    });
    const context = contextOf({
      'aws:principaltag/team': 'pay',
      'aws:requestedregion': 'us-east-1',
      'aws:multifactorauthpresent': null,
    });
    expect(explainConditions(conditions, context)).toEqual([
      {
        operator: 'StringEquals',
        key: 'aws:PrincipalTag/team',
        expected: ['${aws:ResourceTag/team}'],
        actual: { state: 'known', values: ['pay'] },
        result: 'unknown',
        unknownKeys: ['aws:ResourceTag/team'],
        problem: null,
      },
      {
        operator: 'StringEquals',
        key: 'aws:RequestedRegion',
        expected: ['eu-west-1'],
        actual: { state: 'known', values: ['us-east-1'] },
        result: 'no',
        unknownKeys: [],
        problem: null,
      },
      {
        operator: 'Bool',
        key: 'aws:MultiFactorAuthPresent',
        expected: ['true'],
        actual: { state: 'absent' },
        result: 'no',
        unknownKeys: [],
        problem: null,
      },
    ]);
  });

  it.each([
    [
      { NumericLessThan: { a: ['ten', '5'] } },
      { a: '7' },
      { kind: 'invalidValues', values: ['ten'] },
    ],
    [
      { DateLessThan: { a: ['2026-13-01', '2026-02-30T00:00:00Z', '2026-01-01'] } },
      { a: '2026-06-01' },
      { kind: 'invalidValues', values: ['2026-13-01', '2026-02-30T00:00:00Z'] },
    ],
    [{ Null: { a: 'maybe' } }, { a: null }, { kind: 'invalidValues', values: ['maybe'] }],
    [
      { StringNotEquals: { a: '${b}' } },
      { a: 'x', b: null },
      { kind: 'unresolvedVariables', names: ['b'] },
    ],
    [{ StringEquals: { a: 'x' } }, { a: ['x', 'y'] }, { kind: 'severalValues' }],
    [{ StringEquals: { a: 'x' } }, { a: 'y' }, null],
    [{ Null: { a: 'true' } }, { a: 'y' }, null],
  ])('%j on %j: %j', (condition, values: Record<string, Requested>, problem) => {
    const [explained] = explainConditions(prepared(condition), contextOf(values));
    expect(explained?.result).toBe('no');
    expect(explained?.problem).toEqual(problem);
  });

  it('name no problem where the condition holds, is open, or compares several values on purpose', () => {
    const problems = (condition: unknown, values: Readonly<Record<string, Requested>>): unknown =>
      explainConditions(prepared(condition), contextOf(values)).map(({ problem }) => problem);
    const partly = { NumericLessThan: { a: ['ten', '5'] } };
    expect(problems(partly, { a: '3' })).toEqual([null]);
    expect(problems(partly, {})).toEqual([null]);
    const each = { 'ForAllValues:StringEquals': { a: 'x' } };
    expect(problems(each, { a: ['x', 'y'] })).toEqual([null]);
  });

  it('shows variables with their values', () => {
    const conditions = prepared({ StringLike: { 's3:prefix': ['${aws:username}/*', 'public/*'] } });
    const context = contextOf({ 's3:prefix': 'bob/', 'aws:username': 'ana' });
    expect(explainConditions(conditions, context)[0]?.expected).toEqual(['ana/*', 'public/*']);
  });

  it('names the unknown key of Null', () => {
    expect(
      explainConditions(prepared({ Null: { 'aws:TokenIssueTime': 'true' } }), new Map())[0],
    ).toMatchObject({
      result: 'unknown',
      unknownKeys: ['aws:TokenIssueTime'],
      actual: { state: 'unknown' },
    });
  });
});

describe('laws', () => {
  const positive = OPERATORS.filter((operator) => operator.kind === 'value' && !operator.negated);
  const values = [
    'a',
    'A',
    'b',
    'a*',
    '*',
    '1',
    '2',
    '1.0',
    'true',
    'false',
    'QQ==',
    '2026',
    '2026-01-01T00:00:00Z',
    '10.0.0.0/8',
    '10.1.2.3',
    '2001:db8::/32',
    '2001:db8::1',
    'arn:aws:s3:::b',
    'arn:aws:s3:::*',
    '${k}',
    "${k, 'a'}",
  ];
  const anyValue = fc.constantFrom(...values);
  const anyState = fc.oneof(
    fc
      .array(anyValue, { maxLength: 3 })
      .map((all): ContextValue => ({ state: 'known', values: all })),
    fc.constant<ContextValue>({ state: 'absent' }),
  );
  const anyOperator = fc
    .tuple(
      fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
      fc.constantFrom(...OPERATORS.map(({ name }) => name)),
      fc.constantFrom('', 'IfExists'),
    )
    .map(([set, name, suffix]) => `${set}${name}${name === 'Null' ? '' : suffix}`);
  const anyBlock = fc.dictionary(
    anyOperator,
    fc.dictionary(fc.constantFrom('x', 'y'), fc.array(anyValue, { maxLength: 3 }), {
      minKeys: 1,
      noNullPrototype: true,
    }),
    { minKeys: 1, maxKeys: 2, noNullPrototype: true },
  );

  it('a negated operator answers the opposite for one known value that parses', () => {
    const pairs = positive.flatMap(({ name }) => {
      const negated =
        name === 'IpAddress' ? 'NotIpAddress' : name.replace(/(Equals|Like)/, 'Not$1');
      return OPERATORS.some((other) => other.name === negated) && negated !== name
        ? [[name, negated] as const]
        : [];
    });
    expect(pairs).toHaveLength(8);
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.array(anyValue, { minLength: 1, maxLength: 3 }),
        anyValue,
        (pair, policy, value) => {
          const context = new Map<string, ContextValue>([
            ['x', { state: 'known', values: [value] }],
            ['k', { state: 'known', values: ['a'] }],
          ]);
          const [plain, negated] = pair.map((name) => prepared({ [name]: { x: policy } }));
          if (plain === undefined || negated === undefined) return false;
          if (plain.all.some(({ invalid }) => invalid.length > 0)) {
            return evaluateConditions(negated, context) === 'no';
          }
          return evaluateConditions(plain, context) !== evaluateConditions(negated, context);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('unknown is never better than known: a definite answer holds for every value', () => {
    fc.assert(
      fc.property(
        anyBlock,
        anyState,
        anyState,
        anyState,
        fc.subarray(['x', 'y', 'k']),
        (block, x, y, k, hidden) => {
          const conditions = prepared(block);
          const known = new Map<string, ContextValue>([
            ['x', x],
            ['y', y],
            ['k', k],
          ]);
          const exact = evaluateConditions(conditions, known);
          const vague = evaluateConditions(
            conditions,
            new Map([...known].filter(([key]) => !hidden.includes(key))),
          );
          return exact !== 'unknown' && (vague === 'unknown' || vague === exact);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('the explanations together give the same answer', () => {
    fc.assert(
      fc.property(anyBlock, anyState, fc.option(anyState, { nil: undefined }), (block, x, k) => {
        const conditions = prepared(block);
        const context = new Map([['x', x], ...(k === undefined ? [] : [['k', k] as const])]);
        const results = explainConditions(conditions, context).map(({ result }) => result);
        const all = results.includes('no') ? 'no' : results.includes('unknown') ? 'unknown' : 'yes';
        return all === evaluateConditions(conditions, context);
      }),
      { numRuns: 2000 },
    );
  });

  it('an open answer always names the keys that left it open', () => {
    fc.assert(
      fc.property(anyBlock, fc.option(anyState, { nil: undefined }), (block, x) => {
        const explained = explainConditions(
          prepared(block),
          new Map(x === undefined ? [] : [['x', x]]),
        );
        return explained.every(
          ({ result, unknownKeys }) => (result === 'unknown') === unknownKeys.length > 0,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
