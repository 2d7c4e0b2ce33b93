import fc from 'fast-check';
import { requestContext } from '../../../lib/core/denial/context';
import { PARAMETER_KEYS, PASSED_TO } from '../../../lib/core/denial/context-parameter-table';
import type { DenialResource } from '../../../lib/core/denial/denial';
import { principalOfRecord, principalOfText } from '../../../lib/core/denial/principal';
import type { Json } from '../../../lib/core/record/json';
import { serviceReference as reference } from '../../../lib/core/service-reference/indexed-reference';
import { recordOf, roleSession } from './record-of';

const ABSENT = { state: 'absent' };
const UNKNOWN = { state: 'unknown' };
const known = (...values: string[]) => ({ state: 'known', values });
const NOTHING: DenialResource = { arn: null, named: null, accountId: null };

/** What a record proves of a key; undefined when nothing is said of it. */
function contextOf(
  fields: Record<string, Json>,
  action = 'dynamodb:DescribeTable',
  resource: DenialResource = NOTHING,
  ownParameters = true,
) {
  const record = recordOf(fields);
  const principal = principalOfRecord(record, null);
  return requestContext(
    { principal, action: reference.action(action), resource, record, ownParameters },
    reference,
  );
}

const SESSION = roleSession('arn:aws:iam::111122223333:role/team/app', 'run-7');

