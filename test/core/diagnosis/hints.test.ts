import { hintsOf, wrongIdentity } from '../../../lib/core/diagnosis/hints';
import { denialWith, type DenialParts } from '../evidence/denial';
import { evidenceOf, explain, factsWith } from './build';

const INSTANCE = 'i-0a1b2c3d4e5f67890';

function hints(parts: DenialParts, isExplained = false): readonly string[] {
  const denial = denialWith(parts);
  return hintsOf(denial, evidenceOf(denial, null), isExplained);
}

describe('the identity', () => {
  it('an instance role in an ECS task looks wrong', () => {
    const task = denialWith({ userAgent: 'Boto3/1.40.2 exec-env/AWS_ECS_EC2' });
    expect(wrongIdentity(task)).toBe(
      'the caller runs in an ECS task but uses the role of its EC2 instance: it looks as if the task has no task role of its own',
    );
  });

  it('a node role in a pod looks wrong, by the client or by the name of the role', () => {
    const byAgent = { userAgent: 'external-dns/0.15.0' };
    const byRole = {
      principal: { arn: 'arn:aws:iam::111122223333:role/shop-nodegroup-NodeInstanceRole-1X2Y3Z' },
    };
    for (const parts of [byAgent, byRole])
      expect(wrongIdentity(denialWith(parts))).toContain('EKS Pod Identity or IRSA');
  });

  it('a task or pod with a role of its own does not, nor does an instance', () => {
    const sessionName = 'orders-api-7d9f';
    expect(
      wrongIdentity(denialWith({ principal: { sessionName }, userAgent: 'exec-env/AWS_ECS_EC2' })),
    ).toBeNull();
    expect(wrongIdentity(denialWith({ userAgent: 'aws-cli/2.31.18' }))).toBeNull();
    expect(INSTANCE).toBe(denialWith().principal.sessionName);
  });

  it('is asked about before a permission is given to it', () => {
    const { remedy } = explain({ userAgent: 'external-dns/0.15.0' }, factsWith());
    expect(remedy.says).toMatch(
      /^Add an inline policy to role orders-api\. Check first whether this is the right caller: /,
    );
  });

  it.each(['botocore-session-1763629200', 'aws-go-sdk-1763629200123456789', 'AWSCLI-Session'])(
    'session %s was made from a profile: the policies of the user do not count',
    (sessionName) => {
      expect(hints({ principal: { sessionName } }).join()).toContain('profile with role_arn');
    },
  );

  it('a service that calls for somebody has the permissions of that somebody', () => {
    expect(hints({ principal: { invokedBy: 'cloudformation.amazonaws.com' } })).toEqual([
      "cloudformation.amazonaws.com made the call on the caller's behalf, with the caller's permissions",
    ]);
    const serviceLinked = { invokedBy: 'ecs.amazonaws.com', serviceLinked: true };
    expect(hints({ principal: serviceLinked })).toEqual([]);
  });
});

describe('the request', () => {
  it('an object may not exist, where nothing else explains it and AWS gives no reason', () => {
    const get = { action: 's3:GetObject' };
    expect(hints(get).join()).toContain('an object that does not exist');
    expect(hints(get, true)).toEqual([]);
    expect(hints({ ...get, said: { effect: 'implicitDeny', policyType: 'identity' } })).toEqual([]);
    expect(hints({ action: 's3:PutObject' })).toEqual([]);
  });

  it('a call may need another action, where AWS does not name the one', () => {
    const copy = { alsoNeeds: ['s3:GetObject'] };
    expect(hints(copy)).toEqual([
      'the same call also needs s3:GetObject, and AWS does not say which one was refused',
    ]);
    expect(hints({ ...copy, said: { action: 's3:PutObject' } })).toEqual([]);
  });
});

describe('a change shortly before', () => {
  const change = (time: string): readonly string[] => {
    const denial = denialWith({ time: '2026-11-20T08:00:00Z' });
    const recentChanges = [
      { time, eventName: 'PutRolePolicy', by: 'bob', eventId: null, what: 'inline policy work' },
    ];
    return hintsOf(denial, evidenceOf(denial, factsWith({}, { recentChanges })));
  };

  it('may be on its way still', () => {
    expect(change('2026-11-20T07:55:00Z').join()).toContain('may not have reached every Region');
    expect(change('2026-11-20T08:00:00Z')).toHaveLength(1);
  });

  it('is of no account when it is older, later or of no time', () => {
    for (const time of ['2026-11-20T07:54:59Z', '2026-11-20T08:00:01Z', 'yesterday'])
      expect(change(time)).toEqual([]);
  });
});
