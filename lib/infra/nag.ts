import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Permission } from './permissions';

/** One finding of cdk-nag that is accepted, and why. */
export interface Exception {
  readonly rule: string;
  readonly reason: string;
}

/** Accepts findings on one construct. The reason is part of the synthesized report. */
export function accept(construct: IConstruct, ...exceptions: readonly Exception[]): void {
  const validations = Validations.of(construct);
  for (const { rule, reason } of exceptions) validations.acknowledge({ id: rule, reason });
}

/**
 * Accepts the wildcards of permissions, each with the reason of its permission: a wildcard that
 * has no permission with a reason behind it stays a finding.
 */
export function acceptWildcards(construct: IConstruct, permissions: readonly Permission[]): void {
  for (const { resources, reason } of permissions) {
    for (const resource of resources.filter((text) => text.includes('*'))) {
      accept(construct, { rule: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
    }
  }
}
