import type { Json } from '../../../lib/core/record/json';
import { parseRecord } from '../../../lib/core/record/parse';

/** A record with every field that is narrowed. */
const FULL = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:lena',
    arn: 'arn:aws:sts::111122223333:assumed-role/deploy/lena',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLE',
    userName: 'lena',
    invokedBy: 'cloudformation.amazonaws.com',
    identityProvider: 'arn:aws:iam::111122223333:saml-provider/corp',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: 'arn:aws:iam::111122223333:role/ci/deploy',
        accountId: '111122223333',
        userName: 'deploy',
      },
      sourceIdentity: 'lena@example.com',
      ec2RoleDelivery: '2.0',
      attributes: { creationDate: '2026-11-19T07:41:02Z', mfaAuthenticated: 'true' },
    },
  },
  eventTime: '2026-11-19T08:02:11Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.57',
  userAgent: 'aws-cli/2.31.18',
  errorCode: 'AccessDenied',
  errorMessage: 'Access Denied',
  requestParameters: { bucketName: 'acme' },
  responseElements: { 'x-amz-request-id': '1' },
  additionalEventData: { bytesTransferredIn: 0 },
  eventID: 'bc51d0d3-6fae-45ca-aca5-24efa2265dfa',
  sharedEventID: '702f74c4-f692-4bfd-8491-3b7a6e2ab1ac',
  readOnly: true,
  resources: [
    { ARN: 'arn:aws:s3:::acme', accountId: '', type: 'AWS::S3::Bucket' },
    { ARNPrefix: 'arn:aws:s3:::acme/', type: 'AWS::S3::Object' },
  ],
  eventType: 'AwsApiCall',
  managementEvent: false,
  recipientAccountId: '444455556666',
  eventCategory: 'Data',
  vpcEndpointId: 'vpce-0a1b2c3d',
  vpcEndpointAccountId: '444455556666',
  tlsDetails: { tlsVersion: 'TLSv1.3' },
} satisfies Json;

function narrowed(raw: Json): unknown {
  const parsed = parseRecord(raw);
  return parsed.ok ? { ...parsed.record, raw: null } : parsed;
}

describe('narrowing a record', () => {
  it('takes every documented field', () => {
    expect(narrowed(FULL)).toEqual({
      eventId: 'bc51d0d3-6fae-45ca-aca5-24efa2265dfa',
      sharedEventId: '702f74c4-f692-4bfd-8491-3b7a6e2ab1ac',
      eventTime: '2026-11-19T08:02:11Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      eventType: 'AwsApiCall',
      eventCategory: 'Data',
      awsRegion: 'eu-west-1',
      sourceIpAddress: '203.0.113.57',
      userAgent: 'aws-cli/2.31.18',
      errorCode: 'AccessDenied',
      errorMessage: 'Access Denied',
      readOnly: true,
      managementEvent: false,
      recipientAccountId: '444455556666',
      vpcEndpointId: 'vpce-0a1b2c3d',
      vpcEndpointAccountId: '444455556666',
      requestParameters: { bucketName: 'acme' },
      responseElements: { 'x-amz-request-id': '1' },
      additionalEventData: { bytesTransferredIn: 0 },
      hasTlsDetails: true,
      resources: [
        { arn: 'arn:aws:s3:::acme', arnPrefix: null, accountId: '', type: 'AWS::S3::Bucket' },
        { arn: null, arnPrefix: 'arn:aws:s3:::acme/', accountId: null, type: 'AWS::S3::Object' },
      ],
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:lena',
        arn: 'arn:aws:sts::111122223333:assumed-role/deploy/lena',
        accountId: '111122223333',
        accessKeyId: 'ASIAEXAMPLE',
        userName: 'lena',
        invokedBy: 'cloudformation.amazonaws.com',
        identityProvider: 'arn:aws:iam::111122223333:saml-provider/corp',
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLE',
          arn: 'arn:aws:iam::111122223333:role/ci/deploy',
          accountId: '111122223333',
          userName: 'deploy',
        },
        mfaAuthenticated: true,
        ec2RoleDelivery: '2.0',
        sourceIdentity: 'lena@example.com',
        sessionCreationDate: '2026-11-19T07:41:02Z',
      },
      raw: null,
    });
  });

  it('keeps the record as it was read', () => {
    const parsed = parseRecord(FULL);
    expect(parsed.ok && parsed.record.raw).toBe(FULL);
  });

  it.each([5, [], {}, true, 'x', ''])('makes null of every field whose value is %j', (value) => {
    const wrong = Object.fromEntries(Object.keys(FULL).map((key) => [key, value]));
    const { userIdentity, resources, hasTlsDetails, raw, ...rest } = narrowed(wrong) as Record<
      string,
      unknown
    >;
    const texts = typeof value === 'string' && value !== '';
    const kept = new Set<unknown>([
      null,
      ...(texts || value === true ? [value] : []),
      ...(JSON.stringify(value) === '{}' ? [value] : []),
    ]);
    expect([...new Set(Object.values(rest))].filter((each) => !kept.has(each))).toEqual([]);
    expect(resources).toEqual([]);
    expect(userIdentity).toMatchObject({ type: null, arn: null, sessionIssuer: null });
    expect(hasTlsDetails).toBe(JSON.stringify(value) === '{}');
    expect(raw).toBeNull();
  });

  it('takes the empty session issuer of a user with MFA for none', () => {
    const identity = {
      type: 'IAMUser',
      sessionContext: { sessionIssuer: {}, attributes: { mfaAuthenticated: 'false' } },
    };
    expect(narrowed({ ...FULL, userIdentity: identity })).toMatchObject({
      userIdentity: { sessionIssuer: null, mfaAuthenticated: false },
    });
  });

  it('reads nothing from a prototype that the input brings along', () => {
    const raw = JSON.parse(
      '{"eventName":"X","eventSource":"y","__proto__":{"errorCode":"AccessDenied","userIdentity":{"type":"Root"}}}',
    ) as Json;
    expect(narrowed(raw)).toMatchObject({ errorCode: null, userIdentity: { type: null } });
  });

  it.each<readonly [Json | undefined, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    [[1, 2], 'an array of 2'],
    ['x'.repeat(100), `the text "${'x'.repeat(60)}…"`],
    [{}, 'an empty object'],
    [
      { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 },
      'an object with the keys a, b, c, d, e and 2 more',
    ],
    [{ digestS3Object: 'x' }, 'a CloudTrail digest file, which holds no records'],
  ])('refuses %j: it is %s', (raw, found) => {
    const expected = 'a CloudTrail record: an object with eventSource, eventName, userIdentity, …';
    expect(parseRecord(raw)).toEqual({ ok: false, expected, found });
  });
});
