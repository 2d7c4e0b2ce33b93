/** One IAM action of the service authorization reference. */
export interface ActionReference {
  /** `service:Action`, spelled as in the reference. */
  readonly name: string;
  readonly accessLevel: 'List' | 'Read' | 'Write' | 'Permissions management' | 'Tagging';
  /** Resource types the action can be scoped to; empty: only `*` grants it. */
  readonly resourceTypes: readonly string[];
  /** Condition keys of the action and its resource types, as the reference writes them (`aws:ResourceTag/${TagKey}`). */
  readonly conditionKeys: readonly string[];
}

/** One resource type with its ARN pattern. */
export interface ResourceTypeReference {
  readonly name: string;
  /** `arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}`. */
  readonly arnPatterns: readonly string[];
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
  /** A resource type of a service; null when it is not in the reference. */
  resourceType(prefix: string, name: string): ResourceTypeReference | null;
  /** All resource types of a service. */
  resourceTypes(prefix: string): readonly ResourceTypeReference[];
}
