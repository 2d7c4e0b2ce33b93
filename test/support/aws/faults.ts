import { AwsError } from './answer';

/** What is made to go wrong in a fake AWS. All can be changed while it runs. */
export class Faults {
  /** Each answer comes that many milliseconds late. */
  latencyMs = 0;
  /** 0 to 1: that share of the calls is throttled, evenly and the same in each run. */
  throttledShare = 0;
  /** Authorization details are not recorded yet for the first so many asks for each of them. */
  detailsLateBy = 0;
  /** Actions that are refused, `iam:GetRole`. */
  readonly denied = new Set<string>();

  readonly #asked = new Map<string, number>();
  #debt = 0;

  /** Whether this call is one of those that are throttled. */
  throttlesNow(): boolean {
    this.#debt += this.throttledShare;
    if (this.#debt < 1) return false;
    this.#debt -= 1;
    return true;
  }

  /** Whether the details are there by now; each ask counts. */
  areRecorded(authorizationId: string): boolean {
    const asked = (this.#asked.get(authorizationId) ?? 0) + 1;
    this.#asked.set(authorizationId, asked);
    return asked > this.detailsLateBy;
  }

  /** @throws AwsError where the action is refused, in AWS's words */
  refuse(service: string, action: string, principalArn: string | null, resource: string): void {
    const name = `${service}:${action}`;
    if (!this.denied.has(name)) return;
    const on = resource === '*' ? '' : ` on resource: ${resource}`;
    const message = `User: ${principalArn ?? 'anonymous'} is not authorized to perform: ${name}${on} because no identity-based policy allows the ${name} action`;
    const [code, status] =
      service === 'organizations'
        ? (['AccessDeniedException', 400] as const)
        : (['AccessDenied', 403] as const);
    throw new AwsError(code, status, message);
  }
}
