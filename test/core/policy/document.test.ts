import fc from 'fast-check';
import { decodeDocument } from '../../../lib/core/policy/document';
import type { PolicyRef } from '../../../lib/core/policy/layer';
import { describePolicy, preparePolicy } from '../../../lib/core/policy/prepare';

const identity: PolicyRef = {
  layer: 'identity',
  arn: null,
  name: 'deploy',
  attachedTo: 'arn:aws:iam::111122223333:user/ana',
};
const bucket: PolicyRef = {
  layer: 'resource',
  arn: null,
  name: 'bucketPolicy',
  attachedTo: 'arn:aws:s3:::b',
};
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

function errorOf(document: unknown, ref: PolicyRef = identity): string | null {
  const result = preparePolicy(ref, document);
  return result.ok ? null : result.error;
}

function issuesOf(document: unknown, ref: PolicyRef = identity): readonly string[] {
  const result = preparePolicy(ref, document);
  return result.ok ? result.policy.issues : [result.error];
}

const NAME =
  'the identity-based policy "deploy" of arn:aws:iam::111122223333:user/ana cannot be read: ';

describe('a document that AWS would not have stored is an error that names policy and place', () => {
  test.each([
    ['nothing', undefined, 'a policy document must be an object or its JSON text, found nothing'],
    ['a list', [allow], 'a policy document must be an object or its JSON text, found a list of 1'],
    [
      'text',
      'allow all',
      'the text is neither JSON nor URL-encoded JSON: it starts with "allow all"',
    ],
    [
      'cut JSON',
      '{"Statement": [',
      'the text is neither JSON nor URL-encoded JSON: it starts with "{\\"Statement\\": ["',
    ],
    [
      'a broken escape',
      '%7B%ZZ',
      'the text is neither JSON nor URL-encoded JSON: it starts with "%7B%ZZ"',
    ],
    [
      'JSON that is no object',
      '%5B1%5D',
      'the text is neither JSON nor URL-encoded JSON: it starts with "%5B1%5D"',
    ],
    ['no statement', { Version: '2012-10-17' }, 'the document has no Statement'],
    [
      'a wrong version',
      { Version: '2012-10-18', Statement: [] },
      'Version must be "2012-10-17" or "2008-10-17", found "2012-10-18"',
    ],
    [
      'a statement that is none',
      { Statement: ['Allow'] },
      'Statement[0] must be an object, found "Allow"',
    ],
    [
      'a wrong effect',
      { Statement: [allow, { ...allow, Effect: 'allow' }] },
      'Statement[1]: Effect must be "Allow" or "Deny", found "allow"',
    ],
    [
      'no effect, with Sid',
      { Statement: { Sid: 'A', Action: '*', Resource: '*' } },
      'Statement[0] (Sid "A"): Effect must be "Allow" or "Deny", found nothing',
    ],
    [
      'no action',
      { Statement: { Effect: 'Allow', Actions: ['*'], Resource: '*' } },
      'Statement[0] has neither Action nor NotAction, but it has "Actions"',
    ],
    [
      'both',
      { Statement: { ...allow, NotAction: 's3:*' } },
      'Statement[0] has both Action and NotAction; AWS accepts one of them',
    ],
    [
      'no resource',
      { Statement: { Effect: 'Allow', Action: '*' } },
      'Statement[0] has neither Resource nor NotResource',
    ],
    [
      'an action that is none',
      { Statement: { ...allow, Action: ['s3:Get*', 7] } },
      'Statement[0]: Action[1] must be a string, found 7',
    ],
    [
      'a resource that is none',
      { Statement: { ...allow, Resource: { Ref: 'Bucket' } } },
      'Statement[0]: Resource must be a string, found an object',
    ],
    [
      'an unknown operator',
      { Statement: { ...allow, Condition: { StringEqual: { 'aws:username': 'a' } } } },
      'Statement[0]: Condition operator "StringEqual" does not exist; did you mean StringEquals?',
    ],
  ])('%s', (_, document, error) => {
    expect(errorOf(document)).toBe(NAME + error);
  });

  test.each([
    [
      'no principal',
      { Effect: 'Allow', Action: '*', Resource: '*' },
      'Statement[0] has neither Principal nor NotPrincipal',
    ],
    [
      'a principal without kind',
      { ...allow, Principal: 'arn:aws:iam::111122223333:root' },
      'Statement[0]: Principal must be "*" or an object with AWS, Service, Federated, CanonicalUser, found "arn:aws:iam::111122223333:root"',
    ],
    [
      'a principal that is a number',
      { ...allow, Principal: { AWS: 111122223333 } },
      'Statement[0]: Principal.AWS must be a string, found 111122223333',
    ],
    [
      'both principals',
      { ...allow, Principal: '*', NotPrincipal: '*' },
      'Statement[0] has both Principal and NotPrincipal; AWS accepts one of them',
    ],
  ])('resource-based policy: %s', (_, Statement, error) => {
    expect(errorOf({ Statement }, bucket)).toBe(
      `the resource-based policy "bucketPolicy" of arn:aws:s3:::b cannot be read: ${error}`,
    );
  });
});

