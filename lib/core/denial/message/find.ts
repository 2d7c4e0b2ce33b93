import type { ParsedMessage } from './parsed-message';

/**
 * Something that a text says about a denial, with its place.
 * `said`: AWS's message tells who, what or why. `generic`: it says no more than that a request was
 * refused. `code`: an error code, or the words `Access Denied`. `wrapper`: an SDK names the operation.
 */
export interface Find {
  readonly kind: 'said' | 'generic' | 'code' | 'wrapper';
  readonly start: number;
  readonly end: number;
  readonly message: ParsedMessage;
}

/** The kind of a message by what it tells. */
export function kindOf(message: ParsedMessage): 'said' | 'generic' {
  const { principal, action, resource, effect, policyType, policyArn, encodedMessage } = message;
  const told = [principal, action, resource, effect, policyType, policyArn, encodedMessage];
  return told.some((part) => part !== null) ? 'said' : 'generic';
}
