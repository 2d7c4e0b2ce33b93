/**
 * A denial that no policy decides: the closed list of settings that AWS's fixed strings name.
 */
export interface DenialSetting {
  readonly kind:
    | 'blockPublicPolicy'
    | 'blockPublicAcls'
    | 'sseCustomerKeysBlocked'
    | 'billingAccessNotActivated'
    | 'managementAccountOnly'
    | 'crossAccountPassRole'
    | 'declarativePolicy'
    | 'serviceUnavailable'
    | 'marketplaceAccess'
    | 'directConnectPartner'
    | 'ownership';
  /** One sentence in plain words: what refuses, and where it is set. */
  readonly says: string;
  /** Who can change it, in words. */
  readonly owner: string;
}
