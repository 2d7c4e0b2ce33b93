import type { ActionReference } from '../service-reference/service-reference';
import { accountOfArn, parseArn } from './arn';
import type { DenialResource } from './denial';
import { queueArn } from './resource-forms';
import type { RequestPlace } from './resource-of-request';
import { OWN_ACCOUNT_SERVICES } from './resource-table';

/** How messages call an IAM resource that they name without its ARN, or before it. */
const BARE_TYPES = ['user', 'role', 'group', 'policy', 'instance profile', 'access key'];

/**
 * The resource as AWS's message writes it. An ARN stays as written, wildcards and trailing `:log-stream:`
 * included. `role orders-api` names a role whose path, and so whose ARN, is not known.
 *
 * Follows: IAM User Guide, "Troubleshoot access denied error messages", and messages as published.
 *
 * @param written what stands after `on resource:`, without quotes
 * @param action the denied action; null when it is not in the reference
 */
export function resourceOfMessage(
  written: string,
  action: ActionReference | null,
  place: RequestPlace,
): DenialResource {
  if (written === '*') return { arn: '*', named: null, accountId: place.accountId };
  if (parseArn(written) !== null) return ofArn(written, place);
  const type = BARE_TYPES.find((bare) => written.startsWith(`${bare} `));
  if (type !== undefined) return ofBare(type, written.slice(type.length + 1), place);
  if (written.startsWith('https://')) {
    const queue = queueArn(written, place);
    return queue === null ? NONE : ofArn(queue, place);
  }
  if (isMasked(written) || written.startsWith('arn:')) return NONE;
  const [onlyType = 'resource', ...others] = action?.resourceTypes ?? [];
  const named = { type: others.length > 0 ? 'resource' : onlyType.toLowerCase(), name: written };
  return { arn: null, named, accountId: place.accountId };
}

const NONE: DenialResource = { arn: null, named: null, accountId: null };

/** `policy arn:aws:iam::…:policy/x version v2` is an ARN all the same. */
function ofBare(type: string, rest: string, place: RequestPlace): DenialResource {
  const [name = ''] = rest.split(' ');
  if (parseArn(name) !== null) return ofArn(name, place);
  return { arn: null, named: { type, name: rest }, accountId: place.accountId };
}

function ofArn(arn: string, place: RequestPlace): DenialResource {
  const ownAccount = OWN_ACCOUNT_SERVICES.has(parseArn(arn)?.service ?? '');
  const accountId = accountOfArn(arn) ?? (ownAccount ? place.accountId : null);
  return { arn, named: null, accountId };
}

/** `<snip>`, `***`, `XXXX`: the author took the name out. */
function isMasked(text: string): boolean {
  return /^[<[{(*.X]/.test(text) && /^(?:<.*>|\[.*\]|\{.*\}|\(.*\)|[*.X]+)$/.test(text);
}
