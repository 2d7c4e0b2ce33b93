import { matchActions, mayNameService, serviceOf, type ActionMatcher } from './action-match';

/** What the index needs to know of a statement. */
interface Indexed {
  readonly actions: ActionMatcher;
}

/** Answers remembered for one policy: enough for what its callers do, little enough for 10,000 policies. */
const REMEMBERED = 64;
const NONE: readonly never[] = [];

/**
 * Finds the statements of a policy whose `Action` covers an action, in the policy's order. A service
 * prefix rules most statements out before any pattern is tried, and the last answers are remembered:
 * a policy is asked about the same few actions again and again. The memory changes no answer.
 */
export class ActionIndex<S extends Indexed> {
  readonly #statements: readonly S[];
  readonly #answers = new Map<string, readonly S[]>();
  readonly #byService = new Map<string, readonly S[]>();

  constructor(statements: readonly S[]) {
    this.#statements = statements;
  }

  /** The statements that cover an action, which must be in lower case. */
  find(action: string): readonly S[] {
    const known = this.#answers.get(action);
    if (known !== undefined) return known;
    const found = this.#ofService(serviceOf(action)).filter(({ actions }) =>
      matchActions(actions, action),
    );
    if (this.#answers.size >= REMEMBERED) this.#answers.clear();
    this.#answers.set(action, found.length === 0 ? NONE : found);
    return found;
  }

  /** The statements that may be about a service. */
  #ofService(service: string): readonly S[] {
    const known = this.#byService.get(service);
    if (known !== undefined) return known;
    const found = this.#statements.filter(({ actions }) => mayNameService(actions, service));
    if (this.#byService.size >= REMEMBERED) this.#byService.clear();
    this.#byService.set(service, found.length === 0 ? NONE : found);
    return found;
  }
}
