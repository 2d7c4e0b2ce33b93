import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { NOTHING_SAID, type ParsedMessage } from '../../../lib/core/denial/message';
import { findMessages, findPassages, isDenialText } from '../../../lib/core/denial/paste';
import { made } from './grammar';

const ANA = 'arn:aws:sts::111122223333:assumed-role/analyst/ana@example.com';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const SENTENCE = `User: ${ANA} is not authorized to perform: dynamodb:PutItem on resource: ${TABLE}`;
const MESSAGE = `${SENTENCE} because no identity-based policy allows the dynamodb:PutItem action`;
const SAYS: ParsedMessage = {
  ...NOTHING_SAID,
  principal: ANA,
  action: 'dynamodb:PutItem',
  resource: TABLE,
  effect: 'implicitDeny',
  policyType: 'identity',
};

/** What each tool prints around a message, with the operation and code that it names. */
const TOOLS: readonly {
  readonly tool: string;
  readonly print: (message: string) => string;
  readonly operation: string | null;
  readonly errorCode: string | null;
}[] = [
  { tool: 'nothing', print: (m) => m, operation: null, errorCode: null },
  {
    tool: 'boto3 traceback',
    print: (m) =>
      `Traceback (most recent call last):\n  File "app.py", line 3, in <module>\n    table.put_item(Item={})\nbotocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the PutItem operation: ${m}\n\nDuring handling of the above exception, another exception occurred:\n\nbotocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the PutItem operation: ${m}\n`,
    operation: 'PutItem',
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'old AWS CLI',
    print: (m) =>
      `A client error (AccessDeniedException) occurred when calling the PutItem operation: ${m}`,
    operation: 'PutItem',
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'boto3 after retries, in bold',
    print: (m) =>
      `**An error occurred (AccessDeniedException)** when calling the PutItem operation (reached max retries: 4): ${m}`,
    operation: 'PutItem',
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'Go v2 in Terraform',
    print: (m) =>
      `╷\n│ Error: putting item: operation error DynamoDB: PutItem, https response error StatusCode: 400, RequestID: 1, api error AccessDeniedException: ${m}\n│ \n│   with aws_dynamodb_table_item.x,\n│   on main.tf line 3, in resource "aws_dynamodb_table_item" "x":\n╵\n`,
    operation: 'PutItem',
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'Go v1',
    print: (m) => `AccessDeniedException: ${m}\n\tstatus code: 400, request id: 05cc04d4`,
    operation: null,
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'Java v1',
    print: (m) =>
      `com.amazonaws.services.dynamodbv2.model.AmazonDynamoDBException: ${m} (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException; Request ID: 1; Proxy: null)\n\tat com.amazonaws.http.AmazonHttpClient.x(AmazonHttpClient.java:1)`,
    operation: null,
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'Java v2',
    print: (m) =>
      `software.amazon.awssdk.services.dynamodb.model.DynamoDbException: ${m} (Service: DynamoDb, Status Code: 400, Request ID: 1) (SDK Attempt Count: 1)`,
    operation: null,
    errorCode: null,
  },
  {
    tool: 'JavaScript',
    print: (m) =>
      `AccessDeniedException: ${m}\n    at throwDefaultError (/app/node_modules/x.js:1:2) {\n  '$fault': 'client',\n  __type: 'com.amazon.coral.service#AccessDeniedException'\n}`,
    operation: null,
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'PHP',
    print: (m) =>
      `Error executing "PutItem" on "https://dynamodb.eu-west-1.amazonaws.com"; AWS HTTP error: Client error: 400 Bad Request AccessDeniedException (client): ${m}`,
    operation: 'PutItem',
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'PowerShell',
    print: (m) =>
      `Set-DDBItem : ${m}\r\nAt line:1 char:1\r\n+ Set-DDBItem\r\n    + CategoryInfo : InvalidOperation\r\n`,
    operation: null,
    errorCode: null,
  },
  {
    tool: 'CloudFormation',
    print: (m) =>
      `CREATE_FAILED | AWS::X::Y | Table Resource handler returned message: "${m} (Service: DynamoDb, Status Code: 400, Request ID: 1)" (RequestToken: 2, HandlerErrorCode: AccessDenied)`,
    operation: null,
    errorCode: 'AccessDenied',
  },
  {
    tool: 'CloudFormation, older',
    print: (m) => `Table CREATE_FAILED API: dynamodb:PutItem ${m}`,
    operation: 'PutItem',
    errorCode: null,
  },
  {
    tool: 'XML',
    print: (m) =>
      `<Error><Code>AccessDenied</Code><Message>${m.replaceAll('"', '&quot;')}</Message></Error><RequestId>1</RequestId>`,
    operation: null,
    errorCode: 'AccessDenied',
  },
  {
    tool: 'a JSON log within a JSON log',
    print: (m) =>
      JSON.stringify({ log: JSON.stringify({ code: 'AccessDeniedException', message: m }) }),
    operation: null,
    errorCode: 'AccessDeniedException',
  },
  {
    tool: 'a JSON that escapes < and >',
    print: (m) =>
      JSON.stringify({ msg: `err: ${m}\n\tstatus code: 400` })
        .replaceAll('<', '\\u003c')
        .replaceAll('>', '\\u003e'),
    operation: null,
    errorCode: null,
  },
  {
    tool: 'colours',
    print: (m) => `\u001b[31;1mERROR\u001b[0m \u001b[31m${m}\u001b[0m`,
    operation: null,
    errorCode: null,
  },
  {
    tool: 'brackets',
    print: (m) => `by handler Main: [error (${m})]`,
    operation: null,
    errorCode: null,
  },
  { tool: 'Markdown', print: (m) => `> \`${m}\``, operation: null, errorCode: null },
  { tool: 'a table', print: (m) => `| task | ${m} | failed |`, operation: null, errorCode: null },
  { tool: 'single quotes', print: (m) => `error='${m}'`, operation: null, errorCode: null },
];

