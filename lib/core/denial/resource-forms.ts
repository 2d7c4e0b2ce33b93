import { isAccountId } from './arn';
import type { RequestPlace } from './resource-of-request';

/** Forms other than ARNs in which services name a resource. */

/**
 * ARN of the queue behind a queue URL: `https://sqs.eu-west-1.amazonaws.com/111122223333/orders`,
 * also in the older forms `https://eu-west-1.queue.amazonaws.com/…` and `https://queue.amazonaws.com/…`.
 * Null for a URL without a queue. Follows: SQS Developer Guide, "Amazon SQS queue and message identifiers".
 */
export function queueArn(url: string, place: RequestPlace): string | null {
  const parts =
    /^https:\/\/([a-z0-9.-]{1,100})\.amazonaws\.com(?:\.cn)?\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/.exec(
      url,
    );
  if (parts === null) return null;
  const [, host = '', account = '', name = ''] = parts;
  const named = /^(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)$/.exec(host);
  const region = named?.[1] ?? named?.[2] ?? (host === 'queue' ? place.region : null);
  return region === null ? null : `arn:${place.partition}:sqs:${region}:${account}:${name}`;
}

/**
 * ARN of the function that `FunctionName` names: a name, a partial ARN or an ARN, each with or
 * without a qualifier. Follows: Lambda API Reference, Invoke, FunctionName.
 */
export function functionArn(
  name: string,
  qualifier: string | null,
  place: RequestPlace,
): string | null {
  const version = qualifier !== null && /^[\w$-]{1,128}$/.test(qualifier) ? `:${qualifier}` : '';
  if (name.startsWith('arn:')) return name.split(':').length === 7 ? name + version : name;
  const parts = /^(?:(\d{12}):function:)?([\w-]{1,140})(:[\w$-]{1,128})?$/.exec(name);
  if (parts === null || place.region === null) return null;
  const [, given, plain = '', own] = parts;
  const account = given ?? place.accountId;
  if (!isAccountId(account)) return null;
  return `arn:${place.partition}:lambda:${place.region}:${account}:function:${plain}${own ?? version}`;
}
