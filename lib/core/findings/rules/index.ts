import type { FindingRule } from '../rule';
import { bruteForce } from './brute-force';
import { burstAfterQuiet } from './burst-after-quiet';
import { credentialOutside } from './credential-outside';
import { enumeration } from './enumeration';
import { guardrailTampering } from './guardrail-tampering';
import { longUnusedKey } from './long-unused-key';
import { newPlace } from './new-place';

/** All rules: one kind of finding each. */
export const FINDING_RULES: readonly FindingRule[] = [
  guardrailTampering,
  credentialOutside,
  enumeration,
  bruteForce,
  newPlace,
  burstAfterQuiet,
  longUnusedKey,
];
