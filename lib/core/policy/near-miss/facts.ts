/** What the service authorization reference knows of the requested action. */
export interface ActionFacts {
  /** The resource types of the action with their ARN patterns (`arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}`); empty: only `*` grants it. */
  readonly resourceTypes: readonly {
    readonly name: string;
    readonly arnPatterns: readonly string[];
  }[];
  /** Names of all actions of the service, without prefix; empty when the service is not known. */
  readonly actionNames: readonly string[];
  /** Prefixes of all services that have an action of the requested name. */
  readonly servicesWithAction: readonly string[];
  /** Names of all actions of any service; empty when there is no such service. */
  readonly actionNamesOf: (prefix: string) => readonly string[];
}
