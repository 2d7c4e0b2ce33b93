import type { Denial } from '../denial/denial';
import type { AuthorizationRequest } from '../policy/request';
import type {
  AuthorizationDetails,
  CollectedFacts,
  DecodedMessage,
  Looked,
  Simulation,
} from './evidence';

/** Port: authorization details, strongest evidence there is. */
export interface AuthorizationDetailsSource {
  /**
   * Asks in the region of the denial. Never throws for a denial or a throttle: that is a gap.
   *
   * @param deniedAt ISO 8601: what is not there long after the denial will not come any more; null counts as just now
   */
  find(
    authorizationId: string,
    region: string,
    deniedAt?: string | null,
  ): Promise<Looked<AuthorizationDetails>>;
}

/** Port: decodes a whole encoded authorization message. */
export interface MessageDecoder {
  decode(encodedMessage: string, region: string | null): Promise<Looked<DecodedMessage>>;
}

/** Port: asks AWS's simulator about the caller's own policies. */
export interface PolicySimulator {
  /** `request` has every context key that is known; only known keys are sent. */
  simulate(request: AuthorizationRequest): Promise<Looked<Simulation>>;
}

/** Port: reads the policies that matter for a denial: a snapshot, or the live account. */
export interface PolicySource {
  collect(denial: Denial): Promise<CollectedFacts>;
}

/** The sources that one run has; an absent one was not configured, and `whyAbsent` is the gap that says so. */
export interface EvidenceSources {
  readonly authorizationDetails: AuthorizationDetailsSource | null;
  readonly decoder: MessageDecoder | null;
  readonly simulator: PolicySimulator | null;
  readonly policies: PolicySource | null;
  readonly whyAbsent: string;
}
