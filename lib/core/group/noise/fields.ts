/**
 * The fields of a CloudTrail record that an entry may name.
 *
 * Follows: CloudTrail User Guide, "CloudTrail record contents" and "CloudTrail userIdentity element".
 */
export const NOISE_FIELDS: readonly string[] = [
  'eventSource',
  'eventName',
  'eventType',
  'eventCategory',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'readOnly',
  'managementEvent',
  'recipientAccountId',
  'sessionCredentialFromConsole',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'userIdentity.type',
  'userIdentity.principalId',
  'userIdentity.arn',
  'userIdentity.accountId',
  'userIdentity.accessKeyId',
  'userIdentity.userName',
  'userIdentity.invokedBy',
  'userIdentity.identityProvider',
  'userIdentity.sessionContext.sessionIssuer.type',
  'userIdentity.sessionContext.sessionIssuer.principalId',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.accountId',
  'userIdentity.sessionContext.sessionIssuer.userName',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'userIdentity.sessionContext.ec2RoleDelivery',
  'userIdentity.sessionContext.sourceIdentity',
  'tlsDetails.clientProvidedHostHeader',
];

/** Objects whose members differ from call to call: any path below them may be named. */
export const OPEN_FIELDS: readonly string[] = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
];

/** Names between dots, below an open field. */
const DEEPEST = 6;

/** Whether an entry may name that field. */
export function isNoiseField(path: string): boolean {
  if (NOISE_FIELDS.includes(path)) return true;
  const [top = '', ...below] = path.split('.');
  return (
    OPEN_FIELDS.includes(top) &&
    below.length > 0 &&
    below.length < DEEPEST &&
    below.every((name) => name !== '')
  );
}

/**
 * The text or boolean at a path; undefined where the record has something else or nothing. Members
 * that the record itself did not write, such as `constructor`, are nothing.
 */
export function valueAt(raw: unknown, path: readonly string[]): string | boolean | undefined {
  let value = raw;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}
