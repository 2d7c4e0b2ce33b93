import fc from 'fast-check';
import { principalOfRecord, principalOfText } from '../../../lib/core/denial/principal';
import type { Json } from '../../../lib/core/record/json';
import { recordOf, roleSession } from './record-of';

const of = (userIdentity: Json, fields: Record<string, Json> = {}, said: string | null = null) =>
  principalOfRecord(recordOf({ ...fields, userIdentity }), said);

describe('the principal of a record', () => {
  it('is the IAM user with its path', () => {
    expect(principalOfRecord(recordOf({}), null)).toEqual({
      type: 'user',
      arn: 'arn:aws:iam::111122223333:user/ops/erin',
      pathKnown: true,
      sessionArn: null,
      sessionName: null,
      accountId: '111122223333',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      serviceLinked: false,
      permissionSet: null,
      invokedBy: null,
      identityProvider: null,
      userName: 'erin',
      principalId: 'AIDACKCEVSQ6C2EXAMPLE',
    });
  });

  it('is the role with the path of its session issuer, never the session', () => {
    expect(of(roleSession('arn:aws:iam::111122223333:role/ci/build', 'run-7'))).toMatchObject({
      type: 'role',
      arn: 'arn:aws:iam::111122223333:role/ci/build',
      pathKnown: true,
      sessionArn: 'arn:aws:sts::111122223333:assumed-role/build/run-7',
      sessionName: 'run-7',
      principalId: 'AROADBQP57FF2AEXAMPLE',
      serviceLinked: false,
    });
  });

  it('says that the path is not known when the session issuer is missing', () => {
    const identity = {
      type: 'AssumedRole',
      principalId: 'AROADBQP57FF2AEXAMPLE:run-7',
      arn: 'arn:aws-cn:sts::111122223333:assumed-role/build/run-7',
      sessionContext: { sessionIssuer: {} },
    };
    expect(of(identity)).toMatchObject({
      type: 'role',
      arn: 'arn:aws-cn:iam::111122223333:role/build',
      pathKnown: false,
      accountId: '111122223333',
    });
  });

  it('survives an empty session issuer of a user with an MFA session', () => {
    const identity = {
      type: 'IAMUser',
      principalId: 'AIDACKCEVSQ6C2EXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/erin',
      accountId: '111122223333',
      sessionContext: { sessionIssuer: {}, attributes: { mfaAuthenticated: 'true' } },
    };
    expect(of(identity)).toMatchObject({
      type: 'user',
      arn: 'arn:aws:iam::111122223333:user/erin',
      userName: 'erin',
    });
  });

  it('names the permission set behind an Identity Center role', () => {
    const arn =
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Data_Team_0123456789abcdef';
    expect(of(roleSession(arn, 'kim@example.com'))).toMatchObject({
      type: 'identityCenter',
      arn,
      permissionSet: 'Data_Team',
      sessionName: 'kim@example.com',
    });
  });

  it.each([
    ['/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup', true],
    ['/AWSServiceRoleForNobody', false],
    ['/team/build', false],
  ])('tells whether %s is service-linked', (path, serviceLinked) => {
    const identity = roleSession(`arn:aws:iam::111122223333:role${path}`, 's');
    expect(of(identity).serviceLinked).toBe(serviceLinked);
  });

  it('stays the caller when a service calls on its behalf', () => {
    const identity = roleSession('arn:aws:iam::111122223333:role/deploy', 'ada', {
      invokedBy: 'cloudformation.amazonaws.com',
    });
    expect(of(identity, { sourceIPAddress: 'cloudformation.amazonaws.com' })).toMatchObject({
      type: 'role',
      arn: 'arn:aws:iam::111122223333:role/deploy',
      invokedBy: 'cloudformation.amazonaws.com',
    });
  });

  it('is a service that acts as itself', () => {
    expect(of({ type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' })).toMatchObject({
      type: 'service',
      arn: null,
      accountId: null,
      invokedBy: 'delivery.logs.amazonaws.com',
    });
    const noName = of({ type: 'AWSService' }, { sourceIPAddress: 'config.amazonaws.com' });
    expect(noName.invokedBy).toBe('config.amazonaws.com');
  });

  it.each(['anonymous', 'ANONYMOUS_PRINCIPAL'])('is anonymous for account %s', (accountId) => {
    expect(of({ type: 'AWSAccount', principalId: '', accountId })).toMatchObject({
      type: 'anonymous',
      arn: null,
      accountId: null,
    });
  });

  it('is the root user, also in another partition and without ARN', () => {
    expect(
      of({ type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' }),
    ).toMatchObject({ type: 'root', arn: 'arn:aws:iam::111122223333:root' });
    expect(
      of({ type: 'Root', accountId: '111122223333' }, { awsRegion: 'us-gov-west-1' }).arn,
    ).toBe('arn:aws-us-gov:iam::111122223333:root');
  });

  it('is the federated session, whose IAM principal is the issuing user', () => {
    const identity = {
      type: 'FederatedUser',
      principalId: '111122223333:nightly',
      arn: 'arn:aws:sts::111122223333:federated-user/nightly',
      accountId: '111122223333',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'IAMUser',
          principalId: 'AIDACKCEVSQ6C2EXAMPLE',
          arn: 'arn:aws:iam::111122223333:user/broker',
          accountId: '111122223333',
        },
      },
    };
    expect(of(identity)).toMatchObject({
      type: 'federatedUser',
      arn: 'arn:aws:iam::111122223333:user/broker',
      sessionArn: 'arn:aws:sts::111122223333:federated-user/nightly',
      sessionName: 'nightly',
    });
  });

  it('has no IAM principal for a web identity or SAML user', () => {
    const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
    expect(
      of({
        type: 'WebIdentityUser',
        principalId: `${provider}:sts.amazonaws.com:repo:acme/shop:ref:refs/heads/main`,
        userName: 'repo:acme/shop:ref:refs/heads/main',
        identityProvider: provider,
      }),
    ).toMatchObject({
      type: 'webIdentity',
      arn: null,
      identityProvider: provider,
      userName: 'repo:acme/shop:ref:refs/heads/main',
      principalId: null,
    });
    const saml = of(
      { type: 'SAMLUser', principalId: 'aGFzaA=:li', userName: 'li', identityProvider: 'aGFzaA=' },
      {
        requestParameters: { principalArn: 'arn:aws:iam::111122223333:saml-provider/corp' },
      },
    );
    expect(saml).toMatchObject({
      type: 'saml',
      arn: null,
      identityProvider: 'arn:aws:iam::111122223333:saml-provider/corp',
    });
  });

  it('is the foreign caller in the resource owner’s copy, named by the message where it names one', () => {
    const copy = {
      type: 'AWSAccount',
      principalId: 'AROADBQP57FF2AEXAMPLE:run',
      accountId: '444455556666',
    };
    expect(of(copy)).toMatchObject({
      type: 'role',
      arn: null,
      sessionName: 'run',
      accountId: '444455556666',
      principalId: 'AROADBQP57FF2AEXAMPLE',
    });
    expect(of(copy, {}, 'arn:aws:sts::444455556666:assumed-role/ci/run')).toMatchObject({
      type: 'role',
      arn: 'arn:aws:iam::444455556666:role/ci',
      pathKnown: false,
    });
  });

  it('knows an Identity Center user before a role is assumed', () => {
    expect(of({ type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } })).toMatchObject({
      type: 'identityCenter',
      arn: null,
    });
  });

  it.each([
    [{ type: 'Directory', arn: 'arn:aws:ds:eu-west-1:111122223333:directory/d-1' }],
    [{ type: 'Unknown' }],
    [{ type: 'SomethingNew', accountId: '111122223333' }],
    [{}],
    [null],
    ['a text'],
    [{ type: 7, arn: [], principalId: {}, sessionContext: 'x' }],
  ])('is unknown for %j', (identity) => {
    expect(of(identity)).toMatchObject({ type: 'unknown', arn: null });
  });

  it('takes the message where the record has no identity', () => {
    expect(of(null, {}, 'arn:aws:iam::111122223333:user/erin')).toMatchObject({
      type: 'user',
      arn: 'arn:aws:iam::111122223333:user/erin',
      accountId: '111122223333',
    });
  });

  it('does not let the message contradict the record', () => {
    const said = 'arn:aws:sts::444455556666:assumed-role/other/s';
    expect(principalOfRecord(recordOf({}), said).arn).toBe(
      'arn:aws:iam::111122223333:user/ops/erin',
    );
  });
});

