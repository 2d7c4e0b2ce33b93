import fc from 'fast-check';
import { assembleFromRecord, assembleFromText } from '../../../lib/core/denial/assemble';
import { denialFromDecoded, type DecodedRequest } from '../../../lib/core/denial/assemble-decoded';
import { NOTHING_SAID, type ParsedMessage } from '../../../lib/core/denial/message';
import { isoTime } from '../../../lib/core/denial/time';
import type { Json } from '../../../lib/core/record/json';
import { parseRecord } from '../../../lib/core/record/parse';
import { serviceReference as reference } from '../../../lib/core/service-reference/indexed-reference';
import { recordOf, roleSession } from './record-of';

const said = (message: Partial<ParsedMessage>): ParsedMessage => ({ ...NOTHING_SAID, ...message });
const ERROR = { errorCode: 'AccessDenied', errorMessage: null };
const fromRecord = (fields: Record<string, Json>, message: Partial<ParsedMessage> = {}) =>
  assembleFromRecord(recordOf(fields), ERROR, said(message), null, reference);

describe('a denial from a record', () => {
  it('is complete without a message', () => {
    const denial = fromRecord({
      eventSource: 'eks.amazonaws.com',
      eventName: 'DescribeCluster',
      requestParameters: { name: 'prod' },
    });
    expect(denial).toMatchObject({
      eventId: '0c59816a-ed46-4884-ae57-2567e3fb6b48',
      time: '2026-11-19T08:02:11Z',
      accountId: '111122223333',
      region: 'eu-west-1',
      action: 'eks:DescribeCluster',
      resource: {
        arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/prod',
        accountId: '111122223333',
      },
      errorCode: 'AccessDenied',
      sourceIpAddress: '203.0.113.57',
    });
    expect(denial.context.get('aws:resourceaccount')).toEqual({
      state: 'known',
      values: ['111122223333'],
    });
  });

  it.each([
    [{}, true],
    [{ managementEvent: false, eventCategory: 'Data' }, false],
    [{ managementEvent: null, eventCategory: 'NetworkActivity' }, false],
    [{ managementEvent: null, eventCategory: null }, null],
  ])('knows whether the event history keeps it: %j', (fields, managementEvent) => {
    expect(fromRecord(fields).managementEvent).toBe(managementEvent);
  });

  it('takes action and resource of the message, and does not read another action’s parameters', () => {
    const denial = fromRecord(
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        requestParameters: { instanceType: 't3.small', roleName: 'decoy' },
      },
      { action: 'iam:PassRole' },
    );
    expect(denial.action).toBe('iam:PassRole');
    expect(denial.resource).toEqual({ arn: null, named: null, accountId: null });
    expect(denial.context.has('ec2:instancetype')).toBe(false);
    expect(denial.context.get('iam:passedtoservice')).toEqual({
      state: 'known',
      values: ['ec2.amazonaws.com'],
    });
  });

  it('finds the resource of an action that the message names without it', () => {
    const role = 'arn:aws:iam::111122223333:role/orders-pod';
    const denial = fromRecord(
      {
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRoleWithWebIdentity',
        requestParameters: { roleArn: role, roleSessionName: 's' },
      },
      { action: 'sts:AssumeRoleWithWebIdentity' },
    );
    expect(denial.resource.arn).toBe(role);
    expect(denial.context.get('sts:rolesessionname')).toEqual({ state: 'known', values: ['s'] });
  });

  it('uses the partition of the caller', () => {
    const denial = fromRecord({
      userIdentity: roleSession('arn:aws-us-gov:iam::111122223333:role/app', 's'),
      awsRegion: 'us-gov-west-1',
      requestParameters: { tableName: 'orders' },
    });
    expect(denial.resource.arn).toBe(
      'arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/orders',
    );
  });

  it('does not take a plain name for the caller’s in the resource owner’s copy', () => {
    const fields = {
      requestParameters: { tableName: 'orders' },
      recipientAccountId: '444455556666',
    };
    expect(fromRecord(fields).resource.arn).toBeNull();
    expect(fromRecord(fields).accountId).toBe('111122223333');
    expect(fromRecord(fields).recipientAccountId).toBe('444455556666');
  });

  it('keeps an action that is newer than the reference', () => {
    const denial = fromRecord(
      {},
      { action: 'dynamodb:NewThing', resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t' },
    );
    expect(denial.action).toBe('dynamodb:NewThing');
    expect(denial.resource.arn).toBe('arn:aws:dynamodb:eu-west-1:111122223333:table/t');
  });

  it('says what else the call needs', () => {
    const event = { eventSource: 's3.amazonaws.com', eventName: 'CopyObject' };
    expect(fromRecord(event).alsoNeeds).toEqual(['s3:GetObject']);
    expect(fromRecord(event, { action: 's3:GetObject' }).alsoNeeds).toEqual([]);
  });

  it('survives any record', () => {
    const json = fc.jsonValue({ maxDepth: 4 }).map((value) => value as Json);
    const fields = fc.constantFrom(
      'userIdentity',
      'eventSource',
      'eventName',
      'requestParameters',
      'resources',
      'eventTime',
      'awsRegion',
      'additionalEventData',
      'tlsDetails',
      'sourceIPAddress',
      'errorMessage',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.dictionary(fields, json), (raw) => {
        const parsed = parseRecord({ eventVersion: '1.11', errorCode: 'AccessDenied', ...raw });
        if (!parsed.ok) return;
        const denial = assembleFromRecord(parsed.record, ERROR, NOTHING_SAID, null, reference);
        expect(denial.resource.arn === null || denial.action !== null).toBe(true);
      }),
    );
  });

  it('is not slowed down by huge fields', () => {
    const huge = 'a:/*'.repeat(50_000);
    const denial = fromRecord(
      {
        userIdentity: { type: huge, arn: huge, principalId: huge, accountId: huge },
        requestParameters: { tableName: huge, tags: [{ key: huge, value: huge }] },
        resources: [{ ARN: huge }],
        sourceIPAddress: huge,
        userAgent: huge,
        eventTime: huge,
      },
      { principal: huge, resource: `role ${huge}` },
    );
    expect(denial.time).toBeNull();
    expect(denial.principal.type).toBe('unknown');
    expect(denial.context.has('aws:sourceip')).toBe(false);
  });
});

