import { visible } from '../../alert/text/visible';
import type { Finding, FindingEvent } from '../../findings/finding';
import { FINDING_WORDS } from './words';

type Json = Readonly<Record<string, unknown>>;

/** Version of the schema that the events follow. */
const OCSF_VERSION = '1.3.0';
const CLASS_UID = 2004;
const CREATE = 1;

/**
 * Findings as OCSF events of class Detection Finding, one line of JSON each, in their order. What a
 * record does not say is left out.
 *
 * Follows: Open Cybersecurity Schema Framework 1.3.0, "Detection Finding [2004]", profile "Cloud".
 *
 * @param version of Denywatch; left out when null
 */
export function findingsOcsf(findings: readonly Finding[], version: string | null = null): string {
  return findings
    .map((finding) => `${visible(JSON.stringify(eventOf(finding, version)))}\n`)
    .join('');
}

function eventOf(finding: Finding, version: string | null): Json {
  const { id, kind, severity, headline, steps, at, events, moreEvents, caller } = finding;
  const isHigh = severity === 'high';
  const times = events.flatMap(({ time }) => msOf(time));
  return {
    class_uid: CLASS_UID,
    class_name: 'Detection Finding',
    category_uid: 2,
    category_name: 'Findings',
    activity_id: CREATE,
    activity_name: 'Create',
    type_uid: CLASS_UID * 100 + CREATE,
    type_name: 'Detection Finding: Create',
    severity_id: isHigh ? 4 : 3,
    severity: isHigh ? 'High' : 'Medium',
    status_id: 1,
    status: 'New',
    is_alert: true,
    time: Date.parse(at),
    ...(times.length > 0 && { start_time: Math.min(...times), end_time: Math.max(...times) }),
    count: events.length + moreEvents,
    message: headline,
    metadata: {
      version: OCSF_VERSION,
      uid: id,
      event_code: kind,
      profiles: ['cloud'],
      product: {
        name: 'Denywatch',
        vendor_name: 'Denywatch',
        ...(version !== null && { version }),
      },
    },
    cloud: {
      provider: 'AWS',
      ...(caller.accountId !== null && { account: accountOf(caller.accountId) }),
      ...regionOf(events),
    },
    finding_info: infoOf(finding),
    evidences: events.map((event) => evidenceOf(event, finding)),
    ...resourcesOf(events),
    ...(steps.length > 0 && { remediation: { desc: steps.join(' ') } }),
    ...observablesOf(events),
  };
}

function infoOf({ id, headline, why, kind, at, events, moreEvents }: Finding): Json {
  const times = events.flatMap(({ time }) => msOf(time));
  return {
    uid: id,
    title: headline,
    desc: why,
    types: [kind],
    created_time: Date.parse(at),
    // The first ones are not among the events when there were more.
    ...(times.length > 0 && moreEvents === 0 && { first_seen_time: Math.min(...times) }),
    ...(times.length > 0 && { last_seen_time: Math.max(...times) }),
    analytic: { uid: kind, name: FINDING_WORDS[kind], type_id: 1, type: 'Rule' },
    data_sources: ['AWS CloudTrail'],
  };
}

function evidenceOf(event: FindingEvent, finding: Finding): Json {
  const { id, time, action, resource, sourceIpAddress, userAgent } = event;
  const [service = '', operation = ''] = (action ?? '').split(':', 2);
  const api = { operation, service: { name: service }, request: { uid: id } };
  return known({
    api: action === null ? null : api,
    actor: { user: userOf(finding, event) },
    src_endpoint: endpointOf(sourceIpAddress),
    data: known({ event_id: id, time, resource, user_agent: userAgent }),
  });
}

function userOf({ caller }: Finding, { accessKeyId }: FindingEvent): Json {
  const { principalArn, principalType, accountId, id } = caller;
  return known({
    uid: principalArn ?? id,
    ...(USER_TYPES.get(principalType) ?? { type_id: 99, type: principalType }),
    account: accountId === null ? null : accountOf(accountId),
    credential_uid: accessKeyId,
  });
}

function endpointOf(address: string | null): Json | null {
  if (address === null) return null;
  return isIp(address) ? { ip: address } : { svc_name: address };
}

/** Without the members that are null. */
function known(members: Json): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

const USER_TYPES: ReadonlyMap<string, Json> = new Map([
  ['user', { type_id: 1, type: 'User' }],
  ['identityCenter', { type_id: 1, type: 'User' }],
  ['root', { type_id: 2, type: 'Admin' }],
  ['service', { type_id: 4, type: 'Service' }],
  ['unknown', { type_id: 0, type: 'Unknown' }],
]);

function accountOf(id: string): Json {
  return { uid: id, type_id: 10, type: 'AWS Account' };
}

/** Of events of several Regions, none. */
function regionOf(events: readonly FindingEvent[]): Json {
  const [region, ...others] = new Set(events.flatMap(({ region: one }) => one ?? []));
  return region === undefined || others.length > 0 ? {} : { region };
}

function resourcesOf(events: readonly FindingEvent[]): Json {
  const resources = new Set(
    events.flatMap(({ resource }) => (resource === null || resource === '*' ? [] : [resource])),
  );
  return resources.size === 0 ? {} : { resources: [...resources].map((uid) => ({ uid })) };
}

function observablesOf(events: readonly FindingEvent[]): Json {
  const ips = new Set(events.flatMap(({ sourceIpAddress: ip }) => (isIp(ip) ? [ip] : [])));
  const observables = [...ips].map((value) => ({
    name: 'evidences[].src_endpoint.ip',
    type_id: 2,
    type: 'IP Address',
    value,
  }));
  return observables.length === 0 ? {} : { observables };
}

/** The shape of one: names of AWS services are none. */
function isIp(address: string | null): address is string {
  return (
    address !== null &&
    (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) || /^(?=.*:)[\da-fA-F:.]{2,45}$/.test(address))
  );
}

function msOf(time: string | null): readonly number[] {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? [] : [ms];
}
