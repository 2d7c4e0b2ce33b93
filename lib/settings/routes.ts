import { z } from 'zod';
import { SEVERITIES } from '../core/alert/severity';
import { LAYERS } from '../core/policy/layer';
import { channelName } from './channels';
import { accountId, oneOrMore } from './values';

const OU = 'the id of an organizational unit or root, such as "ou-ab12-cd34ef56" or "r-ab12"';
const PRINCIPAL =
  'the ARN of a user or role, "*" and "?" allowed, such as "arn:aws:iam::111122223333:role/ci-*"';
const TAG = 'the value of a tag, "*" and "?" allowed';
const SERVICE = 'an IAM service prefix in small letters, such as "s3"';

const layers = [...LAYERS, 'none', 'unknown'] as const;
const LAYER = `one of ${layers.map((layer) => `"${layer}"`).join(', ')}`;
const SEVERITY = `one of ${SEVERITIES.map((severity) => `"${severity}"`).join(', ')}`;

const when = z
  .strictObject({
    account: oneOrMore(accountId, 'an AWS account id: 12 digits, in quotes')
      .optional()
      .describe("The caller's account."),
    organizationalUnit: oneOrMore(
      z.string().regex(/^(?:r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/, OU),
      OU,
    )
      .optional()
      .describe("An OU or root that the caller's account is in, at whatever depth."),
    principal: oneOrMore(
      z
        .string()
        .regex(/^(?:arn:|\*)/, PRINCIPAL)
        .max(2048, PRINCIPAL),
      PRINCIPAL,
    )
      .optional()
      .describe('ARN of the user or role, with * and ? as in the Resource of a policy.'),
    principalTag: z
      .record(z.string().min(1).max(128), oneOrMore(z.string().max(256, TAG), TAG))
      .refine((tags) => Object.keys(tags).length > 0, 'at least one tag')
      .optional()
      .describe('Tags of the user or role: key to value, with * and ?. All must hold.'),
    service: oneOrMore(z.string().regex(/^[a-z0-9-]{1,64}$/, SERVICE), SERVICE)
      .optional()
      .describe('IAM service prefix of the action.'),
    layer: oneOrMore(z.enum(layers), LAYER).optional().describe('The layer that refused.'),
    severity: oneOrMore(z.enum(SEVERITIES), SEVERITY).optional().describe('How loud the alert is.'),
  })
  .describe('All that is named must hold. What is not known does not.');

/** Names of channels, each once. */
export const channelNames = z
  .array(channelName)
  .min(1, 'at least one channel')
  .refine((names) => new Set(names).size === names.length, 'each channel once');

/** `routes`: the first one that applies decides. */
export const routesSchema = z
  .array(z.strictObject({ when, to: channelNames.describe('Names of channels.') }))
  .max(200, 'at most 200 routes');
