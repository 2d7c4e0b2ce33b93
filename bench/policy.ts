import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { actionFacts } from '../lib/core/diagnosis/near-misses';
import type { CollectedPolicies } from '../lib/core/policy/collected';
import { evaluate } from '../lib/core/policy/evaluate';
import { findNearMisses } from '../lib/core/policy/near-miss/find';
import type { PolicyRef } from '../lib/core/policy/layer';
import { preparePolicy, type PreparedPolicy } from '../lib/core/policy/prepare';
import type { AuthorizationRequest, ContextValue } from '../lib/core/policy/request';
import { serviceReference } from '../lib/core/service-reference/indexed-reference';
import { generateCases, type BenchCase, type BenchRequest, type NamedPolicy } from './policy-cases';

const SHARED = path.resolve(__dirname, '../../shared/bench');
const FILES = ['a-small.json', 'b-role-10x20.json', 'c-layers.json'];
const RUNS = 9;
const RUN_MS = 150;

/** One prepared case: what is measured is `evaluate` alone. */
export interface PreparedCase {
  readonly name: string;
  readonly policies: CollectedPolicies;
  readonly requests: readonly AuthorizationRequest[];
}

/** Prepares a case; throws where one of its documents is no policy. */
export function prepareCase(given: BenchCase): PreparedCase {
  const { identityPolicies, serviceControlPolicies, resourceControlPolicies } = given.policies;
  const boundary = given.policies.permissionBoundaryPolicies?.[0];
  const resource = given.policies.resourcePolicy;
  const levels = (
    layer: 'scp' | 'rcp',
    list: BenchCase['policies']['serviceControlPolicies'],
  ): readonly (readonly PreparedPolicy[])[] | null =>
    list.length === 0
      ? null
      : list.map((level) => level.policies.map((one) => prepare(layer, one)));
  return {
    name: given.name,
    policies: {
      identity: complete(identityPolicies.map((one) => prepare('identity', one))),
      boundary: complete(boundary === undefined ? null : prepare('boundary', boundary)),
      session: complete(null),
      scp: complete(levels('scp', serviceControlPolicies)),
      rcp: complete(levels('rcp', resourceControlPolicies)),
      resource: complete(
        resource === undefined
          ? null
          : prepare('resource', { name: 'bucketPolicy', policy: resource }),
      ),
      vpcEndpoint: complete(null),
    },
    requests: given.requests.map(prepareRequest),
  };
}

function complete<T>(value: T): { readonly status: 'complete'; readonly value: T } {
  return { status: 'complete', value };
}

function prepare(layer: PolicyRef['layer'], { name, policy }: NamedPolicy): PreparedPolicy {
  const prepared = preparePolicy({ layer, arn: null, name, attachedTo: null }, policy);
  if (!prepared.ok) throw new Error(prepared.error);
  return prepared.policy;
}

/** The case files write a session as `assumed-role/ROLE/SESSION`; the roles of the cases have no path. */
function prepareRequest(given: BenchRequest): AuthorizationRequest {
  const [, , , , accountId = '', entity = ''] = given.principal.split(':');
  const [type = '', name = ''] = entity.split('/');
  const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
  const isRole = type === 'assumed-role';
  const context = new Map<string, ContextValue>([
    ['aws:principalarn', { state: 'known', values: [isRole ? roleArn : given.principal] }],
    ['aws:tagkeys', { state: 'absent' }],
    ['aws:multifactorauthage', { state: 'absent' }],
  ]);
  for (const [key, value] of Object.entries(given.contextVariables)) {
    context.set(key.toLowerCase(), {
      state: 'known',
      values: typeof value === 'string' ? [value] : value,
    });
  }
  return {
    principal: isRole
      ? { kind: 'role', arn: roleArn, sessionArn: given.principal, accountId, serviceLinked: false }
      : { kind: 'user', arn: given.principal, accountId },
    action: given.action,
    resource: given.resource.resource,
    resourceAccountId: given.resource.accountId,
    context,
  };
}