describe('the principal of a text', () => {
  it.each([
    [
      'arn:aws:sts::111122223333:assumed-role/app/i-0a1b',
      'role',
      'arn:aws:iam::111122223333:role/app',
      false,
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Ops_0123456789abcdef/kim',
      'identityCenter',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_Ops_0123456789abcdef',
      false,
    ],
    [
      'arn:aws:iam::111122223333:role/team/app',
      'role',
      'arn:aws:iam::111122223333:role/team/app',
      true,
    ],
    ['arn:aws:iam::111122223333:user/a/b', 'user', 'arn:aws:iam::111122223333:user/a/b', true],
    ['arn:aws:iam::111122223333:root', 'root', 'arn:aws:iam::111122223333:root', true],
    ['arn:aws:sts::111122223333:federated-user/bob', 'federatedUser', null, false],
    ['anonymous', 'anonymous', null, false],
    ['backup.amazonaws.com', 'service', null, false],
    ['AROADBQP57FF2AEXAMPLE:ses', 'role', null, false],
    ['AIDACKCEVSQ6C2EXAMPLE', 'user', null, false],
    ['<user-arn>', 'unknown', null, false],
    ['arn:aws:iam::***:user/x', 'user', 'arn:aws:iam::***:user/x', true],
  ])('%s', (text, type, arn, pathKnown) => {
    expect(principalOfText(text)).toMatchObject({ type, arn, pathKnown });
  });

  it('takes a service-linked role by its name where the path is not known', () => {
    const text = 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs';
    expect(principalOfText(text).serviceLinked).toBe(true);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const { type, arn } = principalOfText(text);
        expect(arn === null || type !== 'unknown').toBe(true);
      }),
    );
    expect(principalOfText(`arn:aws:sts::1:assumed-role/${'/'.repeat(200_000)}`).type).toBe('role');
    expect(principalOfText('A'.repeat(200_000)).type).toBe('unknown');
  });
});
