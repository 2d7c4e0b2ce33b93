import type { KnownAuthorizationDetails } from '../support/aws/toolbox';
import type { SampleRecord } from '../support/sample-week/record';
import { sampleWeek, stories } from '../support/sample-week';
import { lookAlikes } from '../support/sample-week/look-alikes';

/** A record that goes through the deployed stack, and what must come of it. */
export interface Case {
  /** Also the name of its golden file. */
  readonly name: string;
  readonly record: SampleRecord;
  readonly expect: 'alert' | 'hidden' | 'digest' | 'nothing';
}

/** Stories of the sample week that the noise catalogue knows. */
const NOISE: ReadonlyMap<string, Case['expect']> = new Map([
  ['the console was left in Sydney: its alarms', 'hidden'],
  ['AWS Config cannot look at the finance bucket', 'hidden'],
  ['the key of the volumes does not know Auto Scaling', 'digest'],
]);

/**
 * The project's own set: the first denial of each problem of the sample week, which are of every
 * kind, and the records of that week that look like denials and are none.
 */
export function ownCases(): readonly Case[] {
  const denials = stories.flatMap(({ name, records }): readonly Case[] => {
    const record = records.find(({ errorCode }) => errorCode !== undefined);
    return record === undefined ? [] : [{ name, record, expect: NOISE.get(name) ?? 'alert' }];
  });
  const others = lookAlikes.map((record): Case => {
    const error = record.errorCode ?? record.errorMessage ?? '';
    return { name: `${record.eventName} with ${error}`, record, expect: 'nothing' };
  });
  return [...denials, ...others];
}

/** What AWS's own account of a denial says, for the records whose message carries an authorization id. */
export function knownAuthorizationDetails(): ReadonlyMap<string, KnownAuthorizationDetails> {
  const found = ownCases().flatMap(({ record }) => {
    const id = /authorization id: ([0-9a-z]+)/.exec(record.errorMessage ?? '')?.[1];
    const action = /to perform: (\S+)/.exec(record.errorMessage ?? '')?.[1];
    if (id === undefined || action === undefined) return [];
    const evaluation = {
      action,
      resource: '',
      evaluatedEffect: 'IMPLICIT_DENY',
      matchedPolicies: [],
    };
    const documents = inlinePolicies(record);
    const policies = [...documents.keys()].map((uri) => ({
      type: 'IDENTITY_BASED_POLICY',
      inline: true,
      uri,
      attachedTo: [],
    }));
    const details = { requestContext: {}, evaluations: [evaluation], policies };
    return [[id, { details, documents }] as const];
  });
  return new Map(found);
}

/** The inline policies of the role that a record's caller has, by name. */
function inlinePolicies({ userIdentity }: SampleRecord): ReadonlyMap<string, object> {
  const { sessionContext } = userIdentity as {
    readonly sessionContext?: { readonly sessionIssuer?: { readonly arn: string } };
  };
  const { accounts } = sampleWeek().snapshot as {
    readonly accounts: Readonly<
      Record<string, { readonly authorizationDetails?: { readonly RoleDetailList: ListedRole[] } }>
    >;
  };
  const roles = Object.values(accounts).flatMap(
    ({ authorizationDetails }) => authorizationDetails?.RoleDetailList ?? [],
  );
  const role = roles.find(({ Arn }) => Arn === sessionContext?.sessionIssuer?.arn);
  const policies = role?.RolePolicyList ?? [];
  return new Map(policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]));
}

interface ListedRole {
  readonly Arn: string;
  readonly RolePolicyList: readonly {
    readonly PolicyName: string;
    readonly PolicyDocument: object;
  }[];
}

/**
 * Further denials of problems that {@link ownCases} alerts of: of each that has one, the last. It is
 * told again when it comes after a long quiet.
 */
export function repeats(quietHours: number): readonly Case[] {
  return stories.flatMap(({ name, records }): readonly Case[] => {
    const denied = records.filter(({ errorCode }) => errorCode !== undefined);
    const [first] = denied;
    const record = denied.at(-1);
    if (first === undefined || record === undefined || denied.length < 2) return [];
    const between = Date.parse(record.eventTime) - Date.parse(first.eventTime);
    const told = between > quietHours * 3_600_000 && !NOISE.has(name);
    return [{ name: `${name}, again`, record, expect: told ? 'alert' : 'nothing' }];
  });
}

/** A denial of a role that works for Denywatch itself. */
export function denialOfRole(roleArn: string): Case {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const [, partition = '', , , account = ''] = roleArn.split(':');
  const session = `arn:${partition}:sts::${account}:assumed-role/${role}/denial-watcher`;
  const record: SampleRecord = {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE0000000042:denial-watcher',
      arn: session,
      accountId: account,
      accessKeyId: 'ASIAEXAMPLE000000042',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLE0000000042',
          arn: roleArn,
          accountId: account,
          userName: role,
        },
        attributes: { creationDate: '2026-11-12T08:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-11-12T08:01:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'GetRole',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.200',
    userAgent: 'denywatch',
    errorCode: 'AccessDenied',
    errorMessage: `User: ${session} is not authorized to perform: iam:GetRole on resource: role orders-api with an explicit deny in a service control policy`,
    requestParameters: null,
    responseElements: null,
    eventID: '7d1f0c52-7a0b-4c1e-9a55-0f6f2f3f9a42',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
  return { name: `a denial of Denywatch's own role ${role}`, record, expect: 'nothing' };
}
