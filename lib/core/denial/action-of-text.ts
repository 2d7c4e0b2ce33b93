import type { ServiceReference } from '../service-reference/service-reference';
import { actionsOfOperation, type NeededActions } from './action';
import { ACTIONS_BY_EVENT } from './event-action-table';
import { PREFIX_BY_SDK_NAME } from './event-source-table';

/**
 * The actions behind a pasted error that names an API operation but no action: `when calling the
 * HeadObject operation: Forbidden`. The service is what the text around it says (`operation error S3:
 * PutObject`, `Service: Amazon S3`, `API: s3:PutObject`, `aws s3api put-object`), else the only one that has such an
 * operation. Null when several have it.
 */
export function actionsOfText(
  text: string,
  operation: string | null,
  reference: ServiceReference,
): NeededActions | null {
  if (operation === null) return null;
  const prefix = serviceOfText(text.slice(0, MAX_TEXT_LENGTH), operation, reference);
  if (prefix !== null) return actionsOfOperation(prefix, operation, reference);
  const fitting = servicesWithOperation(operation, reference);
  const only = fitting.size === 1 ? [...fitting][0] : undefined;
  return only === undefined ? null : actionsOfOperation(only, operation, reference);
}

/** More than any error has: what follows is another matter. */
const MAX_TEXT_LENGTH = 20_000;

/**
 * Where a text names the service and the operation together; the service alone may belong to another error beside it.
 */
const SERVICE_WITH_OPERATION: readonly RegExp[] = [
  /\boperation error ([A-Za-z0-9 -]{1,60}): ([A-Za-z0-9]{1,80})/g,
  /\bAPI: ([a-z0-9-]{2,40}):([A-Za-z0-9]{1,80})/g,
  /(?:^|[\s`$>])aws ([a-z0-9-]{2,40}) ([a-z0-9-]{2,80})/g,
];
const OPERATION_WITH_HOST = /\bexecuting "([A-Za-z0-9]{1,80})" on "https:\/\/([\w.-]{1,200})/g;
const SERVICE_ALONE = /\bService: ([A-Za-z0-9 ]{1,60})[;,)]/g;

function serviceOfText(
  text: string,
  operation: string,
  reference: ServiceReference,
): string | null {
  const named = SERVICE_WITH_OPERATION.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([, service = '', called = '']) =>
      isOperation(called, operation) ? service : [],
    ),
  );
  const hosts = [...text.matchAll(OPERATION_WITH_HOST)].flatMap(([, called, host = '']) =>
    called === operation ? serviceOfHost(host) : [],
  );
  const alone = new Set([...text.matchAll(SERVICE_ALONE)].map(([, service = '']) => service));
  const candidates = [...named, ...hosts, ...(alone.size === 1 ? alone : [])];
  for (const name of candidates) {
    const prefix = prefixOfName(name, reference);
    if (prefix !== null) return prefix;
  }
  return serviceOfWording(text, operation);
}

/** `s3` of `my-bucket.s3.eu-west-1.amazonaws.com`, `sts` of `sts.amazonaws.com`. */
function serviceOfHost(host: string): string {
  const labels = host.replace(/\.amazonaws\.com(?:\.cn)?$/, '').split('.');
  const last = labels.at(-1) ?? '';
  return /^[a-z]{2,5}-[a-z-]{2,20}-\d{1,2}$/.test(last) ? (labels.at(-2) ?? '') : last;
}

/** `put-object` of the command line is PutObject. */
function isOperation(called: string, operation: string): boolean {
  return called === operation || called.replaceAll('-', '') === operation.toLowerCase();
}

/** Words that one service alone uses, and the commands of `aws s3`, which call several operations. */
function serviceOfWording(text: string, operation: string): string | null {
  const said = `the ${operation} operation: `;
  if (text.includes(`${said}Access Denied`)) return 's3';
  if (text.includes(`(UnauthorizedOperation) when calling ${said}You are not authorized`))
    return 'ec2';
  if (
    / https:\/\/(?:sqs\.[a-z0-9-]{4,30}|(?:[a-z0-9-]{4,30}\.)?queue)\.amazonaws\.com\//.test(text)
  )
    return 'sqs';
  return /(?:^|[\s`$>])aws s3 (?:cp|ls|mb|mv|presign|rb|rm|sync|website)\b/.test(text)
    ? 's3'
    : null;
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
