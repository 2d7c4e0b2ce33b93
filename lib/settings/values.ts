import { z } from 'zod';

/** Names and ARNs of Secrets Manager; an ARN may lack the six random characters at its end. */
const SECRET_ARN =
  /^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{1,30}:\d{12}:secret:[\w/+=.@-]{1,519}$/;
const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;
const KEY_ARN = /^arn:aws[a-z-]{0,10}:kms:[a-z0-9-]{1,30}:\d{12}:key\/[\w-]{1,64}$/;

/** The name or ARN of a secret, never what is in it. @param holds what is in it: `the webhook URL` */
export function secret(holds: string): z.ZodString {
  const expected = `the name or ARN of a Secrets Manager secret that holds ${holds}, never ${holds} itself`;
  return z
    .string(expected)
    .refine((value) => SECRET_ARN.test(value) || SECRET_NAME.test(value), expected);
}

/** The customer managed key of a secret, where it has one. */
export const keyArn = z
  .string()
  .regex(KEY_ARN, 'the ARN of a KMS key, such as "arn:aws:kms:REGION:ACCOUNT:key/ID"')
  .optional();

/** A whole number of units within bounds. */
export function whole(unit: string, from: number, to: number): z.ZodInt {
  const expected = `a whole number of ${unit} from ${from} to ${to}`;
  return z.int(expected).min(from, expected).max(to, expected);
}

/** An AWS account id. */
export const accountId = z
  .string('an AWS account id: 12 digits, in quotes')
  .regex(/^\d{12}$/, 'an AWS account id: 12 digits, in quotes');

/** A list of e-mail addresses. */
export const emails = z
  .array(z.email('an e-mail address, such as "oncall@example.com"'))
  .refine((list) => new Set(list).size === list.length, 'each address once')
  .default([]);

/** One value or a list of them. */
export function oneOrMore<Value extends z.ZodType>(
  value: Value,
  expected: string,
): z.ZodUnion<readonly [Value, z.ZodArray<Value>]> {
  return z.union([value, z.array(value).min(1)], `${expected}, or a list of such`);
}