/** The case files beside the project where they are there, and our own equivalents. */
export function benchCases(): readonly { readonly case: BenchCase; readonly text: string }[] {
  const files = FILES.map((name) => path.join(SHARED, name)).filter((file) => existsSync(file));
  const given = files.map((file) => readFileSync(file, 'utf8'));
  const texts =
    given.length > 0 ? given : generateCases(20261124).map((one) => JSON.stringify(one));
  return texts.map((text) => ({ case: JSON.parse(text) as BenchCase, text }));
}

/** Calls the function for a while, several times; the median of calls per second. */
function perSecond(call: () => number): number {
  const rates: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const start = performance.now();
    let calls = 0;
    let elapsed = 0;
    while (elapsed < RUN_MS) {
      calls += call();
      elapsed = performance.now() - start;
    }
    if (run > 0) rates.push((calls * 1000) / elapsed);
  }
  return rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
}

/** Prints evaluations per second of each case beside JSON.parse of its text, one thread. */
export function benchPolicy(): void {
  console.log(`policy evaluation, one thread, median of ${RUNS} runs`);
  for (const { case: given, text } of benchCases()) {
    const { name, policies, requests } = prepareCase(given);
    const rate = perSecond(() => {
      for (const request of requests) evaluate(request, policies);
      return requests.length;
    });
    const prepares = perSecond(() => {
      prepareCase(given);
      return 1;
    });
    const parses = perSecond(() => {
      JSON.parse(text);
      return 1;
    });
    console.log(
      `  ${name.padEnd(16)}${format(rate)} evaluations/s   prepared ${format(prepares)}/s   JSON.parse of the case ${format(parses)}/s`,
    );
  }
  benchHostile();
}

const LARGEST_POLICY = 20_480;
const LONGEST_KEY = 1_024;

/** Prints how long an S3 bucket policy of the largest size takes whose wildcards nearly match at every place. */
function benchHostile(): void {
  const [small] = generateCases(1);
  const [asked] = small?.requests ?? [];
  if (small === undefined || asked === undefined) return;
  for (const [name, pattern] of HOSTILE) {
    const resources = Array.from({ length: LARGEST_POLICY / pattern.length }, () => pattern);
    const statement = { Effect: 'Allow', Action: '*', Resource: resources };
    const resource = `arn:aws:s3:::bucket/${'a'.repeat(LONGEST_KEY)}`;
    const { policies, requests } = prepareCase({
      ...small,
      policies: {
        ...small.policies,
        identityPolicies: [{ name, policy: { Statement: statement } }],
      },
      requests: [{ ...asked, resource: { ...asked.resource, resource } }],
    });
    const rate = perSecond(() => {
      for (const request of requests) evaluate(request, policies);
      return requests.length;
    });
    const [request] = requests;
    const { identity } = policies;
    const searches = perSecond(() => {
      if (request !== undefined && identity.status === 'complete')
        findNearMisses(identity.value, request, actionFacts(request.action, serviceReference));
      return 1;
    });
    const ms = (persecond: number): string => (1000 / persecond).toFixed(2).padStart(6);
    console.log(
      `  20 KB of ${name.padEnd(22)}${ms(rate)} ms an evaluation, ${ms(searches)} ms a search of near misses`,
    );
  }
}

/** Wildcard patterns that make a careless matcher step back again and again. */
const HOSTILE = [
  ['*a*a*a…b*', `${'*a'.repeat(20)}*b*`],
  ['*a?a?a?…b*', `*${'a?'.repeat(15)}b*`],
  ['*????…ab*', `*${'?'.repeat(30)}ab*`],
  ['*aaaa…b*', `*${'a'.repeat(60)}b*`],
  ['*a?a?a?…b* (long)', `*${'a?'.repeat(300)}b*`],
] as const;

function format(rate: number): string {
  return Math.round(rate).toLocaleString('en-US').padStart(9);
}
