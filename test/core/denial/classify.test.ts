import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { classifyRecord } from '../../../lib/core/denial/classify';
import { denialNeedles } from '../../../lib/core/denial/error-codes';
import type { Json, JsonObject } from '../../../lib/core/record/json';
import { parseRecord } from '../../../lib/core/record/parse';
import type { CloudTrailRecord } from '../../../lib/core/record/record';

function record(fields: JsonObject): CloudTrailRecord {
  const parsed = parseRecord({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', accountId: '111122223333', userName: 'intern' },
    eventTime: '2026-11-19T08:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'eu-west-1',
    eventType: 'AwsApiCall',
    eventID: '00000000-0000-4000-8000-000000000001',
    ...fields,
  });
  if (!parsed.ok) throw new Error(parsed.found);
  return parsed.record;
}

const classify = (fields: JsonObject) => classifyRecord(record(fields));

describe('classifyRecord', () => {
  it('needs no message', () => {
    expect(classify({ errorCode: 'AccessDenied' })).toEqual({
      denial: true,
      reason: 'AccessDenied: the code of nearly every service for a refused request',
      errorCode: 'AccessDenied',
      errorMessage: null,
    });
  });

  it.each([
    ['AccessDenied', 'An unknown error occurred'],
    ['AccessDenied', 'Access Denied'],
    ['AccessDenied', 'IAM user access not activated'],
    ['AccessDenied', 'Cross-account pass role is not allowed.'],
    ['Client.UnauthorizedOperation', 'You are not authorized to perform this operation.'],
    ['ForbiddenException', 'Forbidden'],
    ['VpceAccessDenied', 'The request was denied due to a VPC endpoint policy'],
    ['NotAuthorizedException', 'Your account is not authorized to make this call.'],
    [
      'InvalidInputException',
      'Unable to read: User: arn:aws:iam::111122223333:user/x is not authorized to perform: glue:GetConnection on resource: *',
    ],
    [
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/x is not authorized to perform: account:ListRegions (Your organization must first enable trusted access: it is not enabled.)',
    ],
  ])('takes %s with %j for a denial', (errorCode, errorMessage) => {
    expect(classify({ errorCode, errorMessage })).toMatchObject({
      denial: true,
      errorCode,
      errorMessage,
    });
  });

  it.each([
    ['NotAuthorizedException', 'Incorrect username or password.', /failed sign-in|wrong password/],
    ['UnauthorizedException', 'The token has expired.', /could not be authenticated/],
    ['AccessDenied', 'Rate exceeded', /too many requests/],
    ['AccessDenied', 'Request has expired', /could not be authenticated/],
    ['AccessDenied', 'Macie is not enabled', /is not enabled/],
    [
      'Client.DryRunOperation',
      'Request would have succeeded, but DryRun flag is set.',
      /would have succeeded/,
    ],
    ['NoSuchEntityException', 'The role cannot be found.', /does not exist/],
    ['ValidationException', 'Name is too long', /not one of a refused request/],
    [
      'Client.AuthFailure',
      'AWS was not able to validate the provided access credentials',
      /could not be authenticated/,
    ],
  ])('says in words why %s with %j is none', (errorCode, errorMessage, why) => {
    const found = classify({ errorCode, errorMessage });
    expect(found).toMatchObject({ denial: false });
    expect(found).toHaveProperty('why', expect.stringMatching(why));
    expect(found).toHaveProperty('why', expect.stringContaining(errorCode));
  });

  it('never takes a failed sign-in for a denial, whatever its code', () => {
    const signIn = { errorCode: 'AccessDenied', errorMessage: 'Failed authentication' };
    expect(classify({ ...signIn, eventType: 'AwsConsoleSignIn' })).toMatchObject({
      denial: false,
      why: expect.stringContaining('sign-in') as string,
    });
    expect(
      classify({ responseElements: { ConsoleLogin: 'Failure' }, eventName: 'ConsoleLogin' }),
    ).toEqual({ denial: false, why: 'it has no error code: the call was not refused' });
  });

  it('leaves a summary of calls to the records of the calls', () => {
    const insight = { eventType: 'AwsCloudTrailInsight', errorCode: 'AccessDenied' };
    expect(classify(insight)).toMatchObject({ denial: false });
  });

  it('finds an error that stands in the response', () => {
    const errorMessage = 'You are not authorized to perform this operation.';
    const item = [{ errorCode: 'UnauthorizedOperation', errorMessage, lifecycle: 'spot' }];
    const responseElements = { CreateFleetResponse: { errorSet: { item } } };
    expect(classify({ eventName: 'CreateFleet', responseElements })).toMatchObject({
      denial: true,
      errorCode: 'UnauthorizedOperation',
      errorMessage,
    });
  });

  it.each<[string, JsonObject]>([
    ['another error', { failures: [{ errorCode: 'ThrottlingException' }] }],
    ['an empty code', { errorCode: '' }],
    ['a member that is not called error code', { status: 'AccessDenied', code: 'AccessDenied' }],
    ['a code in a text', { note: '{"errorCode":"AccessDenied"}' }],
    ['no text', { errorCode: ['AccessDenied'] }],
  ])('does not take %s in the response for a denial', (_, responseElements) => {
    expect(classify({ responseElements })).toMatchObject({ denial: false });
  });

  it('does not follow a response without end', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as JsonObject;
    const wide = { list: Array.from({ length: 50_000 }, (): Json => ({})) };
    expect(classify({ responseElements: deep })).toMatchObject({ denial: false });
    expect(classify({ responseElements: wide })).toMatchObject({ denial: false });
  });

  it('finds a needle of the byte filter in every denial', () => {
    const words = fc.constantFrom(
      'AccessDenied',
      'Client.UnauthorizedOperation',
      'NotAuthorizedException',
      'KMS.AccessDeniedException',
      'Oops',
      'x is not authorized to perform: s3:GetObject',
      'Your account is NOT AUTHORIZED to make this call',
      'Rate exceeded',
    );
    fc.assert(
      fc.property(words, words, (errorCode, errorMessage) => {
        const found = classify({ errorCode, errorMessage });
        const text = errorCode + errorMessage;
        expect(!found.denial || denialNeedles().some((needle) => text.includes(needle))).toBe(true);
      }),
    );
  });
});

/** Published records, where they are at hand: [record, whether it is a denial]. */
function published(): readonly (readonly [Json, boolean])[] {
  const folder = path.resolve(__dirname, '../../../../shared/corpus');
  return [['denials.jsonl', true] as const, ['others.jsonl', false] as const].flatMap(
    ([name, isDenial]) => {
      const file = path.join(folder, name);
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, 'utf8').trim().split('\n');
      return lines.map(
        (line) => [(JSON.parse(line) as { record: Json }).record, isDenial] as const,
      );
    },
  );
}

it('tells every published denial from every published look-alike', () => {
  const wrong = published().filter(([json, isDenial]) => {
    const parsed = parseRecord(json);
    return !parsed.ok || classifyRecord(parsed.record).denial !== isDenial;
  });
  expect(wrong).toEqual([]);
});
