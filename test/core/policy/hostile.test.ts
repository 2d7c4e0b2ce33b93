import { evaluate } from '../../../lib/core/policy/evaluate';
import type { ContextValue } from '../../../lib/core/policy/request';
import { collected, request, type CaseRequest } from './build';

const asked: CaseRequest = {
  principal: {
    kind: 'user',
    arn: 'arn:aws:iam::111122223333:user/ana',
    accountId: '111122223333',
    uniqueId: 'AIDAEXAMPLE',
  },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
  resourceAccountId: '111122223333',
};

/** A context that counts how often it is asked: a step of a condition or of a variable. */
function counting(): { readonly get: (key: string) => ContextValue; asked: number } {
  const counter = {
    asked: 0,
    get(): ContextValue {
      counter.asked += 1;
      return { state: 'known', values: ['b'] };
    },
  };
  return counter;
}

const statements = (action: string, resource: string): object[] =>
  Array.from({ length: 400 }, () => ({
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b', 'aws:PrincipalTag/c': 'd' } },
  }));

test.each([
  ['of another service', 'ec2:*', '*', 0],
  ['of another action', 's3:Put*', '*', 0],
  ['of another resource', 's3:Get*', 'arn:aws:s3:::other/*', 0],
  ['whose second condition fails', 's3:Get*', '*', 800],
])('statements %s are asked nothing that does not matter', (_, action, resource, steps) => {
  const context = counting();
  const policies = collected({ identity: { wide: { Statement: statements(action, resource) } } });

  evaluate({ ...request(asked), context: { ...context, entries: () => [] } }, policies);

  expect(context.asked).toBe(steps);
});
