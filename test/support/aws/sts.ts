import { AwsError } from './answer';
import type { Action } from './iam';

/**
 * Follows: STS API Reference, GetCallerIdentity, DecodeAuthorizationMessage.
 *
 * @param decoded encoded message -> JSON text
 */
export function stsActions(decoded: ReadonlyMap<string, string>): Readonly<Record<string, Action>> {
  return {
    GetCallerIdentity: {
      resource: () => '*',
      answer: ({ id }) => ({
        UserId: 'AROAEXAMPLE0000000009:denywatch',
        Account: id,
        Arn: `arn:aws:sts::${id}:assumed-role/denywatch/denywatch`,
      }),
    },
    DecodeAuthorizationMessage: {
      resource: () => '*',
      answer: (_, { EncodedMessage = '' }) => {
        const DecodedMessage = decoded.get(EncodedMessage);
        if (DecodedMessage !== undefined) return { DecodedMessage };
        const code = 'InvalidAuthorizationMessageException';
        throw new AwsError(code, 400, `Message is not valid`);
      },
    },
  };
}
