/** One IAM action of the service authorization reference. */
export interface ActionReference {
  /** `service:Action`, spelled as in the reference. */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** Resource types the action can be scoped to; empty: only `*` grants it. */
  readonly resourceTypes: readonly string[];
  /**
   * The resource types that the reference marks as required (`instance*`). It may mark none of
   * several: one of them is meant then (`s3:AbortMultipartUpload` acts on an object of a bucket or of an access point).
   */
  readonly requiredResourceTypes: readonly string[];
  /** Condition keys of the action and its resource types, as the reference writes them (`aws:ResourceTag/${TagKey}`). */
  readonly conditionKeys: readonly string[];
}

/** What the reference says an action does; the more telling one where it names two. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Permissions management' | 'Tagging';

/** One resource type with its ARN pattern. */
export interface ResourceTypeReference {
  readonly name: string;
  /** `arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}`. */
  readonly arnPatterns: readonly string[];
  /** Condition keys that the reference lists beside the resource type. */
  readonly conditionKeys: readonly string[];
}

/**
 * The service authorization reference, by service prefix. Lookups are case-insensitive.
 *
 * Follows: Service Authorization Reference, "Actions, resources, and condition keys for AWS services".
 */
export interface ServiceReference {
  /** True when the prefix (`s3`) is known. */
  hasService(prefix: string): boolean;
  /** The action named `service:Action`; null when it is not in the reference. */
  action(name: string): ActionReference | null;
  /** Names of all actions of a service, without prefix. */
  actionNames(prefix: string): readonly string[];
  /** Prefixes of all services that have an action of this name (`RunInstances`), in this very spelling. */
  servicesWithAction(actionName: string): readonly string[];
  /** A resource type of a service; null when it is not in the reference. */
  resourceType(prefix: string, name: string): ResourceTypeReference | null;
  /** All resource types of a service. */
  resourceTypes(prefix: string): readonly ResourceTypeReference[];
}
