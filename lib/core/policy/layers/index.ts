import { boundary } from './boundary';
import { identity } from './identity';
import { rcp } from './rcp';
import { resource } from './resource';
import type { LayerRule } from './rule';
import { scp } from './scp';
import { session } from './session';
import { vpcEndpoint } from './vpc-endpoint';

/** The rules of all layers, in the order of `LAYERS`. */
export const LAYER_RULES: readonly LayerRule[] = [
  identity,
  boundary,
  session,
  scp,
  rcp,
  resource,
  vpcEndpoint,
];

export { resource as resourceRule } from './resource';
export type { Grants, LayerRule } from './rule';