describe('a denial from a text', () => {
  it('knows what the message says and nothing more', () => {
    const text = 'An error occurred (AccessDenied) when calling the PutObject operation: User: …';
    const denial = assembleFromText(
      text,
      said({
        principal: 'arn:aws:iam::111122223333:user/erin',
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::b/k',
        errorCode: 'AccessDenied',
      }),
      null,
      reference,
    );
    expect(denial).toMatchObject({
      eventId: null,
      time: null,
      accountId: '111122223333',
      region: null,
      action: 's3:PutObject',
      resource: { arn: 'arn:aws:s3:::b/k', accountId: null },
      errorCode: 'AccessDenied',
      errorMessage: text,
    });
    expect(denial.context.has('aws:sourceip')).toBe(false);
  });

  it('takes the region of the resource, and the action of the operation', () => {
    const denial = assembleFromText(
      'An error occurred (UnauthorizedOperation) when calling the RunInstances operation: no',
      said({
        operation: 'RunInstances',
        resource: 'arn:aws-cn:ec2:cn-north-1:111122223333:instance/*',
      }),
      null,
      reference,
    );
    expect(denial.action).toBe('ec2:RunInstances');
    expect(denial.region).toBe('cn-north-1');
    expect(denial.principal.type).toBe('unknown');
  });

  it.each([
    [
      'upload failed: ./f to s3://my-bucket/in/f.txt An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      'PutObject',
      'arn:aws:s3:::my-bucket/in/f.txt',
    ],
    [
      '$ aws s3 sync . s3://my-bucket/in\nupload failed: ./f to s3://my-bucket/in/f An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      'PutObject',
      'arn:aws:s3:::my-bucket/in/f',
    ],
    [
      '$ aws s3 cp s3://my-bucket/k .\nfatal error: An error occurred (403) when calling the HeadObject operation: Forbidden',
      'HeadObject',
      'arn:aws:s3:::my-bucket/k',
    ],
    [
      '$ aws s3 ls s3://my-bucket/in/\nAn error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied',
      'ListObjectsV2',
      'arn:aws:s3:::my-bucket',
    ],
    [
      '$ aws s3api put-object --bucket my-bucket --key a/b --body f\nAn error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      'PutObject',
      'arn:aws:s3:::my-bucket/a/b',
    ],
    [
      '$ aws s3 cp s3://my-bucket/in . --recursive\nfatal error: An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
      'GetObject',
      null,
    ],
    [
      '$ aws s3 cp f s3://my-bucket/in/\nAn error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      'PutObject',
      null,
    ],
    [
      '$ aws s3 cp s3://bucket-a/k s3://bucket-b/k\nAn error occurred (AccessDenied) when calling the CopyObject operation: Access Denied',
      'CopyObject',
      null,
    ],
    [
      'An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      'PutObject',
      null,
    ],
  ])('finds the one S3 resource that a text names: %s', (text, operation, arn) => {
    const denial = assembleFromText(text, said({ operation }), null, reference);
    expect(denial.resource).toEqual({ arn, named: null, accountId: null });
  });

  it('has * for an action without resource, in an account that is not known', () => {
    const denial = assembleFromText('', said({ action: 'kms:ListKeys' }), null, reference);
    expect(denial.resource).toEqual({ arn: '*', named: null, accountId: null });
  });
});