test('a managed policy is named by its ARN, one that is attached nowhere by its name alone', () => {
  expect(
    describePolicy({
      layer: 'scp',
      arn: 'arn:aws:organizations::1:policy/p',
      name: 'x',
      attachedTo: 'r-ab12',
    }),
  ).toBe('the service control policy "arn:aws:organizations::1:policy/p" of r-ab12');
  expect(describePolicy({ layer: 'boundary', arn: null, name: null, attachedTo: null })).toBe(
    'the permissions boundary',
  );
});

describe('what is odd but has one meaning is reported and evaluated', () => {
  test.each([
    [
      'an unknown element',
      { Statement: { ...allow, Comment: 'x' } },
      ['Statement[0] has "Comment", which is no policy element'],
    ],
    [
      'an unknown element of the document',
      { Statement: allow, Name: 'x' },
      ['the document has "Name", which is no policy element'],
    ],
    [
      'a principal where none can be',
      { Statement: { ...allow, Principal: '*' } },
      [
        'Statement[0] names a principal, which the identity-based policy "deploy" of arn:aws:iam::111122223333:user/ana cannot',
      ],
    ],
    ['nothing odd', { Version: '2012-10-17', Id: 'x', Statement: { ...allow, Sid: 'A' } }, []],
  ])('%s', (_, document, issues) => {
    expect(issuesOf(document)).toEqual(issues);
  });

  test('an unknown kind of principal', () => {
    const Statement = { ...allow, Principal: { AWS: '*', Aws: 'x' } };
    expect(issuesOf({ Statement }, bucket)).toEqual([
      'Statement[0]: Principal has "Aws", which is no kind of principal',
    ]);
  });

  test('a trust policy needs no Resource, a statement list may be empty', () => {
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' };
    expect(issuesOf({ Statement: trust }, bucket)).toEqual([]);
    expect(issuesOf({ Statement: [] })).toEqual([]);
  });

  test('issues are not repeated without end', () => {
    const many = Array.from({ length: 500 }, () => ({ ...allow, Comment: 'x' }));
    expect(issuesOf({ Statement: many })).toHaveLength(20);
  });
});

describe('documents come in every wrapping', () => {
  const document = { Version: '2012-10-17', Statement: [{ ...allow, Sid: 'Prüfung %' }] };
  const text = JSON.stringify(document);

  test.each([
    ['as an object', document],
    ['as JSON text', text],
    ['as JSON text with a break before it', `\n ${text}`],
    ['URL-encoded, as the IAM API has it', encodeURIComponent(text)],
  ])('%s', (_, given) => {
    expect(decodeDocument(given)).toEqual({ ok: true, value: document });
  });

  test('the document and its statements are kept as written', () => {
    const result = preparePolicy(identity, document);
    expect(result.ok && result.policy.document).toBe(document);
    expect(result.ok && result.policy.statements[0]?.ref).toEqual({
      ...identity,
      statementIndex: 0,
      sid: 'Prüfung %',
      statement: document.Statement[0],
    });
  });
});

describe('hostile documents', () => {
  test('are refused when they are larger than any policy', () => {
    const statements = Array.from({ length: 2_001 }, () => allow);
    expect(errorOf({ Statement: statements })).toBe(
      `${NAME}the document has 2001 statements; no policy has that many`,
    );
    const long = { ...allow, Resource: ['a'.repeat(100_000), 'b'.repeat(100_000)] };
    expect(errorOf({ Statement: long })).toMatch(/larger than any policy that AWS accepts$/);
    const many = { ...allow, Action: Array.from({ length: 20_001 }, () => 's3:*') };
    expect(errorOf({ Statement: many })).toMatch(/larger than any policy that AWS accepts$/);
    expect(errorOf(`{${' '.repeat(400_000)}`)).toMatch(/no policy is that long$/);
  });

  test('an error message does not repeat 200 KB', () => {
    expect(errorOf({ Version: 'x'.repeat(200_000), Statement: [] })?.length).toBeLessThan(300);
    expect(errorOf('x'.repeat(200_000))?.length).toBeLessThan(300);
  });

  test('elements of the prototype are no elements', () => {
    const made: unknown = JSON.parse(
      '{"Statement":{"Effect":"Allow","Action":"*","__proto__":{"Resource":"*"}}}',
    );
    expect(errorOf(made)).toBe(`${NAME}Statement[0] has neither Resource nor NotResource`);
    expect(errorOf({ Statement: Object.create({ ...allow }) as unknown })).toBe(
      `${NAME}Statement[0] has neither Action nor NotAction`,
    );
  });

  test('whatever JSON comes, there is a policy or an error and no exception', () => {
    const element = fc.constantFrom(
      'Version',
      'Statement',
      'Effect',
      'Action',
      'NotAction',
      'Resource',
      'Principal',
      'Condition',
      'Sid',
      '__proto__',
    );
    const leaf = fc.constantFrom(
      'Allow',
      'Deny',
      '*',
      '2012-10-17',
      's3:*',
      '${aws:x}',
      '',
      0,
      null,
      true,
    );
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(element, tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    fc.assert(
      fc.property(anything, fc.constantFrom(identity, bucket), (value, ref) => {
        const given = preparePolicy(ref, value);
        const text = preparePolicy(ref, JSON.stringify(value));
        expect(typeof given.ok).toBe('boolean');
        expect(text.ok).toBe(given.ok && typeof value === 'object');
      }),
      { numRuns: 1000 },
    );
  });
});
