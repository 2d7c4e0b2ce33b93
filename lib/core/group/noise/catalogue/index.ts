import type { CatalogueEntry } from '../entry';
import { AWS_SERVICES } from './aws-services';
import { CONSOLES } from './consoles';
import { READS } from './reads';
import { WRITES } from './writes';

/** The project's catalogue of what is noise, as one versioned piece of data. */
export interface NoiseCatalogue {
  /** Raised with every change of an entry. */
  readonly version: number;
  /** The first one that matches decides. */
  readonly entries: readonly CatalogueEntry[];
}

/**
 * What is known to be noise in every AWS account. `hide` rests on what AWS itself writes into a record;
 * what a caller can choose (session and role names, the user agent) earns `digestOnly` at most, so that
 * nobody becomes invisible by a good name.
 */
export const NOISE_CATALOGUE: NoiseCatalogue = {
  version: 1,
  entries: [...AWS_SERVICES, ...CONSOLES, ...WRITES, ...READS],
};
