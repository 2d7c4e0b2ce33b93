import type { Denial } from '../denial/denial';
import type { AuthorizationRequest } from '../policy/request';
import type { ServiceReference } from '../service-reference/service-reference';
import { completeRequest, type GivenContext } from './context';
import type {
  AuthorizationDetails,
  CollectedFacts,
  DecodedMessage,
  Evidence,
  Looked,
  Simulation,
} from './evidence';
import { contextSaid, withWhatAwsSaid, type AwsWords } from './gather-words';
import type { EvidenceSources } from './sources';

const NO_CONTEXT: GivenContext = new Map();

/** What asking one source gave. A source that cannot matter is not asked and leaves no gap. */
interface Answer<T> {
  readonly value: T | null;
  readonly gaps: readonly string[];
  readonly notYet: boolean;
}

const NOT_ASKED = { value: null, gaps: [], notYet: false } as const;

/**
 * Gathers what can be found out about one denial, strongest evidence first: authorization details,
 * the decoded message, the policies themselves, AWS's simulator. Each source is optional and may
 * fail; whatever could not be looked at is a gap. What AWS says of the request wins over what the
 * record suggests, and over `context`.
 *
 * A denial by a setting asks nobody: no policy decided it. The gaps of a policy layer stay with the
 * layer, in `facts.policies`: only there it shows whether they matter.
 *
 * @param context condition keys that the user knows
 * @throws what a source throws: its own error, never AWS's
 */
export async function gather(
  denial: Denial,
  sources: EvidenceSources,
  reference: ServiceReference,
  context: GivenContext = NO_CONTEXT,
): Promise<Evidence> {
  if (denial.setting !== null) return nothingAsked(denial, context, reference);
  const [details, decoded] = await Promise.all([
    askDetails(denial, sources),
    askDecoder(denial, sources),
  ]);
  const words: AwsWords = { details: details.value, decoded: decoded.value };
  const told = withWhatAwsSaid(denial, words, reference);
  const facts = await askPolicies(told, sources);
  const given = new Map([...context, ...contextSaid(words, told.action)]);
  const request = completeRequest(told, facts.value, given, reference);
  const simulation = await askSimulator(request, sources);
  const answers = [details, decoded, facts, simulation];
  return {
    request,
    authorizationDetails: details.value,
    decodedMessage: decoded.value,
    simulation: simulation.value,
    facts: facts.value,
    gaps: distinct([...answers.flatMap(({ gaps }) => gaps), ...unknownRequest(request)]),
    incomplete: answers.some(({ notYet }) => notYet),
  };
}

function nothingAsked(
  denial: Denial,
  context: GivenContext,
  reference: ServiceReference,
): Evidence {
  return {
    request: completeRequest(denial, null, context, reference),
    authorizationDetails: null,
    decodedMessage: null,
    simulation: null,
    facts: null,
    gaps: [],
    incomplete: false,
  };
}

async function askDetails(
  { said, region, time }: Denial,
  { authorizationDetails: source, whyAbsent }: EvidenceSources,
): Promise<Answer<AuthorizationDetails>> {
  const id = said.authorizationId;
  if (id === null) return NOT_ASKED;
  if (source === null) return gapOnly(whyAbsent);
  if (region === null)
    return gapOnly(`the authorization details ${id}: the region of the denial is not known`);
  const answer = answerOf(await source.find(id, region, time));
  return { ...answer, gaps: [...answer.gaps, ...(answer.value?.gaps ?? [])] };
}

async function askDecoder(
  { said, region }: Denial,
  { decoder, whyAbsent }: EvidenceSources,
): Promise<Answer<DecodedMessage>> {
  const encoded = said.encodedMessage;
  if (encoded === null) return NOT_ASKED;
  if (encoded.cut)
    return gapOnly(
      'the encoded authorization message was cut (CloudTrail keeps 1 KB of a message), so it cannot be decoded: the whole one is in the error that the caller got',
    );
  if (decoder === null) return gapOnly(whyAbsent);
  return answerOf(await decoder.decode(encoded.text, region));
}

async function askPolicies(
  denial: Denial,
  { policies, whyAbsent }: EvidenceSources,
): Promise<Answer<CollectedFacts>> {
  if (policies === null) return gapOnly(whyAbsent);
  const facts = await policies.collect(denial);
  return { value: facts, gaps: facts.gaps, notYet: false };
}

async function askSimulator(
  request: AuthorizationRequest | null,
  { simulator, whyAbsent }: EvidenceSources,
): Promise<Answer<Simulation>> {
  if (request?.resource === undefined || request.resource === null) return NOT_ASKED;
  if (!hasIdentityPolicies(request)) return NOT_ASKED;
  if (simulator === null) return gapOnly(whyAbsent);
  return answerOf(await simulator.simulate(request));
}

/** The simulator evaluates the policies of users and roles. */
function hasIdentityPolicies({ principal }: AuthorizationRequest): boolean {
  switch (principal.kind) {
    case 'user':
    case 'role':
      return true;
    case 'federatedUser':
      return principal.userArn !== null && !principal.userArn.endsWith(':root');
    case 'root':
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'anonymous':
    case 'unknown':
      return false;
  }
}

function answerOf<T>(looked: Looked<T>): Answer<T> {
  switch (looked.status) {
    case 'found':
      return { value: looked.value, gaps: [], notYet: false };
    case 'notYet':
      return { value: null, gaps: [looked.gap], notYet: true };
    case 'unavailable':
      return gapOnly(looked.gap);
  }
}

function gapOnly(gap: string): Answer<never> {
  return { value: null, gaps: gap === '' ? [] : [gap], notYet: false };
}

function unknownRequest(request: AuthorizationRequest | null): readonly string[] {
  if (request === null)
    return ['which action was asked for is not known, so no policy can be evaluated for it'];
  return request.resource === null
    ? ['which resource was asked for is not known, so statements about single resources stay open']
    : [];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
