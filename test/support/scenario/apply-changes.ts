import type { Change } from '../../../lib/core/diagnosis/diagnosis';
import type { PolicyRef } from '../../../lib/core/policy/layer';

type Json = Record<string, unknown>;

/** Where a snapshot keeps one policy document. */
interface Place {
  readonly holder: Json;
  readonly key: string;
}

const NEW_INLINE = 'added';

/**
 * The snapshot as it is once the changes of a remedy are made, by the explain contract alone: nothing of
 * the evaluator is used. A policy attached in several places changes in all of them.
 *
 * @throws when a change names a policy or a statement that is not there
 */
export function applyChanges(snapshot: object, changes: readonly Change[]): object {
  const after = structuredClone(snapshot) as Json;
  for (const change of changes) {
    const places = placesOf(after, change.policy);
    if (places.length === 0)
      throw new Error(`the snapshot has no such policy: ${JSON.stringify(change.policy)}`);
    for (const place of places) edit(place, change);
  }
  return after;
}

function edit({ holder, key }: Place, change: Change): void {
  const document = documentOf(holder[key]);
  const statements = [document['Statement'] ?? []].flat();
  if (change.do === 'addStatement') statements.push(change.statement);
  else if (statements[change.statementIndex] === undefined)
    throw new Error(`there is no statement ${change.statementIndex}`);
  else statements[change.statementIndex] = change.statement;
  holder[key] = { ...document, Statement: statements };
}

function documentOf(value: unknown): Json {
  if (typeof value === 'string') return JSON.parse(decodeURIComponent(value)) as Json;
  return (value ?? { Version: '2012-10-17', Statement: [] }) as Json;
}

function placesOf(snapshot: Json, policy: PolicyRef): readonly Place[] {
  switch (policy.layer) {
    case 'scp':
      return organizationPlaces(snapshot, 'serviceControlPolicies', policy);
    case 'rcp':
      return organizationPlaces(snapshot, 'resourceControlPolicies', policy);
    case 'vpcEndpoint':
      return sections(snapshot, 'vpcEndpointPolicies')
        .filter((holder) => (policy.attachedTo ?? '') in holder)
        .map((holder) => ({ holder, key: policy.attachedTo ?? '' }));
    case 'session':
      return [];
    case 'resource':
      return resourcePlaces(snapshot, policy.attachedTo ?? '');
    case 'identity':
    case 'boundary':
      return policy.arn === null
        ? inlinePlaces(snapshot, policy)
        : managedPlaces(snapshot, policy.arn);
  }
}

function organizationPlaces(snapshot: Json, section: string, { arn }: PolicyRef): readonly Place[] {
  const nodes = ((snapshot['organization'] as Json | null)?.[section] ?? {}) as Record<
    string,
    Json[]
  >;
  return Object.values(nodes)
    .flat()
    .filter((holder) => holder['arn'] === arn)
    .map((holder) => ({ holder, key: 'document' }));
}

function resourcePlaces(snapshot: Json, attachedTo: string): readonly Place[] {
  const roles = listed(snapshot, 'RoleDetailList').filter((role) => role['Arn'] === attachedTo);
  if (roles.length > 0) return roles.map((holder) => ({ holder, key: 'AssumeRolePolicyDocument' }));
  const accounts = snapshot['accounts'] as Record<string, Json>;
  const owner =
    Object.values(accounts).find(
      (account) => attachedTo in ((account['resourcePolicies'] ?? {}) as Json),
    ) ??
    accounts[attachedTo.split(':')[4] ?? ''] ??
    (Object.keys(accounts).length === 1 ? Object.values(accounts)[0] : undefined);
  if (owner === undefined) return [];
  owner['resourcePolicies'] ??= {};
  return [{ holder: owner['resourcePolicies'] as Json, key: attachedTo }];
}

/** A managed policy changes in its default version. */
function managedPlaces(snapshot: Json, arn: string): readonly Place[] {
  return listed(snapshot, 'Policies')
    .filter((policy) => policy['Arn'] === arn)
    .flatMap((policy) => policy['PolicyVersionList'] as Json[])
    .filter((version) => version['IsDefaultVersion'] === true)
    .map((holder) => ({ holder, key: 'Document' }));
}

function inlinePlaces(snapshot: Json, { name, attachedTo }: PolicyRef): readonly Place[] {
  return ['User', 'Group', 'Role'].flatMap((kind) =>
    listed(snapshot, `${kind}DetailList`)
      .filter((entity) => entity['Arn'] === attachedTo)
      .flatMap((entity) => {
        entity[`${kind}PolicyList`] ??= [];
        const inline = entity[`${kind}PolicyList`] as Json[];
        if (name === null) inline.push({ PolicyName: NEW_INLINE });
        return inline
          .filter((policy) => policy['PolicyName'] === (name ?? NEW_INLINE))
          .map((holder) => ({ holder, key: 'PolicyDocument' }));
      }),
  );
}

function sections(snapshot: Json, name: string): readonly Json[] {
  return Object.values(snapshot['accounts'] as Record<string, Json>).map(
    (account) => (account[name] ?? {}) as Json,
  );
}

function listed(snapshot: Json, list: string): readonly Json[] {
  return sections(snapshot, 'authorizationDetails').flatMap(
    (details) => (details[list] ?? []) as Json[],
  );
}
