import { formatArn, parseArn, splitResource, type Arn } from '../policy/arn';

/**
 * The ARN of a resource without what changes from request to request, `*` in its place:
 *
 * - `arn:aws:s3:::orders/uploads/2026/11/a.pdf` -> `arn:aws:s3:::orders/uploads/*`
 * - `arn:aws:ec2:eu-central-1:111122223333:instance/i-0a1b2c3d4e5f67890` -> `…:instance/i-*`
 * - `arn:aws:secretsmanager:…:secret:prod/db-a1B2c3` -> `…:secret:prod/db-*`
 * - `arn:aws:iam::111122223333:role/app-ReadRole-1A2B3C4D5E6F7` -> `…:role/app-ReadRole-*`
 * - `arn:aws:kms:…:key/…` stays: a key id is the name that a person knows the key by
 */
export function resourcePattern(resource: string): string {
  const arn = parseArn(resource);
  if (arn === null) return withoutVolatileParts(resource);
  return formatArn({ ...arn, resource: patternFor(arn) });
}

/** Services whose ids name long-lived things: two ids are two problems. */
const IDS_ARE_NAMES: ReadonlySet<string> = new Set([
  'kms',
  'route53',
  'cloudfront',
  'organizations',
]);

function patternFor({ service, resource }: Arn): string {
  if (IDS_ARE_NAMES.has(service)) return resource;
  if (service === 's3' && !resource.startsWith('accesspoint/')) return objectPattern(resource);
  if (service === 'secretsmanager') return resource.replace(/-[A-Za-z0-9]{6}$/, '-*');
  if (service === 'logs') return logPattern(resource);
  if (service === 'sts') return sessionPattern(resource);
  const { type, separator, id } = splitResource(resource);
  return `${type}${separator}${withoutVolatileParts(id)}`;
}

/** `bucket/key` -> the bucket and the stable beginning of the key's folders. */
function objectPattern(resource: string): string {
  const [bucket = '', ...key] = resource.split('/');
  if (key.length === 0) return bucket;
  const folders = key.slice(0, -1);
  const firstVolatile = folders.findIndex((folder) => withoutVolatileParts(folder) !== folder);
  const stable = firstVolatile < 0 ? folders : folders.slice(0, firstVolatile);
  return [bucket, ...stable, '*'].join('/');
}

/** `log-group:NAME:log-stream:STREAM` -> the group: streams come and go. */
function logPattern(resource: string): string {
  const at = resource.indexOf(':log-stream:');
  return withoutVolatileParts(at < 0 ? resource : `${resource.slice(0, at)}:*`);
}

/** `assumed-role/ROLE/SESSION` -> the role: a session is gone within hours. */
function sessionPattern(resource: string): string {
  const [type = '', role = '', ...session] = resource.split('/');
  return session.length === 0 ? resource : [type, role, '*'].join('/');
}

/** A volatile part and everything like it. */
const VOLATILE = '*';

/**
 * A name with each part that a machine made replaced by `*`. Parts stand between slashes and colons;
 * within one only the end after a hyphen or underscore is looked at too, so that `app-1a2b3c4d5e6f7`
 * keeps `app-`.
 */
export function withoutVolatileParts(text: string): string {
  return text
    .split(/([/:])/)
    .map((part) => (part.length === 1 ? part : stablePart(part)))
    .join('');
}

function stablePart(part: string): string {
  if (isVolatile(part)) return VOLATILE;
  const cut = Math.max(part.lastIndexOf('-'), part.lastIndexOf('_'));
  if (cut < 0 || !isVolatile(part.slice(cut + 1))) return part;
  return `${part.slice(0, cut + 1)}${VOLATILE}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}/;
/** Numbers of four digits and more: years, timestamps, counters. Twelve are an account, which is stable. */
const NUMBER = /^\d{4,}$/;
const ACCOUNT = /^\d{12}$/;
/** Hexadecimal of eight and more with a digit and a letter in it. */
const HEX = /^(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}$/i;
/** The suffix that CloudFormation adds: capitals and digits mixed. */
const CAPITALS = /^(?=[0-9A-Z]*\d)(?=[0-9A-Z]*[A-Z])[0-9A-Z]{10,}$/;
/** Longest part that the expressions above are asked about; a longer one was made by a machine. */
const MAX_PART = 256;

function isVolatile(part: string): boolean {
  if (part.length > MAX_PART) return true;
  if (ACCOUNT.test(part)) return false;
  return [UUID, DATE, NUMBER, HEX, CAPITALS].some((shape) => shape.test(part));
}
