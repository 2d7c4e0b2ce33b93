/**
 * The seven policy layers that can refuse a request, in the order in which AWS evaluates them.
 * Role trust policies and KMS key policies are resource-based policies.
 *
 * Follows: IAM User Guide, "Policy evaluation logic".
 */
export const LAYERS = [
  'identity',
  'boundary',
  'session',
  'scp',
  'rcp',
  'resource',
  'vpcEndpoint',
] as const;

/** One of the seven policy layers. */
export type Layer = (typeof LAYERS)[number];

/** Names one policy well enough to find it in the console. */
export interface PolicyRef {
  readonly layer: Layer;
  /** ARN of a managed policy, SCP or RCP; null for an inline or resource-based policy. */
  readonly arn: string | null;
  /** Policy name; for a resource-based policy its kind: `trustPolicy`, `keyPolicy`, `bucketPolicy`, `resourcePolicy`; else `sessionPolicy`, `endpointPolicy`. */
  readonly name: string | null;
  /** ARN of the user, group, role, session or resource it is attached to; id of the root, OU, account or VPC endpoint. */
  readonly attachedTo: string | null;
}

/** Names one statement of one policy. */
export interface StatementRef extends PolicyRef {
  /** Zero-based position in `Statement`. */
  readonly statementIndex: number | null;
  readonly sid: string | null;
  /** The statement as written. */
  readonly statement: object | null;
}
