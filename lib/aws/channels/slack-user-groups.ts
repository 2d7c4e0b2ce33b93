import { SharedLookups } from '../shared-lookups';
import type { SlackApi } from './slack-api';
import { SlackRefusal } from './slack-refusal';

/** What {@link SlackUserGroups} works with. */
export interface SlackUserGroupsSettings {
  readonly api: Pick<SlackApi, 'usersOf'>;
  /** Ids of the user groups whose members may answer; null: everybody may. */
  readonly groups: readonly string[] | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Who left a group may answer for so long. */
const KEEP_MS = 60_000;

/** Who may answer from Slack: the members of the user groups that the settings name. */
export class SlackUserGroups {
  private readonly settings: SlackUserGroupsSettings;
  private readonly users: SharedLookups<ReadonlySet<string>>;

  constructor(settings: SlackUserGroupsSettings) {
    this.settings = settings;
    const { groups, now } = settings;
    this.users = new SharedLookups({ maxSize: groups?.length ?? 1, keepMs: () => KEEP_MS, now });
  }

  /**
   * Why a person may not answer; null when the person may. Where Slack does not tell who is in a group,
   * nobody may by it.
   *
   * @param user Slack's id of the person, `U0123ABCD`
   * @throws RetryLater when Slack asks to wait; Error when it cannot be reached
   */
  async refusal(user: string): Promise<string | null> {
    const { groups, api } = this.settings;
    if (groups === null) return null;
    const troubles: string[] = [];
    for (const group of groups) {
      try {
        const users = await this.users.get(group, () => api.usersOf(group));
        if (users.has(user)) return null;
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        troubles.push(error.message);
      }
    }
    const [trouble] = troubles;
    return trouble === undefined
      ? 'Only members of certain user groups may answer here.'
      : `Who may answer could not be looked up: ${trouble}.`;
  }
}
