/**
 * Which resource carries the resource-based policy that matters for a request, and what kind it is.
 *
 * Follows: IAM User Guide, "AWS services that work with IAM" (column resource-based policies).
 */

/** Services whose resources can carry a policy. Elsewhere "no resource policy" is certain. */
const SERVICES_WITH_RESOURCE_POLICIES: ReadonlySet<string> = new Set([
  'acm-pca',
  'apigateway',
  'aoss',
  'backup',
  'bedrock',
  'bedrock-agentcore',
  'cloudtrail',
  'codeartifact',
  'codebuild',
  'dynamodb',
  'ecr',
  'ecr-public',
  'elasticfilesystem',
  'es',
  'events',
  'execute-api',
  'glacier',
  'glue',
  'kinesis',
  'kms',
  'lambda',
  'lex',
  'logs',
  'mediastore',
  'network-firewall',
  'organizations',
  'ram',
  'redshift-serverless',
  'rolesanywhere',
  's3',
  's3-object-lambda',
  's3-outposts',
  's3express',
  's3tables',
  's3vectors',
  'schemas',
  'secretsmanager',
  'serverlessrepo',
  'ses',
  'signer',
  'sns',
  'sqs',
  'ssm',
  'ssm-contacts',
  'ssm-incidents',
  'vpc-lattice',
  'xray',
]);

/** STS actions that a role's trust policy decides. */
const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
]);

/** The name that a resource-based policy goes by in a `PolicyRef`. */
export type ResourcePolicyKind = 'trustPolicy' | 'keyPolicy' | 'bucketPolicy' | 'resourcePolicy';

/**
 * Where the resource-based policy of a request is to be looked for.
 *
 * - `none`: no resource-based policy takes part in this request.
 * - `carriers`: ARNs that may carry it, the most specific first.
 */
export type ResourcePolicyPlace =
  | { readonly kind: 'none' }
  | {
      readonly kind: ResourcePolicyKind;
      readonly carriers: readonly [string, ...string[]];
    };

/**
 * Whether the action makes the resource that it names: it belongs to the caller's account then, and
 * carries no policy yet. Only where the ARN does not say whose it is.
 */
export function makesResource(action: string): boolean {
  return action.toLowerCase() === 's3:createbucket';
}

/** Tells where the resource-based policy for `action` on `resource` would be attached. */
export function resourcePolicyPlace(action: string, resource: string): ResourcePolicyPlace {
  if (makesResource(action)) return { kind: 'none' };
  const [, , service, , , ...rest] = resource.split(':');
  if (service === undefined || rest.length === 0) return { kind: 'none' };
  if (service === 'iam')
    return TRUST_ACTIONS.has(action.toLowerCase()) && rest[0]?.startsWith('role/') === true
      ? { kind: 'trustPolicy', carriers: [resource] }
      : { kind: 'none' };
  if (service === 's3') return { kind: 'bucketPolicy', carriers: s3Carriers(resource) };
  if (service === 'kms') return { kind: 'keyPolicy', carriers: [resource] };
  if (!SERVICES_WITH_RESOURCE_POLICIES.has(service)) return { kind: 'none' };
  return { kind: 'resourcePolicy', carriers: [resource, ...parents(resource)] };
}

/** A bucket for its objects; an access point for the objects behind it. */
function s3Carriers(resource: string): readonly [string, ...string[]] {
  const slash = resource.indexOf('/');
  if (slash < 0) return [resource];
  if (!resource.includes(':accesspoint/')) return [resource.slice(0, slash)];
  const next = resource.indexOf('/', slash + 1);
  return [next < 0 ? resource : resource.slice(0, next)];
}

/** How far up a resource's path its policy may hang: `table/T` for `table/T/index/I`. */
const LEVELS = 3;

function parents(resource: string): readonly string[] {
  const start = resource.split(':', 5).join(':').length + 1;
  const found: string[] = [];
  let current = resource;
  while (found.length < LEVELS) {
    const cut = Math.max(current.lastIndexOf('/'), current.lastIndexOf(':'));
    if (cut <= start) break;
    current = current.slice(0, cut);
    found.push(current);
  }
  return found;
}
