import type { Denial } from '../../denial/denial';
import type { Diagnosis } from '../../diagnosis/diagnosis';
import { parseArn } from '../../policy/arn';
import type { PolicyRef } from '../../policy/layer';
import { isRegion } from './console';
import { commandParts, shellArgument } from './shell';
import { simulateCommand } from './simulate';

/**
 * The command that shows the reason again: the simulator's answer for the layers that it knows, the
 * policy itself for the others. Parts as of `commandParts`; null where no command could show it.
 */
export function checkCommand(denial: Denial, diagnosis: Diagnosis): readonly string[] | null {
  if (diagnosis.verdict === 'notIam' || diagnosis.layer === 'session') return null;
  const show = SHOW_LAYER.get(diagnosis.layer ?? '');
  return show === undefined
    ? simulateCommand(denial, diagnosis)
    : show(policyOf(diagnosis) ?? null, denial);
}

type Show = (policy: PolicyRef | null, denial: Denial) => readonly string[] | null;

/** Layers that the simulator does not know. */
const SHOW_LAYER: ReadonlyMap<string, Show> = new Map<string, Show>([
  [
    'resource',
    (policy, denial) => resourcePolicyCommand(policy?.attachedTo ?? denial.resource.arn, denial),
  ],
  ['rcp', (policy, denial) => organizationPolicyCommand(policy?.arn ?? denial.said.policyArn)],
  [
    'vpcEndpoint',
    (policy, denial) => endpointCommand(policy?.attachedTo ?? denial.vpcEndpointId, denial),
  ],
]);

/** The policy of the layer in question that is known best. */
function policyOf({ layer, blockers, nearMisses }: Diagnosis): PolicyRef | undefined {
  const denies = blockers.flatMap(({ statements }) => statements);
  const all = [...denies, ...nearMisses.map(({ statement }) => statement)];
  return all.find((policy) => policy.layer === layer);
}

type Options = readonly (readonly [string, string | null])[];

/** How the CLI shows the policy of a resource, by the service in its ARN. */
const SHOW: ReadonlyMap<string, (arn: string, name: string) => readonly [string, Options] | null> =
  new Map<string, (arn: string, name: string) => readonly [string, Options] | null>([
    [
      'iam',
      (_arn, name) =>
        name.startsWith('role/')
          ? [
              'aws iam get-role',
              [
                ['--role-name', shellArgument(name.slice(name.lastIndexOf('/') + 1))],
                ['--query', 'Role.AssumeRolePolicyDocument'],
              ],
            ]
          : null,
    ],
    [
      's3',
      (_arn, name) => [
        'aws s3api get-bucket-policy',
        [['--bucket', shellArgument(name.split('/', 1)[0] ?? '')], ...asText('Policy')],
      ],
    ],
    [
      'kms',
      (arn) => [
        'aws kms get-key-policy',
        [['--key-id', shellArgument(arn)], ['--policy-name', 'default'], ...asText('Policy')],
      ],
    ],
    [
      'sns',
      (arn) => [
        'aws sns get-topic-attributes',
        [['--topic-arn', shellArgument(arn)], ...asText('Attributes.Policy')],
      ],
    ],
    [
      'lambda',
      (arn) => [
        'aws lambda get-policy',
        [['--function-name', shellArgument(arn)], ...asText('Policy')],
      ],
    ],
    [
      'secretsmanager',
      (arn) => [
        'aws secretsmanager get-resource-policy',
        [['--secret-id', shellArgument(arn)], ...asText('ResourcePolicy')],
      ],
    ],
    [
      'dynamodb',
      (arn) => [
        'aws dynamodb get-resource-policy',
        [['--resource-arn', shellArgument(arn)], ...asText('Policy')],
      ],
    ],
    [
      'ecr',
      (_arn, name) => [
        'aws ecr get-repository-policy',
        [
          ['--repository-name', shellArgument(name.replace(/^repository\//, ''))],
          ...asText('policyText'),
        ],
      ],
    ],
  ]);

function asText(query: string): Options {
  return [
    ['--query', query],
    ['--output', 'text'],
  ];
}

function resourcePolicyCommand(resource: string | null, denial: Denial): readonly string[] | null {
  const arn = resource === null ? null : parseArn(resource);
  if (resource === null || arn === null || /[*?]/.test(resource)) return null;
  const show = SHOW.get(arn.service)?.(resource, arn.resource) ?? null;
  if (show === null) return null;
  const region = isRegion(arn.region) && arn.region !== '' ? arn.region : denial.region;
  const isGlobal = arn.service === 'iam' || arn.service === 's3';
  return commandParts(show[0], [...show[1], ...(isGlobal ? [] : regionOption(region))]);
}

function organizationPolicyCommand(arn: string | null): readonly string[] | null {
  const id = arn?.slice(arn.lastIndexOf('/') + 1) ?? '';
  if (!/^p-\w{1,128}$/.test(id)) return null;
  return commandParts('aws organizations describe-policy', [['--policy-id', id]]);
}

function endpointCommand(id: string | null, { region }: Denial): readonly string[] | null {
  if (id === null || !/^vpce-[0-9a-f]{1,32}$/.test(id)) return null;
  return commandParts('aws ec2 describe-vpc-endpoints', [
    ['--vpc-endpoint-ids', id],
    ...asText("'VpcEndpoints[].PolicyDocument'"),
    ...regionOption(region),
  ]);
}

function regionOption(region: string | null): Options {
  return isRegion(region) ? [['--region', region]] : [];
}
