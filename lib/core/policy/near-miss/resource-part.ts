import type { MissReason } from '../near-miss';
import { closestWord } from '../similar';
import { fits, fitsOne, type ResourceShape } from './template';

/** The parts behind the fifth colon of the statement's ARN and of the requested one. */
export interface ResourcePair {
  /** Service prefix of the request's ARN. */
  readonly service: string;
  /** The statement's, with wildcards; variables are replaced. */
  readonly pattern: string;
  readonly requested: string;
  /** How the service writes what was requested. */
  readonly shape: ResourceShape;
}

/** One way in which resource parts differ. The first rule that holds names the difference. */
interface PartRule {
  readonly reason: MissReason;
  readonly distance: number;
  readonly holds: (pair: ResourcePair) => boolean;
}

/** Deeper names than this are not climbed. */
const MAX_DEPTH = 24;
const SECRET_SUFFIX = /-[A-Za-z0-9]{6}$/;
const PIECE = /[/:]/;

const RULES: readonly PartRule[] = [
  {
    reason: 'caseDiffers',
    distance: 3,
    holds: ({ pattern, requested }) => fits(pattern.toLowerCase(), requested.toLowerCase()),
  },
  {
    reason: 'keyAlias',
    distance: 5,
    holds: ({ service, pattern, requested }) =>
      service === 'kms' &&
      (isKind(pattern, 'alias/', requested, 'key/') ||
        isKind(requested, 'alias/', pattern, 'key/')),
  },
  {
    reason: 'objectNeedsKeyPattern',
    distance: 4,
    holds: ({ service, pattern, requested, shape }) =>
      service === 's3' &&
      shape.prefix === '' &&
      requested.includes('/') &&
      !pattern.replace(/\/$/, '').includes('/') &&
      fits(pattern.replace(/\/$/, ''), before(requested, '/')),
  },
  {
    reason: 'bucketActionOnObjectArn',
    distance: 4,
    holds: ({ service, pattern, requested }) =>
      service === 's3' &&
      !requested.includes('/') &&
      pattern.includes('/') &&
      fits(before(pattern, '/'), requested),
  },
  { reason: 'secretSuffix', distance: 4, holds: lacksSuffix },
  { reason: 'missingTypePrefix', distance: 4, holds: lacksPrefix },
  { reason: 'pathDiffers', distance: 5, holds: differsInPath },
  { reason: 'subResource', distance: 6, holds: isAboveOrBelow },
  { reason: 'subResource', distance: 8, holds: isBeside },
];

/** Why the resource parts differ; null when they match. */
export function comparePart(pair: ResourcePair): {
  readonly reason: MissReason;
  readonly distance: number;
} | null {
  if (fits(pair.pattern, pair.requested)) return null;
  const rule = RULES.find(({ holds }) => holds(pair));
  if (rule !== undefined) return rule;
  const { prefix } = pair.shape;
  const sameType = pair.pattern.startsWith(prefix);
  const names = sameType
    ? [pair.pattern, pair.requested].map((text) => text.slice(prefix.length))
    : [];
  const [wanted = '', asked = ''] = names;
  return {
    reason: 'nameDiffers',
    distance: sameType ? 12 + Math.round(8 * (1 - likeness(wanted, asked))) : 24,
  };
}

function isKind(a: string, startOfA: string, b: string, startOfB: string): boolean {
  return a.startsWith(startOfA) && b.startsWith(startOfB);
}

function before(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

/** The statement names the secret, the request its ARN with six random characters; or the secret was made anew and has others. */
function lacksSuffix({ service, pattern, requested }: ResourcePair): boolean {
  if (service !== 'secretsmanager' || !SECRET_SUFFIX.test(requested)) return false;
  const name = requested.slice(0, -7);
  if (fits(pattern, name)) return true;
  const other = SECRET_SUFFIX.exec(pattern)?.[0] ?? '';
  return /[A-Z0-9]/.test(other) && fits(pattern.slice(0, -7), name);
}

/** `my-table` for `table/my-table`; also a type written wrongly, as `loggroup:` or `function/`. */
function lacksPrefix({ pattern, requested, shape }: ResourcePair): boolean {
  const { prefix } = shape;
  if (prefix === '') return false;
  const bare = pattern.replace(/^[/:]/, '');
  if (fits(prefix + bare, requested) || fits(prefix + pattern, requested)) return true;
  if (pattern.startsWith(prefix)) return false;
  const mark = PIECE.exec(bare)?.index ?? -1;
  if (mark < 0) return false;
  const type = prefix.replace(/[/:]+$/, '').replace(/^[/:]/, '');
  const isMeant = closestWord(bare.slice(0, mark), [type]) !== null || bare.slice(0, mark) === type;
  return isMeant && fits(prefix + bare.slice(mark + 1), requested);
}

/**
 * The same IAM entity under another path.
 *
 * Follows: IAM User Guide, "IAM identifiers", friendly names and paths.
 */
function differsInPath({ service, pattern, requested, shape }: ResourcePair): boolean {
  if (service !== 'iam' || !pattern.startsWith(shape.prefix)) return false;
  return fits(pattern.slice(nameStart(pattern)), requested.slice(nameStart(requested)));
}

function nameStart(text: string): number {
  return text.lastIndexOf('/') + 1;
}

/** One is the other's parent, or further up: table and stream, log group and log stream, function and alias. */
function isAboveOrBelow({ pattern, requested, shape }: ResourcePair): boolean {
  const trimmed = pattern.replace(/[/:]$/, '');
  if (!trimmed.startsWith(shape.prefix)) return false;
  if (trimmed.length === shape.prefix.length) return false;
  return (
    fitsOne(trimmed, upwards(requested, shape.prefix.length)) ||
    upwards(trimmed, shape.prefix.length).some((above) => fits(above, requested))
  );
}

/** Both belong to one parent: stream and index of a table, keys under different prefixes of a bucket. */
function isBeside({ pattern, requested, shape }: ResourcePair): boolean {
  const { parent, joint, prefix } = shape;
  if (parent === null || !upwards(pattern, prefix.length).some((above) => fits(above, parent))) {
    return false;
  }
  if (prefix === '') return folder(pattern) !== folder(requested);
  return joint !== '/' || !pattern.startsWith(prefix);
}

function folder(text: string): string {
  return text.slice(0, text.lastIndexOf('/') + 1);
}

/** Where a requested ARN lies, seen from the listed one that is its relative. */
export function relationOf(listed: string, requested: string): 'below' | 'above' | 'beside' {
  const trimmed = listed.replace(/[/:]$/, '');
  if (fitsOne(trimmed, upwards(requested, 0))) return 'below';
  return upwards(trimmed, 0).some((above) => fits(above, requested)) ? 'above' : 'beside';
}

/** All starts of a resource that end before a `/` or `:`, the type itself left out. */
function upwards(resource: string, from: number): readonly string[] {
  const starts: string[] = [];
  for (let at = from + 1; at < resource.length && starts.length < MAX_DEPTH; at += 1) {
    if (resource[at] === '/' || resource[at] === ':') starts.push(resource.slice(0, at));
  }
  return starts;
}

/** 0 to 1: how much of the longer name both share at their beginnings and ends. */
function likeness(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  const longer = Math.max(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return longer === 0 ? 1 : (head + tail) / longer;
}
