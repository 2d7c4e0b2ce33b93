import type { DenialPrincipal, PrincipalType } from '../../denial/denial';
import { cutEnd, oneLine } from '../text/visible';

/** The caller as people call it. */
export interface PrincipalName {
  /** `payments-worker`, `kim@example.com`; starts a sentence. */
  readonly name: string;
  /** What it is, where the name alone does not tell: `IAM user`, `permission set Developer`; else null. */
  readonly note: string | null;
}

/** Names longer than this are cut: IAM allows 64 characters, a token's subject far more. */
const NAME = 96;

/** Names the caller of a denial: the role, user or person, never the session alone, never a guess. */
export function principalName(principal: DenialPrincipal): PrincipalName {
  const { name, note } = NAMING[principal.type](principal);
  return { name: oneLine(name, NAME), note: note === null ? null : oneLine(note, NAME) };
}

type Naming = (principal: DenialPrincipal) => PrincipalName;

const NAMING: Readonly<Record<PrincipalType, Naming>> = {
  role: (principal) => ({
    name: lastSegment(principal.arn) ?? 'A role that the record does not name',
    note: principal.serviceLinked ? 'service-linked role' : null,
  }),
  user: ({ arn, userName }) => ({
    name: lastSegment(arn) ?? userName ?? 'A user that the record does not name',
    note: 'IAM user',
  }),
  identityCenter,
  root: () => ({ name: 'The root user', note: null }),
  federatedUser: ({ arn, sessionName, userName }) => {
    const issuer = lastSegment(arn);
    return {
      name: sessionName ?? userName ?? 'A federated user',
      note: issuer === null ? 'federated user' : `federated user of ${issuer}`,
    };
  },
  webIdentity: ({ userName, identityProvider }) => ({
    name: userName ?? 'A web identity',
    note: through('web identity', identityProvider),
  }),
  saml: ({ userName, identityProvider }) => ({
    name: userName ?? 'A SAML identity',
    note: through('SAML', identityProvider),
  }),
  service: ({ invokedBy, userName }) => ({
    name: invokedBy ?? userName ?? 'An AWS service',
    note: 'AWS service',
  }),
  anonymous: () => ({ name: 'An anonymous caller', note: null }),
  unknown: ({ arn, userName }) => ({
    name: lastSegment(arn) ?? userName ?? 'A caller that the record does not name',
    note: null,
  }),
};

function identityCenter(principal: DenialPrincipal): PrincipalName {
  const set = principal.permissionSet;
  const person = principal.sessionName ?? principal.userName;
  if (set === null)
    return { name: person ?? lastSegment(principal.arn) ?? 'An Identity Center user', note: null };
  return person === null
    ? { name: `Permission set ${set}`, note: null }
    : { name: person, note: `permission set ${set}` };
}

function through(kind: string, provider: string | null): string {
  if (provider === null) return kind;
  return `${kind} of ${cutEnd(providerName(provider), NAME)}`;
}

/** The host of an OIDC provider, the name of a SAML provider: what follows the type, up to a path of its own. */
function providerName(provider: string): string {
  const slash = provider.indexOf('/');
  const name = provider.startsWith('arn:') && slash >= 0 ? provider.slice(slash + 1) : provider;
  return name.split('/', 1)[0] ?? name;
}

function lastSegment(arn: string | null): string | null {
  if (arn === null) return null;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return name === '' ? null : name;
}
