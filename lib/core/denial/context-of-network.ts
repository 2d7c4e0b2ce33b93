import { objectOf, textOf } from '../record/json';
import type { CloudTrailRecord } from '../record/record';
import { ABSENT, ifKnown, known, UNKNOWN, type ContextEntry } from './context-value';
import type { ContextValue, DenialPrincipal } from './denial';

/**
 * The condition keys about where, when and through what a request came.
 *
 * Follows: IAM User Guide, "AWS global condition context keys", properties of the network, of the request.
 */
export function contextOfNetwork(
  record: CloudTrailRecord,
  principal: DenialPrincipal,
): readonly ContextEntry[] {
  return [
    ...addresses(record),
    ...services(record, principal),
    ['aws:requestedregion', ifKnown(record.awsRegion)],
    ['aws:securetransport', record.hasTlsDetails ? known('true') : UNKNOWN],
    ['aws:useragent', userAgent(record)],
    ...time(record.eventTime),
  ];
}

/**
 * Through a VPC endpoint a request has `aws:VpcSourceIp` in place of `aws:SourceIp`. Where a service called, `sourceIPAddress` is
 * its name, and where the service called from is not told.
 */
function addresses(record: CloudTrailRecord): readonly ContextEntry[] {
  const { sourceIpAddress, vpcEndpointId } = record;
  const address = isDirect(record) ? sourceIpAddress : null;
  if (vpcEndpointId !== null)
    return [
      ['aws:sourceip', ABSENT],
      ['aws:vpcsourceip', ifKnown(address)],
      ['aws:sourcevpce', known(vpcEndpointId)],
      ['aws:sourcevpc', UNKNOWN],
    ];
  // A private address came through an endpoint that the service did not record.
  if (address === null || isPrivate(address)) return [];
  return [
    ['aws:sourceip', known(address)],
    ['aws:vpcsourceip', ABSENT],
    ['aws:sourcevpce', ABSENT],
    ['aws:sourcevpc', ABSENT],
    ['aws:sourcevpcarn', ABSENT],
    ['aws:vpceaccount', ABSENT],
    ['aws:vpceorgid', ABSENT],
    ['aws:vpceorgpaths', ABSENT],
  ];
}

function isIpAddress(text: string): boolean {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text))
    return text.split('.').every((part) => Number(part) <= 255);
  return (
    text.length <= 45 &&
    /^[0-9A-Fa-f:]+(?:\d{1,3}(?:\.\d{1,3}){3})?$/.test(text) &&
    text.includes(':')
  );
}

/** Follows: RFC 1918, RFC 6598, RFC 4193. */
function isPrivate(address: string): boolean {
  const [first = '', second = ''] = address.split('.');
  if (address.includes(':')) return /^f[cd]/i.test(address);
  const part = Number(second);
  if (first === '10') return true;
  if (first === '172') return part >= 16 && part <= 31;
  if (first === '192') return part === 168;
  return first === '100' && part >= 64 && part <= 127;
}

/** Services that put themselves into `aws:CalledVia`. Source: IAM User Guide, "aws:CalledVia". */
const CALLED_VIA: ReadonlySet<string> = new Set([
  'aoss.amazonaws.com',
  'athena.amazonaws.com',
  'backup.amazonaws.com',
  'cloud9.amazonaws.com',
  'cloudformation.amazonaws.com',
  'databrew.amazonaws.com',
  'dataexchange.amazonaws.com',
  'dynamodb.amazonaws.com',
  'imagebuilder.amazonaws.com',
  'kms.amazonaws.com',
  'mgn.amazonaws.com',
  'nimble.amazonaws.com',
  'omics.amazonaws.com',
  'ram.amazonaws.com',
  'robomaker.amazonaws.com',
  'servicecatalog-appregistry.amazonaws.com',
  'sqlworkbench.amazonaws.com',
  'ssm-guiconnect.amazonaws.com',
]);

/**
 * Whether a service called on the principal's behalf. A role session with `invokedBy` may be the service's own use of
 * a role as well as a forward access session, so only for a user it is certain.
 */
function services(record: CloudTrailRecord, principal: DenialPrincipal): readonly ContextEntry[] {
  const iam = ['user', 'role', 'root', 'federatedUser', 'identityCenter'].includes(principal.type);
  if (!iam) return [];
  if (isDirect(record)) return DIRECT;
  const { invokedBy } = record.userIdentity;
  if (invokedBy?.includes('.amazonaws.com') !== true || hasAddress(record)) return [];
  if (principal.serviceLinked) return [['aws:viaawsservice', known('false')]];
  const forwarded = principal.type === 'user' || principal.type === 'root';
  const last: ContextValue = forwarded && CALLED_VIA.has(invokedBy) ? known(invokedBy) : UNKNOWN;
  return [
    ['aws:viaawsservice', forwarded ? known('true') : UNKNOWN],
    ['aws:calledvialast', last],
  ];
}

/** Keys of calls that a service makes, and what they are in a call that the principal made itself. */
const DIRECT: readonly ContextEntry[] = [
  ['aws:viaawsservice', known('false')],
  ['aws:calledvia', ABSENT],
  ['aws:calledviafirst', ABSENT],
  ['aws:calledvialast', ABSENT],
  ['aws:sourceaccount', ABSENT],
  ['aws:sourcearn', ABSENT],
  ['aws:sourceorgid', ABSENT],
  ['aws:sourceorgpaths', ABSENT],
  ['aws:sourceowner', ABSENT],
  ['kms:viaservice', ABSENT],
];

function hasAddress({ sourceIpAddress }: CloudTrailRecord): boolean {
  return sourceIpAddress !== null && isIpAddress(sourceIpAddress);
}

/** The principal called itself. The console is no service in between, though some records say that sign-in invoked the call. */
function isDirect(record: CloudTrailRecord): boolean {
  const { invokedBy } = record.userIdentity;
  return hasAddress(record) && (invokedBy === null || invokedBy === 'signin.amazonaws.com');
}

/** CloudTrail puts some in brackets and cuts at 1 KB; a service's name is no user agent. */
function userAgent(record: CloudTrailRecord): ContextValue {
  const { userAgent: agent } = record;
  if (agent === null || agent.length >= 1000 || !isDirect(record)) return UNKNOWN;
  return known(agent.startsWith('[') && agent.endsWith(']') ? agent.slice(1, -1) : agent);
}

function time(eventTime: string | null): readonly ContextEntry[] {
  const at = Date.parse(eventTime ?? '');
  if (eventTime === null || Number.isNaN(at)) return [];
  return [
    ['aws:currenttime', known(eventTime)],
    ['aws:epochtime', known(String(Math.floor(at / 1000)))],
  ];
}

/** `1.3` of `tlsDetails.tlsVersion` `TLSv1.3`; null when the record does not tell. */
export function tlsVersionOf(record: CloudTrailRecord): string | null {
  const version = textOf(objectOf(record.raw, 'tlsDetails') ?? {}, 'tlsVersion');
  return version !== null && /^TLSv1(?:\.\d)?$/.test(version) ? version.slice(4) : null;
}