describe('a denial from a decoded message', () => {
  const decoded = (request: Partial<DecodedRequest>) =>
    denialFromDecoded(
      {
        explicitDeny: false,
        principalArn: 'arn:aws:sts::111122223333:assumed-role/app/run',
        action: 'RunInstances',
        resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
        context: new Map(),
        ...request,
      },
      reference,
    );

  it('has AWS’s own context, without what only names the resource', () => {
    const denial = decoded({
      context: new Map([
        ['ec2:InstanceType', ['m5.large']],
        ['aws:Region', ['eu-west-1']],
        ['aws:Resource', ['instance/*']],
        ['aws:Account', ['111122223333']],
      ]),
    });
    expect(denial).toMatchObject({
      action: 'ec2:RunInstances',
      region: 'eu-west-1',
      accountId: '111122223333',
      principal: { arn: 'arn:aws:iam::111122223333:role/app', pathKnown: false },
      said: { effect: 'implicitDeny', policyType: null },
    });
    expect(denial.context.get('ec2:instancetype')).toEqual({
      state: 'known',
      values: ['m5.large'],
    });
    expect(denial.context.get('aws:requestedregion')).toEqual({
      state: 'known',
      values: ['eu-west-1'],
    });
    expect(denial.context.has('aws:resource')).toBe(false);
    expect(denial.context.has('aws:account')).toBe(false);
  });

  it('tells an explicit denial, and an action of another service', () => {
    const denial = decoded({
      explicitDeny: true,
      action: 'iam:PassRole',
      resource: 'arn:aws:iam::111122223333:role/web',
      context: new Map([['aws:Service', ['ec2']]]),
    });
    expect(denial.action).toBe('iam:PassRole');
    expect(denial.said.effect).toBe('explicitDeny');
  });

  it('takes the service of a bare action from its context, its resource, or its only service', () => {
    expect(decoded({ resource: null, context: new Map([['aws:service', ['ec2']]]) }).action).toBe(
      'ec2:RunInstances',
    );
    expect(decoded({ resource: null }).action).toBe('ec2:RunInstances');
    const passed = { action: 'PassRole', resource: 'arn:aws:iam::111122223333:role/web' };
    expect(decoded({ ...passed, context: new Map([['aws:Service', ['ec2']]]) }).action).toBe(
      'iam:PassRole',
    );
    expect(decoded({ resource: null, action: 'TagResource' }).action).toBeNull();
    expect(decoded({ action: null }).action).toBeNull();
  });

  it('knows the owner of a snapshot by the account that the message names', () => {
    const denial = decoded({
      action: 'ec2:CreateVolume',
      resource: 'arn:aws:ec2:eu-west-1::snapshot/snap-0a',
      context: new Map([['aws:Account', ['444455556666']]]),
    });
    expect(denial.resource.accountId).toBe('444455556666');
  });
});

describe('a time', () => {
  it.each([
    ['2026-11-19T08:02:11Z', '2026-11-19T08:02:11Z'],
    ['2026-11-19T09:02:11+01:00', '2026-11-19T08:02:11Z'],
    ['2026-11-19T08:02:11.250Z', '2026-11-19T08:02:11.250Z'],
    ['soon', null],
    [null, null],
  ])('%s is %s in UTC', (text, iso) => {
    expect(isoTime(text)).toBe(iso);
  });
});