/** Breaks a text at a width, in mid-word, as a terminal does. */
function hardWrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines.join('\n');
}

/** Wraps whole words, with something before each line. */
function wordWrapped(text: string, width: number, before: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part) => before + part).join('\n');
}

const without = (message: ParsedMessage | undefined) =>
  message === undefined ? undefined : { ...message, operation: null, errorCode: null };

describe('findMessages', () => {
  it.each(TOOLS)('finds the message in $tool', ({ print, operation, errorCode }) => {
    expect(findMessages(print(MESSAGE))).toEqual([{ ...SAYS, operation, errorCode }]);
  });

  it('finds every message of the grammar in every tool', () => {
    fc.assert(
      fc.property(
        made,
        fc.constantFrom(...TOOLS),
        ({ text, says }, { print, operation, errorCode }) => {
          expect(findMessages(print(text))).toEqual([{ ...says, operation, errorCode }]);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('puts the lines of a terminal together', () => {
    const width = fc.integer({ min: 60, max: 130 });
    const long = made.filter(
      ({ text, says }) => text.length > 280 && says.principal !== '<redacted>',
    );
    fc.assert(
      fc.property(long, width, ({ text, says }, columns) => {
        const found = findMessages(hardWrapped(text, columns));
        expect(found).toHaveLength(1);
        expect(without(found[0])?.principal).toBe(says.principal);
        expect(found[0]?.action).toBe(says.action);
      }),
      { numRuns: 300, seed: 20261120 },
    );
  });

  it.each([60, 77, 80, 101])('loses nothing at a width of %i, in mid-word', (width) => {
    const text = `An error occurred (AccessDeniedException) when calling the PutItem operation: ${MESSAGE}. Encoded authorization failure message: ${'Zm9vYmFyLWJhel8x'.repeat(20)}`;
    expect(findMessages(hardWrapped(text, width))).toEqual([
      {
        ...SAYS,
        operation: 'PutItem',
        errorCode: 'AccessDeniedException',
        encodedMessage: { text: 'Zm9vYmFyLWJhel8x'.repeat(20), cut: false },
      },
    ]);
  });

  it.each(['', '    ', '│ ', '> ', '// ', '# '])('joins lines that begin with %j', (before) => {
    const text = wordWrapped(`Error: creating: ${MESSAGE}`, 72, before);
    expect(findMessages(text)).toEqual([SAYS]);
  });

  it('knows a broken word by what follows it, even in one line that was broken', () => {
    const broken = MESSAGE.replace('dynamodb:PutItem on', 'dynamodb:Put\n   Item on');
    expect(findMessages(broken)).toEqual([SAYS]);
    expect(findMessages(MESSAGE.replace('table/orders', 'table/ord\ners'))).toEqual([SAYS]);
  });

  it.each([
    'Traceback',
    'exit status 1',
    '{',
    'Done in 3 s',
    'with aws_x.y,',
    '2026-11-20T08:00:00Z INFO x',
  ])('does not take the line %j for a part of the resource', (line) => {
    expect(findMessages(`${SENTENCE}\n${line}`)).toMatchObject([{ resource: TABLE }]);
  });

  it.each([')', ']', ']}', '.', ',', ';', "'", '"', '`', '\\n",', '</Message>', ')."'])(
    'leaves %j behind an ARN to the wrapper',
    (rest) => {
      expect(findMessages(SENTENCE + rest)).toMatchObject([{ resource: TABLE }]);
    },
  );

  it.each([
    'arn:aws:dynamodb:eu-west-1:<account id>:table/<<table name>>',
    'arn:aws:dynamodb:eu-west-1:{account}:table/${name}',
    'arn:aws:dynamodb:eu-west-1:xxxx :table/xxxx',
    'arn:aws:dynamodb:...',
    'arn:aws:dynamodb:eu-west-1:[redacted by me]:table/x',
    'arn:aws:dynamodb:eu-west-1:***:table/**',
  ])('keeps what its author masked: %s', (resource) => {
    const text = `${SENTENCE} with an explicit deny`.replace(TABLE, resource);
    expect(findMessages(text)).toMatchObject([{ resource, effect: 'explicitDeny' }]);
  });

  it.each([
    ['<my role>', '<my role>'],
    ['arn:aws:iam::<account id>:user/<user name>', 'arn:aws:iam::<account id>:user/<user name>'],
    ['arn:aws:iam::xxxx :user/xxxx', 'arn:aws:iam::xxxx :user/xxxx'],
    ['`arn:aws:iam::111122223333:user/x`', 'arn:aws:iam::111122223333:user/x'],
    ['...assumed-role/x/y', '...assumed-role/x/y'],
  ])('reads the caller %s', (written, principal) => {
    expect(findMessages(MESSAGE.replace(ANA, written))).toMatchObject([{ principal }]);
  });

  it.each([
    ['orders-api is not authorized to perform: s3:GetObject', 'orders-api'],
    ['<role> is not authorized to perform: s3:GetObject', '<role>'],
    [
      'The role "arn:aws:iam::111122223333:role/x" is not authorized to perform: s3:GetObject',
      'arn:aws:iam::111122223333:role/x',
    ],
    ['Error: User is not authorized to perform: s3:GetObject', null],
    ['because the service role is not authorized to perform: s3:GetObject', null],
    ['ERROR: Is not authorized to perform: s3:GetObject', null],
    ['Cognito unauthenticated user not authorized to perform: s3:GetObject', null],
    ['(AccessDenied) ... is not authorized to perform: s3:GetObject', null],
  ])('reads who is meant in %j', (text, principal) => {
    expect(findMessages(text)).toMatchObject([{ principal, action: 's3:GetObject' }]);
  });

  it.each([
    ['**s3:GetObject** on resource: x', 's3:GetObject', 'x'],
    ['`s3:GetObject` on resource: `x`', 's3:GetObject', 'x'],
    ['[s3:GetObject] on the resource: x', 's3:GetObject', 'x'],
    ['<ACTION> on resource: x', null, 'x'],
    ['Kinesis Analytics:GetWidget on resource: x', null, 'x'],
    ['s3:GetObject on resource:', 's3:GetObject', null],
    ['s3:GetObject on r', 's3:GetObject', null],
    ['s3 (truncated...)', null, null],
    ['s3:GetObject ... with an explicit deny in an SCP', 's3:GetObject', null],
  ])('reads %j', (rest, action, resource) => {
    expect(findMessages(`User: ${ANA} is not authorized to perform: ${rest}`)).toMatchObject([
      { principal: ANA, action, resource },
    ]);
  });

  it('reads a message that its author abridged', () => {
    expect(
      findMessages('fails: "ec2:RunInstances [...] explicit deny in a service control policy"'),
    ).toMatchObject([
      { principal: null, action: 'ec2:RunInstances', effect: 'explicitDeny', policyType: 'scp' },
    ]);
    expect(findMessages('because no session policy allows the s3:GetObject action')).toMatchObject([
      { action: 's3:GetObject', effect: 'implicitDeny', policyType: 'session' },
    ]);
  });

  it('keeps the backslashes of a key that stands in plain quotes', () => {
    const text = `${SENTENCE.replace(TABLE, '"arn:aws:s3:::b/in\\new.csv"')} with an explicit deny`;
    expect(findMessages(text)).toMatchObject([{ resource: 'arn:aws:s3:::b/in\\new.csv' }]);
  });

  it('finds several denials, each with its own operation and code', () => {
    const text = [
      `An error occurred (AccessDeniedException) when calling the PutItem operation: ${MESSAGE}`,
      'An error occurred (ThrottlingException) when calling the Query operation: Rate exceeded',
      'An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied',
      `operation error DynamoDB: DeleteItem, https response error StatusCode: 400, api error AccessDenied: ${SENTENCE.replace('PutItem', 'DeleteItem')}`,
    ].join('\n');
    expect(findMessages(text)).toEqual([
      { ...SAYS, operation: 'PutItem', errorCode: 'AccessDeniedException' },
      { ...NOTHING_SAID, operation: 'ListBuckets', errorCode: 'AccessDenied' },
      {
        ...SAYS,
        action: 'dynamodb:DeleteItem',
        effect: null,
        policyType: null,
        operation: 'DeleteItem',
        errorCode: 'AccessDenied',
      },
    ]);
  });

  it('takes a repeated message once, and the more complete copy of two', () => {
    const encoded = ' Encoded authorization failure message: ';
    const whole = 'Zm9vYmFy'.repeat(8);
    const text = `${MESSAGE}.${encoded}${whole.slice(0, 41)}...\n${MESSAGE}.${encoded}${whole}\n${MESSAGE}`;
    expect(findMessages(text)).toEqual([{ ...SAYS, encodedMessage: { text: whole, cut: false } }]);
  });

  it('ends an encoded message where the paste goes on', () => {
    const encoded = (text: string) => `Encoded authorization failure message: ${text}`;
    const whole = { text: 'Zm9vYmFy'.repeat(8), cut: false };
    for (const behind of [
      '',
      '\nTraceback',
      '\nexit status 254',
      '\n\nZm9v',
      ' (Service: Ec2)',
      '"}',
      '</Message>',
    ]) {
      expect(findMessages(encoded(whole.text) + behind)).toEqual([
        { ...NOTHING_SAID, encodedMessage: whole },
      ]);
    }
    for (const cut of [
      '',
      'xxxxxxxxx',
      '****',
      `${whole.text}...`,
      `${whole.text}…`,
      `${whole.text}<cut>`,
    ]) {
      expect(findMessages(encoded(cut))).toMatchObject([{ encodedMessage: { cut: true } }]);
    }
    expect(findMessages('the file was encoded as UTF-8')).toEqual([]);
  });

  it('takes a code behind a message for its code, but not the code of the next message', () => {
    const other = SENTENCE.replace('PutItem', 'DeleteItem');
    const text = `User one: ${SENTENCE} (Service: X; Error Code: AccessDenied)\nAccessDeniedException: ${other}`;
    expect(findMessages(text).map(({ errorCode }) => errorCode)).toEqual([
      'AccessDenied',
      'AccessDeniedException',
    ]);
    expect(findMessages('AccessDenied, or UnauthorizedOperation')).toEqual([
      { ...NOTHING_SAID, errorCode: 'AccessDenied' },
    ]);
    expect(findMessages(`AccessDenied${' '.repeat(500)}${SENTENCE}`)).toMatchObject([
      { action: 'dynamodb:PutItem', errorCode: null },
    ]);
  });

  it('knows a broken action before a resource that is not named', () => {
    const text = `User: ${ANA} is not authorized to perform: elasticfilesystem:Delete\nFileSystem on the specified resource`;
    expect(findMessages(text)).toMatchObject([{ action: 'elasticfilesystem:DeleteFileSystem' }]);
  });

  it('leaves out a copy that was cut', () => {
    const cut = `{"message":"User: ${ANA} is not authorized to perform: dyn (truncated...)`;
    expect(findMessages(`${cut} AccessDenied (client): ${MESSAGE}`)).toMatchObject([
      { action: 'dynamodb:PutItem' },
    ]);
    expect(findMessages(cut)).toMatchObject([{ principal: ANA, action: null }]);
  });

  it('tells its words, for what they say besides', () => {
    const text = `│ Error: An error occurred (AccessDenied) when calling the\n│ CreateFunction operation: Cross-account pass role is\n│ not allowed.\n`;
    const [passage] = findPassages(text);
    expect(passage?.text).toContain('Cross-account pass role is not allowed');
    expect(passage?.message).toMatchObject({
      operation: 'CreateFunction',
      errorCode: 'AccessDenied',
    });
  });
});

describe('isDenialText', () => {
  it.each([
    'An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied',
    'An error occurred (403) when calling the HeadObject operation: Forbidden',
    'operation error S3: HeadBucket, https response error StatusCode: 403, api error Forbidden: Forbidden',
    '{"message":"Forbidden"}',
    'AWS Error Code: null, AWS Error Message: Forbidden',
    'S3Exception: Access Denied (Service: S3, Status Code: 403, Request ID: 1)',
    "CreateLogStream API responded with error='AccessDeniedException'",
    '"errorCode": "Client.UnauthorizedOperation"',
    'ForbiddenException: Forbidden',
    'Your account is not authorized to make this call.',
    'Not Authorized to access getUser on type User',
    'Insufficient Lake Formation permission(s) on orders',
    'AuthFailure: Not authorized for images: [ami-0a1b2c3d]',
    'AccessDeniedException: Caller does not have permissions to create a Service Linked Role',
  ])('takes %j for a denial', (text) => {
    expect(isDenialText(text)).toBe(true);
  });

  it.each([
    '',
    'An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.',
    'An error occurred (DryRunOperation) when calling the RunInstances operation: Request would have succeeded, but DryRun flag is set.',
    'An error occurred (ThrottlingException) when calling the X operation: Rate exceeded',
    'AccessDeniedException: Macie is not enabled',
    "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to the model with the specified model ID.",
    '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
    'OrganizationAccessDeniedException: This action can only be made by accounts in an AWS Organization',
    'NotAuthorizedException: Incorrect username or password.',
    'AuthFailure: AWS was not able to validate the provided access credentials',
    'AccessDenied: Access to this model is not available for this account',
    'AccessDeniedException: Model access is denied due to INVALID_PAYMENT_INSTRUMENT',
    'AccessDenied: Your account must be verified before you can add new resources.',
    'AccessDeniedException: This account is not a member of an organization',
    'AccessDeniedException: An AWS service owns ServiceLinkedConfigRule. You do not have permissions to take action on this rule.',
    'AccessDeniedException: Operation is disabled for STANDARD Edition.',
    'AccessDeniedException: Please use the us-east-1 endpoint.',
    'AccessDenied: arn:aws:kms:eu-west-1:111122223333:key/x is pending deletion.',
    'UnauthorizedException: Valid authorization header not provided.',
    'An error occurred (AccessDenied) when calling the GetSessionToken operation: Cannot call GetSessionToken with session credentials',
    'no basic auth credentials',
    'pull access denied for x, repository does not exist or may require docker login: denied: Your authorization token has expired.',
    "Access denied for user 'app'@'10.0.0.1' (using password: YES)",
    'Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods"',
    'An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed with invalid MFA one time pass code.',
    'User: x is authorized to perform: s3:GetObject',
    'The explicit deny in our guidelines because no session of the committee allows it',
  ])('does not take %j for one', (text) => {
    expect(isDenialText(text)).toBe(false);
  });
});

/** Runs something and counts the characters that its string methods went over. */
function steps(run: () => void): number {
  let count = 0;
  const names = [
    'charAt',
    'charCodeAt',
    'indexOf',
    'lastIndexOf',
    'slice',
    'startsWith',
    'includes',
  ];
  const kept = names.map(
    (name) => [name, Object.getOwnPropertyDescriptor(String.prototype, name)] as const,
  );
  for (const [name, descriptor] of kept) {
    const original = descriptor?.value as (...parts: unknown[]) => unknown;
    Object.defineProperty(String.prototype, name, {
      configurable: true,
      writable: true,
      value(this: string, ...parts: unknown[]): unknown {
        const result = Reflect.apply(original, this, parts);
        const from = typeof parts[1] === 'number' ? parts[1] : 0;
        if (typeof result === 'string') count += result.length;
        else if (name === 'indexOf')
          count += Number(result) < 0 ? this.length - from : Number(result) - from;
        count += 1;
        return result;
      },
    });
  }
  try {
    run();
  } finally {
    for (const [name, descriptor] of kept) {
      if (descriptor !== undefined) Object.defineProperty(String.prototype, name, descriptor);
    }
  }
  return count;
}

describe('hostile text', () => {
  it.each([
    ' ',
    '\n',
    '"',
    '\\',
    '<',
    ')',
    'authorized ',
    'User: ',
    'not authorized to perform',
    'not authorized to perform: a:b on resource: "',
    'User: x is not authorized to perform: a:b on resource: <',
    'not authorized to perform: s3:Get\nObject',
    `not authorized to perform: a:b on resource: ${')'.repeat(500)}`,
    'Encoded authorization failure message: AAAA\n',
    `${'A'.repeat(60)}\n`,
    'explicit deny in a ',
    'because no x',
    'AccessDenied',
    'An error occurred (AccessDenied) when calling the PutObject operation: ',
    'not authorized to perform: s3:G. Go to https://authorization-details/',
    'resource: "\\',
    '\u001b]x',
  ])('costs in proportion to its length: %j', (seed) => {
    const text = (length: number) => seed.repeat(Math.ceil(length / seed.length));
    const [small, large] = [8000, 32_000].map((length) => steps(() => findMessages(text(length))));
    // Four times the text, four times the steps; the bounded look-ahead makes the small one a little cheaper.
    expect(large).toBeLessThan(6 * (small ?? 0));
  });

  it('survives any text, and finds the same twice', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc
        .tuple(fc.string({ unit: 'binary' }), made, fc.string({ unit: 'binary' }))
        .map(([a, { text: b }, c]) => a + b + c),
    );
    fc.assert(
      fc.property(text, (pasted) => {
        expect(findMessages(pasted)).toEqual(findMessages(pasted));
      }),
      { numRuns: 300 },
    );
  });
});

/** A text that somebody published, and what a careful reader says of it. */
interface Published {
  readonly text: string;
  readonly isDenial: boolean;
  readonly expect: Readonly<Record<string, string | boolean | null>>;
}

function published(): readonly Published[] {
  const file = path.resolve(__dirname, '../../../../shared/corpus/messages.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Published);
}

function asReader(messages: readonly ParsedMessage[]): Published['expect'] {
  const { principal, action, resource, effect, policyType, policyArn, encodedMessage } =
    messages[0] ?? NOTHING_SAID;
  const types: Readonly<Record<string, string>> = { vpcEndpoint: 'vpce', roleTrust: 'resource' };
  return {
    principal,
    action,
    resource,
    effect,
    policyType: policyType === null ? null : (types[policyType] ?? policyType),
    policyArn,
    encodedMessage: encodedMessage !== null,
  };
}

it('reads every published text as a careful reader does', () => {
  const texts = published();
  const wrong = texts.flatMap(({ text, isDenial, expect: expected }) => {
    const found = findMessages(text);
    const got = { ...asReader(found), isDenial: found.length > 0 };
    const want = { ...expected, isDenial };
    const same = JSON.stringify(Object.entries(want)) === JSON.stringify(Object.entries(got));
    return same ? [] : [{ text, want, got }];
  });
  expect(wrong).toEqual([]);
});
