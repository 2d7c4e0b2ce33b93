import { parseArn, splitResource, type Arn } from '../../policy/arn';
import { cutMiddle, oneLine } from '../text/visible';
import { accountNumber } from '../text/words';

/** A resource as people call it. */
export interface ResourceName {
  /** `table`, `key`, `log group`; empty where the name tells: `my-bucket/uploads/a.pdf`. */
  readonly noun: string;
  readonly name: string;
}

/** What has no type in its ARN. An S3 name is understood without a noun. */
const NOUN_OF_SERVICE: ReadonlyMap<string, string> = new Map([
  ['s3', ''],
  ['sqs', 'queue'],
  ['sns', 'topic'],
  ['execute-api', 'API'],
  ['codecommit', 'repository'],
]);

/** Types that AWS writes as one word or means otherwise. */
const NOUN_OF_TYPE: ReadonlyMap<string, string> = new Map([
  ['loadbalancer', 'load balancer'],
  ['targetgroup', 'target group'],
  ['hostedzone', 'hosted zone'],
  ['db', 'database'],
  ['mfa', 'MFA device'],
  ['oidc-provider', 'OIDC provider'],
  ['saml-provider', 'SAML provider'],
  ['vpc', 'VPC'],
  ['ou', 'OU'],
  ['assumed-role', 'role session'],
]);

const NAME = 80;

/** Names a resource shortly; an ARN that cannot be shortened without doubt stays as it is. */
export function resourceName(arn: string): ResourceName {
  const parts = parseArn(arn);
  const { noun, name } = parts === null ? { noun: '', name: arn } : nameOf(parts, arn);
  return { noun: oneLine(noun, NAME), name: cutMiddle(oneLine(name, 2048), NAME) };
}

function nameOf(arn: Arn, text: string): ResourceName {
  if (arn.resource === '' || arn.resource === '*') return { noun: '', name: text };
  const untyped = NOUN_OF_SERVICE.get(arn.service);
  if (untyped !== undefined) return { noun: untyped, name: arn.resource };
  const { type, id } = splitResource(arn.resource);
  if (type === '' || id === '' || id.startsWith('*')) return { noun: '', name: arn.resource };
  const name = arn.service === 'iam' ? id.slice(id.lastIndexOf('/') + 1) : id;
  return { noun: NOUN_OF_TYPE.get(type) ?? type.replaceAll('-', ' '), name: withoutTail(name) };
}

/** `log-group:NAME:*` and `log-group:NAME:log-stream:…` name the log group. */
function withoutTail(name: string): string {
  const stream = name.indexOf(':log-stream:');
  if (stream > 0) return name.slice(0, stream);
  return name.endsWith(':*') ? name.slice(0, -2) : name;
}

/** `key 1234…`, `my-bucket/a.pdf`: noun and name in one. */
export function resourceWords(arn: string): string {
  const { noun, name } = resourceName(arn);
  return noun === '' ? name : `${noun} ${name}`;
}

/**
 * Where a resource is, if that is not where the caller is: ` in account 4444-5555-6666`,
 * ` in us-west-2`; empty when it is the same or the ARN does not say.
 */
export function elsewhere(arn: string, accountId: string | null, region: string | null): string {
  const parts = parseArn(arn);
  if (parts === null) return '';
  const isOtherAccount =
    /^\d{12}$/.test(parts.account) && accountId !== null && parts.account !== accountId;
  const isOtherRegion =
    parts.region !== '' && parts.region !== '*' && region !== null && parts.region !== region;
  const account = isOtherAccount ? ` in account ${accountNumber(parts.account)}` : '';
  return oneLineAfter(isOtherRegion ? ` in ${parts.region}` : '') + account;
}

function oneLineAfter(text: string): string {
  return text === '' ? '' : ` ${oneLine(text, 40)}`;
}
