/**
 * What becomes of a denial that an entry matches.
 *
 * - `hide`: counted under the entry's id, never diagnosed, never a message.
 * - `digestOnly`: counted and diagnosed, in the digest, never a message.
 * - `keep`: alerted as ever, whatever the entries below say.
 */
export const NOISE_TREATMENTS = ['hide', 'digestOnly', 'keep'] as const;

/** See {@link NOISE_TREATMENTS}. */
export type NoiseTreatment = (typeof NOISE_TREATMENTS)[number];

/**
 * What the value of one field must be. Letters are compared with their case, and a value with its
 * type: `true` is not `"true"`. In a wildcard, `*` stands for any characters and `?` for one.
 */
export type NoiseTest =
  | string
  | boolean
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly wildcard: string };

/** A test, or its opposite. A field that the record does not have meets neither. */
export type NoiseCondition = NoiseTest | { readonly not: NoiseTest };

/** Field of a CloudTrail record, as a path -> what it must be. All must hold. */
export type NoiseMatch = Readonly<Record<string, NoiseCondition>>;

/** One rule of what is noise: data, never code. */
export interface NoiseEntry {
  /** Small letters, digits and hyphens. Hidden denials are counted under it. */
  readonly id: string;
  readonly match: NoiseMatch;
  readonly treatment: NoiseTreatment;
  /** Why nobody needs a message (or everybody does), in a sentence or two. */
  readonly why: string;
}

/** An entry of the catalogue, which says where it was learned. */
export interface CatalogueEntry extends NoiseEntry {
  /** `owner/repository#issue`, or a URL. */
  readonly source: string;
}

/** An entry of a deployment's own settings. It ends: what is noise today may matter next year. */
export interface OwnNoiseEntry extends NoiseEntry {
  /** ISO 8601 date, `2027-03-31`: its last day, in UTC. */
  readonly expires: string;
}
