import { z } from 'zod';
import { NOISE_TREATMENTS, type NoiseMatch } from '../core/group/noise/entry';

const TEST =
  'a text, true or false, or an object with one of "prefix", "suffix", "wildcard" and a text; or an object with "not" and one of these';

const text = z.string().min(1, TEST).max(1024, TEST);
const test = z.union([
  text,
  z.boolean(),
  z.strictObject({ prefix: text }),
  z.strictObject({ suffix: text }),
  z.strictObject({ wildcard: text }),
]);

const match = z
  .record(z.string(), z.union([test, z.strictObject({ not: test })], TEST))
  .refine(
    narrows,
    'at least one condition that narrows: a value, or a "prefix", "suffix" or "wildcard" with a character other than "*" and "?"',
  )
  .describe(
    'Field of a CloudTrail record, as a path, to what it must be. All must hold; a field that is missing meets nothing.',
  );

/** An entry that matches everything would hide everything. */
function narrows(conditions: NoiseMatch): boolean {
  return Object.values(conditions).some((condition) => {
    if (typeof condition !== 'object') return typeof condition === 'string';
    return !('not' in condition) && /[^*?]/.test(Object.values(condition).join(''));
  });
}

const ID = 'small letters, digits and hyphens, at most 64, beginning with a letter';

/** `noise`: entries of a deployment's own, before those of the catalogue. */
export const noiseSchema = z
  .array(
    z.strictObject({
      id: z
        .string(ID)
        .regex(/^[a-z][a-z0-9-]{0,63}$/, ID)
        .describe('What hidden denials are counted under.'),
      match,
      treatment: z
        .enum(NOISE_TREATMENTS)
        .describe(
          'hide: counted; digestOnly: in the digest; keep: alerted, whatever else matches.',
        ),
      why: z
        .string('a reason, for whoever finds the entry next year')
        .regex(/\S/, 'a reason, for whoever finds the entry next year')
        .max(300, 'a reason of at most 300 characters')
        .describe('Why nobody needs to hear of it.'),
      expires: z.iso
        .date('the last day of the entry, such as "2027-03-31"')
        .describe('Its last day, in UTC: afterwards it does not match any more.'),
    }),
  )
  .max(200, 'at most 200 entries');