describe('the caller', () => {
  it('is a user with long-term keys, which have no MFA', () => {
    const context = contextOf({});
    expect(Object.fromEntries(context)).toMatchObject({
      'aws:principalarn': known('arn:aws:iam::111122223333:user/ops/erin'),
      'aws:principalaccount': known('111122223333'),
      'aws:principaltype': known('User'),
      'aws:userid': known('AIDACKCEVSQ6C2EXAMPLE'),
      'aws:username': known('erin'),
      'aws:multifactorauthpresent': ABSENT,
      'aws:multifactorauthage': ABSENT,
      'aws:tokenissuetime': ABSENT,
      'aws:federatedprovider': ABSENT,
      'aws:sourceidentity': ABSENT,
      'aws:principalisawsservice': known('false'),
      'ec2:roledelivery': ABSENT,
    });
  });

  it('is a user with an MFA session, whose age counts from its beginning', () => {
    const identity = {
      type: 'IAMUser',
      principalId: 'AIDACKCEVSQ6C2EXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/erin',
      accountId: '111122223333',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      userName: 'erin',
      sessionContext: {
        sessionIssuer: {},
        attributes: { creationDate: '2026-11-19T08:00:11Z', mfaAuthenticated: 'true' },
      },
    };
    expect(Object.fromEntries(contextOf({ userIdentity: identity }))).toMatchObject({
      'aws:multifactorauthpresent': known('true'),
      'aws:multifactorauthage': known('120'),
      'aws:tokenissuetime': known('2026-11-19T08:00:11Z'),
    });
  });

  it('is a role: its ARN with path, no user name, MFA as the session has it', () => {
    expect(Object.fromEntries(contextOf({ userIdentity: SESSION }))).toMatchObject({
      'aws:principalarn': known('arn:aws:iam::111122223333:role/team/app'),
      'aws:principaltype': known('AssumedRole'),
      'aws:userid': known('AROADBQP57FF2AEXAMPLE:run-7'),
      'aws:username': ABSENT,
      'aws:multifactorauthpresent': known('false'),
      'aws:multifactorauthage': ABSENT,
      'aws:sourceidentity': ABSENT,
      'aws:federatedprovider': UNKNOWN,
      'ec2:roledelivery': ABSENT,
      'ec2:sourceinstancearn': ABSENT,
    });
  });

  it('does not know the age of the MFA behind a role', () => {
    const userIdentity = roleSession(
      'arn:aws:iam::111122223333:role/app',
      's',
      {},
      {
        mfaAuthenticated: 'true',
      },
    );
    const context = contextOf({ userIdentity });
    expect(context.get('aws:multifactorauthpresent')).toEqual(known('true'));
    expect(context.get('aws:multifactorauthage')).toEqual(UNKNOWN);
  });

  it('does not know the ARN of a role without its path', () => {
    const userIdentity = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/app/s',
      accountId: '111122223333',
    };
    expect(contextOf({ userIdentity }).get('aws:principalarn')).toEqual(UNKNOWN);
    expect(contextOf({ userIdentity }).get('aws:principalaccount')).toEqual(known('111122223333'));
  });

  it('is an instance, whose own keys CloudTrail does not give', () => {
    const identity = roleSession('arn:aws:iam::111122223333:role/web', 'i-0f9e8d7c6b5a43210') as {
      sessionContext: Record<string, Json>;
    };
    const sessionContext = { ...identity.sessionContext, ec2RoleDelivery: '2.0' };
    const context = contextOf({ userIdentity: { ...identity, sessionContext } });
    expect(context.get('ec2:roledelivery')).toEqual(known('2.0'));
    expect(context.get('ec2:sourceinstancearn')).toEqual(UNKNOWN);
    expect(context.get('aws:ec2instancesourcevpc')).toEqual(UNKNOWN);
  });

  it('comes from an identity provider and with a source identity where the session says so', () => {
    const identity = SESSION as { sessionContext: Record<string, Json> };
    const sessionContext = {
      ...identity.sessionContext,
      webIdFederationData: { federatedProvider: 'arn:aws:iam::111122223333:oidc-provider/x.io' },
      sourceIdentity: 'erin',
    };
    const context = contextOf({ userIdentity: { ...identity, sessionContext } });
    expect(context.get('aws:federatedprovider')).toEqual(
      known('arn:aws:iam::111122223333:oidc-provider/x.io'),
    );
    expect(context.get('aws:sourceidentity')).toEqual(known('erin'));
  });

  it('is the session of a federated user', () => {
    const userIdentity = {
      type: 'FederatedUser',
      principalId: '111122223333:nightly',
      arn: 'arn:aws:sts::111122223333:federated-user/nightly',
      accountId: '111122223333',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/broker' },
      },
    };
    expect(Object.fromEntries(contextOf({ userIdentity }))).toMatchObject({
      'aws:principalarn': known('arn:aws:sts::111122223333:federated-user/nightly'),
      'aws:principaltype': known('FederatedUser'),
      'aws:userid': known('111122223333:nightly'),
      'aws:username': ABSENT,
    });
  });

  it('is root, which no identity provider brought', () => {
    const userIdentity = {
      type: 'Root',
      principalId: '111122223333',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: '111122223333',
    };
    expect(Object.fromEntries(contextOf({ userIdentity }))).toMatchObject({
      'aws:principaltype': known('Account'),
      'aws:principalarn': known('arn:aws:iam::111122223333:root'),
      'aws:userid': known('111122223333'),
      'aws:username': ABSENT,
      'aws:federatedprovider': ABSENT,
      'aws:sourceidentity': ABSENT,
      'aws:multifactorauthpresent': UNKNOWN,
    });
  });

  it('is a service, anonymous or nobody known', () => {
    const service = contextOf({
      userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
    });
    expect(service.get('aws:principalisawsservice')).toEqual(known('true'));
    expect(service.get('aws:principalservicename')).toEqual(known('config.amazonaws.com'));
    expect(service.get('aws:principalarn')).toBeUndefined();
    expect(service.get('aws:sourcearn')).toBeUndefined();
    const anonymous = contextOf({ userIdentity: { type: 'AWSAccount', accountId: 'anonymous' } });
    expect(anonymous.get('aws:principalarn')).toEqual(ABSENT);
    expect(anonymous.get('aws:principaltype')).toEqual(known('Anonymous'));
    const nobody = contextOf({ userIdentity: { type: 'Unknown' } });
    expect([...nobody.keys()].filter((key) => key.includes('principal'))).toEqual([]);
  });

  it('is a web identity with the claims that CloudTrail keeps', () => {
    const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
    const sub = 'repo:acme/shop:ref:refs/heads/feature/cart';
    const userIdentity = {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${sub}`,
      userName: sub,
      identityProvider: provider,
    };
    const context = contextOf({ userIdentity }, 'sts:AssumeRoleWithWebIdentity');
    expect(context.get('token.actions.githubusercontent.com:sub')).toEqual(known(sub));
    expect(context.get('token.actions.githubusercontent.com:aud')).toEqual(
      known('sts.amazonaws.com'),
    );
    expect(context.get('token.actions.githubusercontent.com:job_workflow_ref')).toBeUndefined();
  });

  it('knows the path of an EKS provider, and not the audience that Google replaces', () => {
    const eks =
      'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/C41D0E77';
    const pod = contextOf({
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: 'x',
        userName: 'system:serviceaccount:a:b',
        identityProvider: eks,
      },
    });
    expect(pod.get('oidc.eks.eu-west-1.amazonaws.com/id/c41d0e77:sub')).toEqual(
      known('system:serviceaccount:a:b'),
    );
    expect(pod.get('oidc.eks.eu-west-1.amazonaws.com/id/c41d0e77:aud')).toEqual(UNKNOWN);
    const other = contextOf({
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: `${eks}:sts.amazonaws.com:somebody-else`,
        userName: 'system:serviceaccount:a:b',
        identityProvider: eks,
      },
    });
    expect(other.get('oidc.eks.eu-west-1.amazonaws.com/id/c41d0e77:aud')).toEqual(UNKNOWN);
    const google = contextOf({
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: 'accounts.google.com:app:117',
        userName: '117',
        identityProvider: 'accounts.google.com',
      },
    });
    expect(google.get('accounts.google.com:sub')).toEqual(known('117'));
    expect(google.get('accounts.google.com:aud')).toEqual(UNKNOWN);
  });

  it('is a SAML user', () => {
    const userIdentity = {
      type: 'SAMLUser',
      principalId: 'aGFzaA=:li',
      userName: 'li',
      identityProvider: 'aGFzaA=',
    };
    const context = contextOf({ userIdentity });
    expect(context.get('saml:sub')).toEqual(known('li'));
    expect(context.get('saml:namequalifier')).toEqual(known('aGFzaA='));
  });
});

describe('the network', () => {
  it('is the internet', () => {
    expect(Object.fromEntries(contextOf({}))).toMatchObject({
      'aws:sourceip': known('203.0.113.57'),
      'aws:sourcevpce': ABSENT,
      'aws:sourcevpc': ABSENT,
      'aws:vpcsourceip': ABSENT,
      'aws:requestedregion': known('eu-west-1'),
      'aws:securetransport': known('true'),
      'aws:useragent': known('aws-cli/2.31.18'),
      'aws:currenttime': known('2026-11-19T08:02:11Z'),
      'aws:epochtime': known('1795075331'),
      'aws:viaawsservice': known('false'),
      'aws:calledvia': ABSENT,
      'aws:sourcearn': ABSENT,
      'kms:viaservice': ABSENT,
    });
    expect(contextOf({ sourceIPAddress: '2001:db8::7' }).get('aws:sourceip')).toEqual(
      known('2001:db8::7'),
    );
  });

  it('is a VPC endpoint, where aws:SourceIp is absent and the VPC unknown', () => {
    const context = contextOf({ vpcEndpointId: 'vpce-0a1b2c3d', sourceIPAddress: '10.20.3.44' });
    expect(Object.fromEntries(context)).toMatchObject({
      'aws:sourceip': ABSENT,
      'aws:vpcsourceip': known('10.20.3.44'),
      'aws:sourcevpce': known('vpce-0a1b2c3d'),
      'aws:sourcevpc': UNKNOWN,
    });
  });

  it.each([
    '10.20.3.44',
    '172.16.0.9',
    '192.168.1.1',
    '100.64.0.1',
    'fd00::1',
    '999.1.1.1',
    'AWS Internal/3',
    'cloudformation.amazonaws.com',
    '',
  ])('is not known behind %s', (sourceIPAddress) => {
    const context = contextOf({ sourceIPAddress });
    for (const key of ['aws:sourceip', 'aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip'])
      expect(context.get(key)).toBeUndefined();
  });

  it('may be a service on behalf of the caller', () => {
    const service = {
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
      tlsDetails: null,
    };
    const user = {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/erin',
      accountId: '111122223333',
      invokedBy: 'cloudformation.amazonaws.com',
    };
    const forwarded = contextOf({ ...service, userIdentity: user });
    expect(forwarded.get('aws:viaawsservice')).toEqual(known('true'));
    expect(forwarded.get('aws:calledvialast')).toEqual(known('cloudformation.amazonaws.com'));
    expect(forwarded.get('aws:calledvia')).toBeUndefined();
    expect(forwarded.get('aws:useragent')).toEqual(UNKNOWN);
    expect(forwarded.get('aws:securetransport')).toEqual(UNKNOWN);
    expect(forwarded.get('kms:viaservice')).toBeUndefined();
    const role = roleSession('arn:aws:iam::111122223333:role/cfn', 'AWSCloudFormation', {
      invokedBy: 'cloudformation.amazonaws.com',
    });
    expect(contextOf({ ...service, userIdentity: role }).get('aws:viaawsservice')).toEqual(UNKNOWN);
    const linked = roleSession(
      'arn:aws:iam::111122223333:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup',
      's',
      { invokedBy: 'backup.amazonaws.com' },
    );
    expect(contextOf({ ...service, userIdentity: linked }).get('aws:viaawsservice')).toEqual(
      known('false'),
    );
  });

  it('has no key that only services bring, and no key of endpoints', () => {
    const context = contextOf({});
    const absent = [...context].flatMap(([key, { state }]) => (state === 'absent' ? key : []));
    expect(absent).toEqual(
      expect.arrayContaining([
        'aws:sourcevpcarn',
        'aws:vpceaccount',
        'aws:vpceorgid',
        'aws:vpceorgpaths',
        'aws:calledviafirst',
        'aws:calledvialast',
        'aws:sourceaccount',
        'aws:sourceorgid',
        'aws:sourceorgpaths',
        'aws:sourceowner',
        'aws:principalservicename',
        'aws:principalservicenameslist',
      ]),
    );
  });

  it.each([
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '101.64.0.1',
    '173.16.0.1',
    '11.0.0.1',
  ])('is the internet behind %s, next to the private ranges', (sourceIPAddress) => {
    expect(contextOf({ sourceIPAddress }).get('aws:sourceip')).toEqual(known(sourceIPAddress));
  });

  it('does not name a service that stays out of aws:CalledVia', () => {
    const userIdentity = {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/erin',
      accountId: '111122223333',
      invokedBy: 'autoscaling.amazonaws.com',
    };
    const context = contextOf({ userIdentity, sourceIPAddress: 'autoscaling.amazonaws.com' });
    expect(context.get('aws:viaawsservice')).toEqual(known('true'));
    expect(context.get('aws:calledvialast')).toEqual(UNKNOWN);
  });

  it('does not take the console for a service', () => {
    const identity = (invokedBy: string) => ({
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/erin',
        accountId: '111122223333',
        invokedBy,
      },
    });
    const console = contextOf(identity('signin.amazonaws.com'));
    expect(console.get('aws:viaawsservice')).toEqual(known('false'));
    expect(console.get('aws:sourceip')).toEqual(known('203.0.113.57'));
    for (const invokedBy of ['AWS Internal', 'athena.amazonaws.com']) {
      const other = contextOf(identity(invokedBy));
      expect(other.get('aws:viaawsservice')).toBeUndefined();
      expect(other.get('aws:sourceip')).toBeUndefined();
    }
  });

  it('has a user agent without the brackets of CloudTrail, unless it was cut', () => {
    expect(contextOf({ userAgent: '[Mozilla/5.0 (X11)]' }).get('aws:useragent')).toEqual(
      known('Mozilla/5.0 (X11)'),
    );
    expect(contextOf({ userAgent: '[odd' }).get('aws:useragent')).toEqual(known('[odd'));
    expect(contextOf({ userAgent: 'x'.repeat(1024) }).get('aws:useragent')).toEqual(UNKNOWN);
  });

  it('has no time where the record has none', () => {
    expect(contextOf({ eventTime: 'yesterday' }).has('aws:currenttime')).toBe(false);
  });
});

describe('the parameters', () => {
  it('say nothing when CloudTrail dropped them', () => {
    const context = contextOf({ requestParameters: null }, 'sts:AssumeRole');
    expect(context.has('sts:externalid')).toBe(false);
    expect(context.has('aws:tagkeys')).toBe(false);
  });

  it('say nothing when they belong to another action', () => {
    const fields = { requestParameters: { externalId: 'x' } };
    expect(contextOf(fields, 'sts:AssumeRole', NOTHING, false).has('sts:externalid')).toBe(false);
  });

  it('hold the keys of AssumeRole, and lack those that were not sent', () => {
    const requestParameters = {
      roleArn: 'arn:aws:iam::111122223333:role/r',
      roleSessionName: 's',
    };
    const context = contextOf({ requestParameters }, 'sts:AssumeRole');
    expect(context.get('sts:rolesessionname')).toEqual(known('s'));
    expect(context.get('sts:externalid')).toEqual(ABSENT);
    const withId = contextOf({ requestParameters: { externalId: 'e-1' } }, 'sts:AssumeRole');
    expect(withId.get('sts:externalid')).toEqual(known('e-1'));
  });

  it('hold the keys of S3, of the action that has them only', () => {
    const fields = {
      requestParameters: { bucketName: 'b', prefix: '', delimiter: '/', 'x-amz-acl': 'private' },
      additionalEventData: { SignatureVersion: 'SigV4', AuthenticationMethod: 'AuthHeader' },
    };
    const list = contextOf(fields, 's3:ListBucket', { ...NOTHING, accountId: '444455556666' });
    expect(Object.fromEntries(list)).toMatchObject({
      's3:prefix': known(''),
      's3:delimiter': known('/'),
      's3:max-keys': ABSENT,
      's3:signatureversion': known('AWS4-HMAC-SHA256'),
      's3:authtype': known('REST-HEADER'),
      's3:tlsversion': known('1.3'),
      's3:resourceaccount': known('444455556666'),
      'aws:resourceaccount': known('444455556666'),
    });
    expect(list.has('s3:x-amz-acl')).toBe(false);
    const put = contextOf(fields, 's3:PutObject');
    expect(put.get('s3:x-amz-acl')).toEqual(known('private'));
    expect(put.get('s3:x-amz-server-side-encryption')).toEqual(ABSENT);
    expect(put.has('s3:prefix')).toBe(false);
  });

  it('hold the keys of EC2 for the type of the denied resource', () => {
    const fields = {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      requestParameters: {
        instanceType: 'm5.large',
        tagSpecificationSet: {
          items: [{ resourceType: 'volume', tags: [{ key: 'Cost', value: '' }] }],
        },
      },
    };
    const instance = { ...NOTHING, arn: 'arn:aws:ec2:eu-west-1:111122223333:instance/*' };
    const volume = { ...NOTHING, arn: 'arn:aws:ec2:eu-west-1:111122223333:volume/*' };
    const ofInstance = contextOf(fields, 'ec2:RunInstances', instance);
    expect(ofInstance.get('ec2:instancetype')).toEqual(known('m5.large'));
    expect(ofInstance.get('ec2:region')).toEqual(known('eu-west-1'));
    expect(ofInstance.get('aws:tagkeys')).toEqual(ABSENT);
    const ofVolume = contextOf(fields, 'ec2:RunInstances', volume);
    expect(ofVolume.has('ec2:instancetype')).toBe(false);
    expect(ofVolume.get('aws:requesttag/cost')).toEqual(known(''));
    expect(ofVolume.get('aws:tagkeys')).toEqual(known('Cost'));
    const template = {
      ...fields,
      requestParameters: { launchTemplate: { launchTemplateId: 'lt-1' } },
    };
    expect(contextOf(template, 'ec2:RunInstances', instance).has('aws:tagkeys')).toBe(false);
  });

  it.each<[Json, string[]]>([
    [{ tags: [{ key: 'team', value: 'pay' }] }, ['team']],
    [{ tags: [{ Key: 'team', Value: 'pay' }] }, ['team']],
    [{ tags: { team: 'pay' } }, ['team']],
    [{ tagSet: { items: [{ key: 'team', value: 'pay' }] } }, ['team']],
  ])('hold the tags of %j', (requestParameters, keys) => {
    const context = contextOf({ requestParameters }, 'dynamodb:CreateTable');
    expect(context.get('aws:requesttag/team')).toEqual(known('pay'));
    expect(context.get('aws:requesttag/')).toEqual(ABSENT);
    expect(context.get('aws:tagkeys')).toEqual(known(...keys));
  });

  it('hold the keys of tags that are removed', () => {
    const context = contextOf(
      { requestParameters: { tagKeys: ['a', 'b'] } },
      'dynamodb:UntagResource',
    );
    expect(context.get('aws:tagkeys')).toEqual(known('a', 'b'));
  });

  it.each<Json>([{ tags: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, { tags: [1] }, { tagKeys: [{}] }])(
    'leave tags open that cannot be read: %j',
    (requestParameters) => {
      const context = contextOf({ requestParameters }, 'dynamodb:CreateTable');
      expect(context.has('aws:tagkeys')).toBe(false);
      expect(context.has('aws:requesttag/')).toBe(false);
    },
  );

  it('hold the encryption context and alias of a KMS call', () => {
    const requestParameters = { keyId: 'alias/app', encryptionContext: { Stage: 'prod' } };
    expect(Object.fromEntries(contextOf({ requestParameters }, 'kms:Decrypt'))).toMatchObject({
      'kms:encryptioncontext:stage': known('prod'),
      'kms:encryptioncontextkeys': known('Stage'),
      'kms:requestalias': known('alias/app'),
      'kms:calleraccount': known('111122223333'),
    });
    const odd = { tlsDetails: { tlsVersion: 'SSLv3' } };
    expect(contextOf(odd, 's3:GetObject').get('s3:tlsversion')).toEqual(UNKNOWN);
    const plain = contextOf({ requestParameters: { keyId: '1234abcd' } }, 'kms:Decrypt');
    expect(plain.get('kms:requestalias')).toEqual(ABSENT);
    expect(plain.get('kms:encryptioncontextkeys')).toEqual(ABSENT);
  });

  it('tell to which service a role is passed', () => {
    const passing = (eventSource: string, eventName: string) =>
      contextOf({ eventSource, eventName }, 'iam:PassRole', NOTHING, false).get(
        'iam:passedtoservice',
      );
    expect(passing('ec2.amazonaws.com', 'RunInstances')).toEqual(known('ec2.amazonaws.com'));
    expect(passing('lambda.amazonaws.com', 'CreateFunction20150331')).toEqual(
      known('lambda.amazonaws.com'),
    );
    expect(passing('newthing.amazonaws.com', 'CreateThing')).toEqual(UNKNOWN);
  });

  it('are read by tables that name only keys and actions of the reference', () => {
    for (const [prefix, rows] of PARAMETER_KEYS) {
      const keys = new Set(
        reference
          .actionNames(prefix)
          .flatMap((name) => reference.action(`${prefix}:${name}`)?.conditionKeys ?? [])
          .map((key) => key.toLowerCase()),
      );
      expect(rows.filter(({ key }) => !keys.has(key))).toEqual([]);
    }
    expect([...PASSED_TO.keys()].filter((name) => reference.action(name)?.name !== name)).toEqual(
      [],
    );
  });

  it('never throw and never make a key known without values', () => {
    const json = fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json);
    const name = fc.constantFrom(
      'tags',
      'tagKeys',
      'tagSet',
      'prefix',
      'encryptionContext',
      'keyId',
      'externalId',
      'CreateBucketConfiguration',
      '__proto__',
    );
    const action = fc.constantFrom(
      'kms:Decrypt',
      's3:CreateBucket',
      'dynamodb:CreateTable',
      'sts:AssumeRole',
      'ec2:RunInstances',
    );
    fc.assert(
      fc.property(action, fc.dictionary(name, json), (called, requestParameters) => {
        for (const [key, value] of contextOf({ requestParameters }, called)) {
          expect(key).toBe(key.toLowerCase());
          expect(value.state !== 'known' || Array.isArray(value.values)).toBe(true);
        }
      }),
    );
  });
});

describe('pasted text', () => {
  const context = (principal: string, action: string, arn: string | null) =>
    requestContext(
      {
        principal: principalOfText(principal),
        action: reference.action(action),
        resource: { arn, named: null, accountId: null },
        record: null,
        ownParameters: false,
      },
      reference,
    );

  it('proves who called and in which region, and nothing of the network or MFA', () => {
    const found = context(
      'arn:aws:iam::111122223333:user/erin',
      'dynamodb:GetItem',
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    );
    expect(Object.fromEntries(found)).toMatchObject({
      'aws:principalarn': known('arn:aws:iam::111122223333:user/erin'),
      'aws:username': known('erin'),
      'aws:requestedregion': known('eu-west-1'),
    });
    for (const key of [
      'aws:sourceip',
      'aws:sourcevpce',
      'aws:multifactorauthpresent',
      'aws:viaawsservice',
      'aws:securetransport',
    ])
      expect(found.has(key)).toBe(false);
  });

  it('does not know whether a role session came from an instance, nor its path', () => {
    const found = context(
      'arn:aws:sts::111122223333:assumed-role/app/s',
      's3:GetObject',
      'arn:aws:s3:::b/k',
    );
    expect(found.get('aws:principalarn')).toEqual(UNKNOWN);
    expect(found.get('ec2:roledelivery')).toEqual(UNKNOWN);
    expect(found.get('aws:userid')).toEqual(UNKNOWN);
    expect(found.has('aws:requestedregion')).toBe(false);
  });
});
