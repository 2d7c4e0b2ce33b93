import type { ConditionExplanation } from '../policy/condition';
import { orListed, wishInWords, wishOf, type Wish } from './condition-words';
import { listed } from './words';

/** One condition that stands in a request's way. */
interface Obstacle {
  /** As the policy writes it. */
  readonly key: string;
  /** What follows the `/` of a key: the name of a tag. */
  readonly tag: string;
  readonly wish: Wish;
  /** ` (it was us-west-2)`; empty when that is not known. */
  readonly was: string;
}

/** What to do, or null where the caller can do nothing. */
type Advisor = (obstacle: Obstacle) => string | null;

/** A value of the caller's choosing: `words(eu-west-1 or eu-central-1)`. */
function choice(words: (values: string) => string, otherwise: string): Advisor {
  return ({ wish, was }) => {
    if (wish.wants === 'oneOf') return words(orListed(wish.values)) + was;
    if (wish.wants === 'noneOf') return `${otherwise} than ${orListed(wish.values)}`;
    return wish.wants === 'range' ? words(wish.words) + was : null;
  };
}

function onlyTrue(words: string): Advisor {
  return ({ wish }) =>
    (wish.wants === 'oneOf' && wish.values.includes('true')) || wish.wants === 'present'
      ? words
      : null;
}

function tag(holder: (tag: string) => string): Advisor {
  return ({ tag: name, wish, was }) => {
    switch (wish.wants) {
      case 'oneOf':
        return holder(`the tag ${name}=${orListed(wish.values)}`) + was;
      case 'noneOf':
        return holder(`another value of the tag ${name} than ${orListed(wish.values)}`);
      case 'present':
        return holder(`the tag ${name}`);
      case 'range':
        return holder(`the tag ${name} ${wish.words}`) + was;
      case 'absent':
        return holder(`no tag ${name}`);
    }
  };
}

const NOBODY: Advisor = () => null;
const NETWORK = choice((values) => `make it from ${values}`, 'make it from another network');
const RESOURCE_TAG = tag((wanted) => `see that the resource has ${wanted}`);
const MFA =
  'sign in with MFA and try again (AWS CLI: aws sts get-session-token --serial-number … --token-code …)';

/**
 * What a caller can do about a condition without any policy being changed. Keys are in lower case;
 * one that ends in `/` stands for its whole family. Keys of `aws:` that are not here are not the
 * caller's to choose (the organization, the account, who it is): there the policy's owner decides.
 *
 * Follows: IAM User Guide, "AWS global condition context keys".
 */
const ADVISORS: readonly (readonly [key: string, advisor: Advisor])[] = [
  ['aws:multifactorauthpresent', onlyTrue(MFA)],
  [
    'aws:multifactorauthage',
    ({ wish, was }) =>
      wish.wants === 'range'
        ? `sign in with MFA again: that must be ${wish.words} seconds ago${was}`
        : MFA,
  ],
  ['aws:requestedregion', choice((values) => `make it in ${values}`, 'make it in another Region')],
  ['aws:sourceip', NETWORK],
  ['aws:vpcsourceip', NETWORK],
  ['aws:sourcevpc', choice((values) => `make it from VPC ${values}`, 'make it from another VPC')],
  [
    'aws:sourcevpce',
    choice(
      (values) => `make it through VPC endpoint ${values}`,
      'make it through another VPC endpoint',
    ),
  ],
  ['aws:securetransport', onlyTrue('use HTTPS')],
  ['aws:requesttag/', tag((wanted) => `send ${wanted} with it`)],
  ['aws:tagkeys', choice((values) => `send no tags but ${values}`, 'send other tags')],
  ['aws:principaltag/', tag((wanted) => `make it as a caller with ${wanted}`)],
  ['aws:resourcetag/', RESOURCE_TAG],
  ['aws:currenttime', choice((values) => `make it ${values}`, 'make it at another time')],
  ['aws:useragent', choice((values) => `use the client ${values}`, 'use another client')],
  ['aws:viaawsservice', onlyTrue('make it through an AWS service, not directly')],
  [
    'aws:calledvia',
    choice((values) => `make it through ${values}`, 'make it through another service'),
  ],
  [
    'aws:sourceidentity',
    choice(
      (values) => `make it in a session with source identity ${values}`,
      'use another source identity',
    ),
  ],
  [
    'sts:externalid',
    choice(
      () => 'pass the external id that the trust policy asks for, with --external-id',
      'pass another external id',
    ),
  ],
  [
    'sts:rolesessionname',
    choice((values) => `use the session name ${values}`, 'use another session name'),
  ],
  [
    'sts:sourceidentity',
    choice((values) => `set the source identity ${values}`, 'set another source identity'),
  ],
  [
    'kms:viaservice',
    choice((values) => `use the key through ${values}`, 'use the key through another service'),
  ],
  [
    'iam:passedtoservice',
    choice((values) => `pass the role to ${values}`, 'pass the role to another service'),
  ],
  ['kms:calleraccount', NOBODY],
  ['s3:resourceaccount', NOBODY],
  ['s3:dataaccesspointaccount', NOBODY],
  ['lambda:sourcefunctionarn', NOBODY],
  ['ec2:sourceinstancearn', NOBODY],
];

