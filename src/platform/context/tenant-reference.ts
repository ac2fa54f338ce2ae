export type TenantState = 'provisioning' | 'active' | 'read-only' | 'moving' | 'suspended' | 'closing';

/** All that routing needs to know of a tenant. */
export interface TenantReference {
  readonly id: string;
  /** Database name on the tenant's cluster. */
  readonly database: string;
  readonly cluster: string;
  readonly state: TenantState;
  readonly plan: string;
  /** Timestamp of the newest migration its database has. */
  readonly schemaVersion: number;
}
