import type { Denial } from '../../denial/denial';
import type { Diagnosis } from '../../diagnosis/diagnosis';
import { parseArn } from '../../policy/arn';
import type { PolicyRef } from '../../policy/layer';
import { accountNumber } from '../text/words';
import { consoleOf, encoded, isRegion, partitionOf, type Console } from './console';

/** Somewhere to look. */
export interface Link {
  /** `CloudTrail event`, `role`, `key policy (account 4444-5555-6666)`. */
  readonly label: string;
  readonly url: string;
}

/** How links are made. */
export interface LinkOptions {
  /**
   * The start address of the AWS access portal, `https://example.awsapps.com/start`: links then sign
   * the reader in to the right account first. Without it a link opens in the account one is signed in to.
   */
  readonly accessPortalUrl?: string | null;
}

/** A page and the account in which it is. */
interface Place {
  readonly label: string;
  readonly url: string | null;
  readonly accountId: string | null;
}

/**
 * Links to what a reader wants to see next. What is not known gives no link: not an event without an id
 * or one that CloudTrail's event history does not keep, not a role in a partition without public console.
 *
 * Follows: CloudTrail User Guide, "Viewing CloudTrail events with the console" (management events of 90
 * days); IAM Identity Center User Guide, "Creating shortcut links to AWS Management Console destinations".
 */
export function linksOf(
  denial: Denial,
  diagnosis: Diagnosis,
  options: LinkOptions = {},
): readonly Link[] {
  const { principal, resource } = denial;
  const partition = partitionOf([principal.arn, principal.sessionArn, resource.arn], denial.region);
  const site = consoleOf(partition);
  if (site === null) return [];
  const places = [
    eventPlace(denial, site),
    detailsPlace(denial, site),
    principalPlace(denial, site),
    ...policiesOf(diagnosis).map((policy) => policyPlace(policy, denial, site)),
  ];
  const links = places.flatMap((place) => {
    const url = place?.url ?? null;
    return place === null || url === null ? [] : [asLink({ ...place, url }, denial, options)];
  });
  return links
    .filter((link, index) => links.findIndex(({ url }) => url === link.url) === index)
    .slice(0, 6);
}

function asLink(
  { label, url, accountId }: Place & { readonly url: string },
  denial: Denial,
  options: LinkOptions,
): Link {
  const portal = portalOf(options);
  const isForeign =
    isAccountId(accountId) && denial.accountId !== null && accountId !== denial.accountId;
  return {
    label: isForeign ? `${label} (account ${accountNumber(accountId)})` : label,
    url: portal === null || !isAccountId(accountId) ? url : throughPortal(portal, accountId, url),
  };
}

/** A record may say anything; what is no account id is shown nowhere as one. */
function isAccountId(text: string | null): text is string {
  return text !== null && /^\d{12}$/.test(text);
}