/** Keys that only tell where a call came from: those of a service say nothing of the caller. */
const OF_THE_NETWORK: ReadonlySet<string> = new Set([
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:useragent',
]);

/** Whether a key tells from where the call came over the network. */
export function isOfTheNetwork(key: string): boolean {
  return OF_THE_NETWORK.has(key.toLowerCase());
}

/** What the caller can do about one condition; null when its value is not the caller's to choose. */
export function adviceFor(condition: Asked, effect: 'Allow' | 'Deny'): string | null {
  const variable = condition.expected.map((value) => VARIABLE.exec(value)?.[1]).find(Boolean);
  return variable === undefined
    ? adviceForValues(condition, effect)
    : adviceForValues({ ...MUST_BE_THERE, key: variable }, 'Allow');
}

type Asked = Pick<ConditionExplanation, 'operator' | 'key' | 'expected' | 'actual'>;

/** A variable without value: the request lacks the key from which the policy takes what it compares with. */
const VARIABLE = /\$\{([^*?$}{,\s]{1,200})\}/;
const MUST_BE_THERE = {
  operator: 'Null',
  expected: ['false'],
  actual: { state: 'absent' },
} as const;

function adviceForValues(condition: Asked, effect: 'Allow' | 'Deny'): string | null {
  const { key, actual } = condition;
  const slash = key.indexOf('/');
  const values = actual.state === 'known' ? actual.values : [];
  const obstacle: Obstacle = {
    key,
    tag: slash < 0 ? key : key.slice(slash + 1),
    wish: wishOf(condition, effect),
    was: values.length === 0 ? '' : ` (it was ${listed(values)})`,
  };
  return advisorOf(key.toLowerCase())(obstacle);
}

function advisorOf(key: string): Advisor {
  const found = ADVISORS.find(([name]) =>
    name.endsWith('/') ? key.startsWith(name) : key === name,
  );
  if (found !== undefined) return found[1];
  if (/:(?:resourcetag|existingobjecttag)\//.test(key)) return RESOURCE_TAG;
  if (key.slice(0, key.lastIndexOf(':')).includes('.') || key.startsWith('saml:')) return claim;
  return key.startsWith('aws:') ? NOBODY : ofTheService;
}

function claim({ key, wish, was }: Obstacle): string | null {
  const name = key.slice(key.lastIndexOf(':') + 1);
  return wish.wants === 'oneOf'
    ? `come with a token whose ${name} ${matching(wish.values)}${was}`
    : null;
}

function matching(values: readonly string[]): string {
  const isPattern = values.some((value) => /[*?]/.test(value));
  return `${isPattern ? 'matches' : 'is'} ${orListed(values)}`;
}

function ofTheService({ key, wish, was }: Obstacle): string {
  const told = wish.wants === 'oneOf' || wish.wants === 'range' ? was : '';
  return wish.wants === 'absent'
    ? `send it without ${key}`
    : `send it with ${wishInWords(key, wish)}${told}`;
}
