import type { Deployed, Run } from './deployment';
import { NOT_EXERCISED } from './not-exercised';
import type { RecordedCall } from './recorded-calls';
import { expectEqual } from './report';
import { judge, readRole, type DeployedRole } from './role-check';

/**
 * Judges all that the Lambdas asked AWS for during the run by the policies of their roles, and those
 * policies by what was asked for.
 */
export async function tryRoles({ report }: Run, deployed: Deployed): Promise<void> {
  const { home, functions, recorder } = deployed;
  report.heading('Roles, by the calls that were made');
  const calls = callsOf(deployed);
  report.check('every call was understood', () => {
    expectEqual(recorder.problems, [], 'problems');
  });
  const roles = await report.step('the policies of the roles are read', () =>
    Promise.all(
      functions.map(({ roleArn, variables }) =>
        readRole(home.iam, variables['POWERTOOLS_SERVICE_NAME'] ?? '', roleArn),
      ),
    ),
  );
  const reasons = NOT_EXERCISED.flatMap(({ services, permissions }) =>
    services.flatMap((service) => permissions.map((permission) => `${service} ${permission}`)),
  );
  const unused: string[] = [];
  for (const role of roles) {
    const verdict = judge(role, calls);
    const many = distinct(role, calls);
    report.check(`the role of ${role.service} allows each of its ${many} different calls`, () => {
      if (many === 0) throw new Error('it made no call');
      expectEqual(verdict.refused, [], 'calls that are not allowed');
    });
    unused.push(...verdict.unused.map((permission) => `${role.service} ${permission}`));
  }
  report.check('no permission is unused without a written reason', () => {
    const open = unused.filter((permission) => !reasons.includes(permission));
    expectEqual(open, [], 'permissions that nothing used');
  });
  report.check('no reason is given for a permission that was used, or that no role has', () => {
    const stale = reasons.filter((permission) => !unused.includes(permission));
    expectEqual(stale, [], 'reasons');
  });
}

/** What the Lambdas asked the emulator and the fake for. */
function callsOf({ recorder, fake }: Deployed): readonly RecordedCall[] {
  const ofFake = fake.calls.flatMap(({ action, resource, principalArn }): RecordedCall[] =>
    // A call on nothing that is there is judged by AWS as one on nothing.
    principalArn === null || resource === null ? [] : [{ roleArn: principalArn, action, resource }],
  );
  return [...recorder.calls, ...ofFake];
}

function distinct({ arn }: DeployedRole, calls: readonly RecordedCall[]): number {
  const own = calls.filter(({ roleArn }) => roleArn === arn);
  return new Set(own.map(({ action, resource }) => `${action} ${resource}`)).size;
}
