import type { ServiceReference } from '../service-reference/service-reference';
import { actionsOfOperation, type NeededActions } from './action';
import { ACTIONS_BY_EVENT } from './event-action-table';
import { PREFIX_BY_SDK_NAME } from './event-source-table';

/**
 * The actions behind a pasted error that names an API operation but no action: `when calling the
 * HeadObject operation: Forbidden`. The service is what the text around it says (`operation error S3:
 * PutObject`, `Service: Amazon S3`, `API: s3:PutObject`, `aws s3api put-object`), else the only one that has such an operation.
 * Null when several have it.
 */
export function actionsOfText(
  text: string,
  operation: string | null,
  reference: ServiceReference,
): NeededActions | null {
  const window = text.slice(0, MAX_TEXT_LENGTH);
  const go = /operation error ([A-Za-z0-9 ]{1,40}): ([A-Za-z0-9]{1,64})/.exec(window);
  const name = operation ?? go?.[2] ?? null;
  if (name === null) return null;
  const prefix = serviceOfText(window, go?.[1] ?? null, name, reference);
  if (prefix !== null) return actionsOfOperation(prefix, name, reference);
  const fitting = servicesWithOperation(name, reference);
  const only = fitting.size === 1 ? [...fitting][0] : undefined;
  return only === undefined ? null : actionsOfOperation(only, name, reference);
}

/** More than any error has: what follows is another matter. */
const MAX_TEXT_LENGTH = 20_000;

function serviceOfText(
  text: string,
  named: string | null,
  operation: string,
  reference: ServiceReference,
): string | null {
  const java = /Service: ([A-Za-z0-9 ]{1,60})[;,)]/.exec(text)?.[1];
  const stack = /\bAPI: ([a-z0-9-]{2,40}):[A-Za-z0-9]/.exec(text)?.[1];
  const host = /\bexecuting "[A-Za-z0-9]{1,80}" on "https:\/\/([a-z0-9-]{2,60})\./.exec(text)?.[1];
  for (const name of [named, java, stack, host, commandLineService(text, operation)]) {
    const prefix = name === null || name === undefined ? null : prefixOfName(name, reference);
    if (prefix !== null) return prefix;
  }
  // S3 alone says this: every other service spells it without the space, or says more.
  return /operation: Access Denied\.?\s*$/m.test(text) ? 's3' : null;
}

/** `aws s3api put-object` for PutObject. `aws s3` has commands of its own that call several operations. */
function commandLineService(text: string, operation: string): string | null {
  const [, service = '', command = ''] =
    /(?:^|[\s`$>])aws ([a-z0-9-]{2,40}) ([a-z0-9-]{2,60})/m.exec(text) ?? [];
  const called = command.replaceAll('-', '');
  return service === 's3' || called === operation.toLowerCase() ? service : null;
}

/** IAM prefix of a service as the command line or an SDK calls it. */
function prefixOfName(name: string, reference: ServiceReference): string | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const short = plain.replace(/^(amazon|aws)/, '');
  const found = [name.toLowerCase(), plain, short].map(
    (candidate) =>
      PREFIX_BY_SDK_NAME.get(candidate) ?? (reference.hasService(candidate) ? candidate : null),
  );
  return found.find((prefix) => prefix !== null) ?? null;
}

function servicesWithOperation(operation: string, reference: ServiceReference): Set<string> {
  const others = [...ACTIONS_BY_EVENT.keys()].flatMap((key) => {
    const colon = key.indexOf(':');
    return key.slice(colon + 1) === operation ? key.slice(0, colon) : [];
  });
  return new Set([...others, ...reference.servicesWithAction(operation)]);
}
