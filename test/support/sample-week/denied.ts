import type { Caller } from './callers';
import type { Call } from './record';
import type { Random } from './random';

/**
 * Why a request is refused, as AWS writes it behind the resource. Follows: IAM User Guide,
 * "Troubleshoot access denied error messages".
 */
export const because = {
  no: (type: string, action: string): string => `because no ${type} allows the ${action} action`,
  deny: (type: string, policyArn?: string): string =>
    `with an explicit deny in ${type}${policyArn === undefined ? '' : `: ${policyArn}`}`,
};

const IDENTITY = 'identity-based policy';

/** `User: … is not authorized to perform: …`. */
export function message(
  caller: Caller,
  action: string,
  resource: string | null,
  reason = because.no(IDENTITY, action),
): string {
  const on = resource === null ? '' : ` on resource: ${resource}`;
  return `User: ${caller.arn} is not authorized to perform: ${action}${on}${reason === '' ? '' : ` ${reason}`}`;
}

/** A refused call of most services. */
export function denied(
  caller: Caller,
  event: string,
  action: string,
  resource: string | null,
  reason?: string,
): Call {
  const service = action.slice(0, action.indexOf(':')).toLowerCase();
  return {
    service,
    event,
    errorCode: 'AccessDenied',
    errorMessage: message(caller, action, resource, reason),
  };
}

/** A refused call of EC2: its own code, and an encoded message of so many characters, 0 for none. */
export function ec2Denied(
  caller: Caller,
  event: string,
  action: string,
  resource: string | null,
  random: Random,
  options: { readonly blob: number; readonly reason?: string; readonly parameters: object },
): Call {
  const said = message(caller, action, resource, options.reason);
  const encoded = `. Encoded authorization failure message: ${random.blob(options.blob)}`;
  return {
    service: 'ec2',
    event,
    errorCode: 'Client.UnauthorizedOperation',
    errorMessage: `You are not authorized to perform this operation. ${said}${options.blob === 0 ? '' : encoded}`,
    parameters: options.parameters,
  };
}
