import { parseArn } from '../arn';
import type { MissReason, NearMiss } from '../near-miss';
import type { AuthorizationRequest } from '../request';
import { relationOf } from './resource-part';

interface Told {
  /** `statement WriteUploads`, `statement 2`. */
  readonly who: string;
  readonly action: string;
  readonly expected: string;
  /** What the request had, or words for nothing. */
  readonly actual: string;
  readonly key: string;
}

const SENTENCES: Readonly<Record<MissReason, (told: Told) => string>> = {
  objectNeedsKeyPattern: ({ who, action, expected }) =>
    `${who} allows ${action} on ${expected}, which is the bucket; objects are ${expected.replace(/\/$/, '')}/*`,
  bucketActionOnObjectArn: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}, which are the objects; the action acts on the bucket itself, ${actual}`,
  s3ArnHasRegionOrAccount: ({ who, action, expected }) =>
    `${who} allows ${action} on ${expected}, but ARNs of buckets and objects have neither Region nor account: ${withoutPlace(expected)}`,
  missingTypePrefix: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}, which lacks the resource type; the ARN is ${actual}`,
  subResource: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}, which does not cover ${actual}: ${RELATIONS[relationOf(expected, actual)]}`,
  secretSuffix: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}, ${hasSuffix(expected, actual) ? 'with other random characters than the secret has now' : 'without the six random characters that Secrets Manager puts behind the name'}; the ARN is ${actual}`,
  keyAlias: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}, but an alias and its key are different resources, and AWS checked ${actual}`,
  pathDiffers: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}; the path is part of the ARN, and the requested one is ${actual}`,
  regionDiffers: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}${placed('in Region', regionOf(expected))}; the request was ${placed('in', regionOf(actual), 'without Region')}, on ${actual}`,
  accountDiffers: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}${placed('in account', accountOf(expected))}; the requested resource ${actual} is ${placed('in account', accountOf(actual), 'in no account')}`,
  partitionDiffers: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}, in partition ${partitionOf(expected)}; ${actual} is in partition ${partitionOf(actual)}`,
  serviceDiffers: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}, an ARN of ${serviceOf(expected)}; resources of this action are written ${actual}`,
  caseDiffers: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on ${expected}; ARNs are case-sensitive, and the request was for ${actual}`,
  nameDiffers: ({ who, action, expected, actual }) =>
    parseArn(expected) === null
      ? `${who} allows ${action} on ${expected}, which is no whole ARN; the requested one is ${actual}`
      : `${who} allows ${action} on ${expected}, which is another resource than ${actual}`,
  excludedByNotResource: ({ who, action, expected, actual }) =>
    `${who} allows ${action} on everything but ${expected.replace(/^not /, '')} (NotResource), and that leaves out ${actual}`,
  needsStar: ({ who, action, expected }) =>
    `${who} allows ${action} on ${expected}, but the action takes no resource: only Resource "*" grants it`,
  similarAction: ({ who, action, expected }) =>
    `${who} allows ${expected}, which does not grant ${action}`,
  excludedByNotAction: ({ who, action, expected }) =>
    `${who} allows everything but ${expected.replace(/^not /, '')} (NotAction), and that leaves out ${action}`,
  valueDiffers: ({ who, action, expected, actual }) =>
    `${who} allows ${action} only if ${expected}; the request had ${actual}`,
  keyMissing: ({ who, action, expected, key }) =>
    `${who} allows ${action} only if ${expected}; the request had no ${key}`,
  keyUnknown: ({ who, action, expected, key }) =>
    `${who} allows ${action} only if ${expected}; what the request had as ${key} is not known`,
  principalNotListed: ({ who, action, expected, actual }) =>
    `${who} allows ${action} to ${expected}; ${actual} is not among them`,
  accountNotTrusted: ({ who, action, expected, actual }) =>
    `${who} allows ${action} to ${expected}; the caller ${actual} belongs to another account`,
  serviceNotTrusted: ({ who, action, expected, actual }) =>
    `${who} allows ${action} to the service ${expected}; the caller is ${actual}`,
  providerNotTrusted: ({ who, action, expected, actual }) =>
    `${who} allows ${action} to identities from ${expected}; this one comes from ${actual}`,
};

const RELATIONS: Readonly<Record<ReturnType<typeof relationOf>, string>> = {
  below: 'that lies under it and has an ARN of its own',
  above: 'the statement is only about what lies under that',
  beside: 'that lies beside it, not under it',
};

const WORDS_FOR_NOTHING: Readonly<Record<NearMiss['failed'], string>> = {
  action: 'another action',
  resource: 'another resource',
  condition: 'no value',
  principal: 'somebody else',
};

/**
 * One plain sentence about a near miss, without a full stop. It holds text of policies and of the
 * request as it is: whoever shows it escapes it for the place where it stands.
 */
export function describeNearMiss(
  nearMiss: NearMiss,
  request: AuthorizationRequest,
  statement: string = nameOf(nearMiss),
): string {
  const { failed, reason, expected, actual, conditionKey } = nearMiss;
  const inResource = failed === 'resource' && conditionKey !== undefined;
  return SENTENCES[reason]({
    who: statement,
    action: request.action,
    expected: inResource ? `the resource is ${expected}` : expected,
    actual: actual === '' ? 'an empty value' : (actual ?? WORDS_FOR_NOTHING[failed]),
    key: conditionKey ?? 'such a key',
  });
}

function nameOf({ statement }: NearMiss): string {
  const { sid, statementIndex, name, arn } = statement;
  if (sid !== null && sid !== '') return `statement ${sid}`;
  const policy = name ?? arn;
  const where = policy === null ? '' : ` of ${policy}`;
  return statementIndex === null
    ? `a statement${where}`
    : `statement ${statementIndex + 1}${where}`;
}

/** The secret was made anew: both ARNs are of one length and end in a suffix. */
function hasSuffix(expected: string, actual: string): boolean {
  return expected.length === actual.length && /-[A-Za-z0-9]{6}$/.test(expected);
}

function placed(words: string, place: string, otherwise = ''): string {
  const wild = place === '' || place.includes('*');
  if (otherwise === '') return wild ? '' : `, ${words} ${place}`;
  return wild ? otherwise : `${words} ${place}`;
}

function regionOf(text: string): string {
  return parseArn(text)?.region ?? '';
}

function accountOf(text: string): string {
  return parseArn(text)?.account ?? '';
}

function partitionOf(text: string): string {
  return parseArn(text)?.partition ?? 'unknown';
}

function serviceOf(text: string): string {
  return parseArn(text)?.service ?? 'another service';
}

function withoutPlace(text: string): string {
  const arn = parseArn(text);
  return arn === null ? text : `arn:${arn.partition}:${arn.service}:::${arn.resource}`;
}
