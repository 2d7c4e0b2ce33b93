import type { PolicyRef } from './layer';
// (interface to be completed by the evaluator's author: parsed and indexed statements)

/** A policy document that was parsed, validated and indexed once, to be evaluated many times. */
export interface PreparedPolicy {
  readonly ref: PolicyRef;
}