/** The portal's address without its end; null when there is none or it is no address of one. */
function portalOf({ accessPortalUrl }: LinkOptions): string | null {
  const found = /^(https:\/\/[\w.-]+(?:\/[\w.-]+)*)\/?(?:#\/?)?$/.exec(accessPortalUrl ?? '');
  return found?.[1] ?? null;
}

function throughPortal(portal: string, accountId: string, url: string): string {
  return `${portal}/#/console?account_id=${encoded(accountId)}&destination=${encoded(url)}`;
}

/** Data events and network activity events are not in the event history. */
function eventPlace(denial: Denial, site: Console): Place | null {
  const { eventId, region } = denial;
  if (eventId === null || region === null || denial.managementEvent === false) return null;
  if (!/^[\w-]{1,64}$/.test(eventId)) return null;
  const url = site.regional('cloudtrailv2', region, `/events/${encoded(eventId)}`);
  return {
    label: 'CloudTrail event',
    url,
    accountId: denial.recipientAccountId ?? denial.accountId,
  };
}

/** AWS's own explanation of the request, where it offers one. */
function detailsPlace({ said, region, accountId }: Denial, site: Console): Place | null {
  const id = said.authorizationId;
  if (id === null || !/^[0-9a-z]{1,256}$/.test(id) || !isRegion(region)) return null;
  return {
    label: "AWS's explanation",
    url: site.regional('iam', region, `/authorization-details/${id}`),
    accountId,
  };
}

function principalPlace({ principal, accountId }: Denial, site: Console): Place | null {
  if (principal.arn === null) return null;
  const found = iamPage(principal.arn);
  return found && { label: found.label, url: site.iam(found.page), accountId };
}

function iamPage(arn: string): { readonly label: string; readonly page: string } | null {
  const parts = parseArn(arn);
  const [type = '', ...path] = parts?.service === 'iam' ? parts.resource.split('/') : [];
  const name = path.at(-1) ?? '';
  if (name === '' || !/^[\w+=,.@-]{1,128}$/.test(name)) return null;
  const pages = IAM_PAGES.get(type);
  return pages === undefined ? null : { label: type, page: `/${pages}/details/${encoded(name)}` };
}

const IAM_PAGES: ReadonlyMap<string, string> = new Map([
  ['role', 'roles'],
  ['user', 'users'],
  ['group', 'groups'],
]);

/** The policies that a reader may want to see: those that block, and those that nearly allow. */
function policiesOf(diagnosis: Diagnosis): readonly PolicyRef[] {
  const [nearest] = diagnosis.nearMisses;
  return [
    ...diagnosis.blockers.flatMap((blocker) => blocker.statements),
    ...(nearest === undefined ? [] : [nearest.statement]),
  ];
}

function policyPlace(policy: PolicyRef, denial: Denial, site: Console): Place | null {
  if (policy.arn !== null) return managedPlace(policy.arn, denial, site);
  if (policy.layer === 'identity') return inlinePlace(policy, denial, site);
  if (policy.layer === 'resource' && policy.attachedTo !== null)
    return resourcePlace(policy.attachedTo, site);
  if (policy.layer === 'vpcEndpoint') return endpointPlace(policy, denial, site);
  return null;
}

/** An inline policy is on the page of what has it. For the caller that is the link that is there already. */
function inlinePlace(policy: PolicyRef, denial: Denial, site: Console): Place | null {
  const found = policy.attachedTo === null ? null : iamPage(policy.attachedTo);
  return found && { label: found.label, url: site.iam(found.page), accountId: denial.accountId };
}

function managedPlace(arn: string, denial: Denial, site: Console): Place | null {
  const parts = parseArn(arn);
  if (parts?.service === 'iam' && parts.resource.startsWith('policy/')) {
    return {
      label: 'policy',
      url: site.iam(`/policies/details/${encoded(arn)}`),
      accountId: denial.accountId,
    };
  }
  if (parts?.service !== 'organizations' || !/^\d{12}$/.test(parts.account)) return null;
  const [, , type, id] = parts.resource.split('/');
  const page = ORGANIZATION_PAGES.get(type ?? '');
  if (page === undefined || id === undefined || !/^p-\w{1,128}$/.test(id)) return null;
  return {
    label: page.label,
    url: site.organizations(`policies/${page.path}/${id}`),
    accountId: parts.account,
  };
}

const ORGANIZATION_PAGES: ReadonlyMap<string, { readonly label: string; readonly path: string }> =
  new Map([
    ['service_control_policy', { label: 'service control policy', path: 'service-control-policy' }],
    [
      'resource_control_policy',
      { label: 'resource control policy', path: 'resource-control-policy' },
    ],
  ]);

function resourcePlace(attachedTo: string, site: Console): Place | null {
  const arn = parseArn(attachedTo);
  if (arn === null) return null;
  const accountId = /^\d{12}$/.test(arn.account) ? arn.account : null;
  if (arn.service === 'iam') {
    const found = iamPage(attachedTo);
    return (
      found && {
        label: 'trust policy',
        url: `${site.iam(found.page)}?section=trust_relationships`,
        accountId,
      }
    );
  }
  if (arn.service === 'kms' && arn.resource.startsWith('key/')) {
    const page = `/kms/keys/${encoded(arn.resource.slice('key/'.length))}`;
    return { label: 'key policy', url: site.regional('kms', arn.region, page), accountId };
  }
  return null;
}

function endpointPlace(policy: PolicyRef, denial: Denial, site: Console): Place | null {
  const id = policy.attachedTo ?? denial.vpcEndpointId;
  if (id === null || !/^vpce-[0-9a-f]{1,32}$/.test(id) || denial.region === null) return null;
  const url = site.regional('vpcconsole', denial.region, `EndpointDetails:vpcEndpointId=${id}`);
  return { label: 'VPC endpoint', url, accountId: denial.vpcEndpointAccountId ?? denial.accountId };
}
