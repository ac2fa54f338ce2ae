import { Injectable } from '@nestjs/common';
import { ControlDatabase, type ControlManager } from '../../platform/database/control-database.js';
import { DEFAULT_PASSWORD_RULES, type PasswordRules } from './password-rules.js';
import { DEFAULT_SESSION_RULES, type SessionRules } from './session-rules.js';
import type { Settings } from './settings.js';

/** A projection never goes back; the same version may come again after a commit that was lost. */
const PROJECT = `INSERT INTO tenant_policies (tenant_id, settings_version, password, session) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id) DO UPDATE
  SET settings_version = excluded.settings_version, password = excluded.password, session = excluded.session
  WHERE tenant_policies.settings_version <= excluded.settings_version
  RETURNING tenant_id`;
const FORGET_ORIGINS = 'DELETE FROM tenant_origins WHERE tenant_id = $1';
const ADD_ORIGINS = 'INSERT INTO tenant_origins (tenant_id, origin) SELECT $1, unnest($2::text[])';

const SESSION_RULES = 'SELECT session AS rules FROM tenant_policies WHERE tenant_id = $1';
const PASSWORD_RULES = `SELECT p.password AS rules FROM tenant_policies p
  JOIN tenants t ON t.id = p.tenant_id AND t.state <> 'closing'
  WHERE p.tenant_id = ANY ($1::uuid[])
    OR p.tenant_id IN (SELECT m.tenant_id FROM memberships m WHERE m.user_id = $2 AND m.active)`;

/**
 * The control database's copy of those settings that are asked for before a tenant is known, or of several tenants at
 * once: password and session rules, and origins. The truth is in each tenant's own database.
 */
@Injectable()
export class TenantPolicies {
  constructor(private readonly control: ControlDatabase) {}

  /** Commits by itself. */
  async project(tenantId: string, version: number, settings: Settings): Promise<void> {
    const { passwordPolicy, sessionPolicy, allowedOrigins } = settings;
    await this.control.transaction(async (manager) => {
      const values = [tenantId, version, JSON.stringify(passwordPolicy), JSON.stringify(sessionPolicy)];
      const projected = await manager.query<unknown[]>(PROJECT, values);
      if (projected.length === 0) return;
      await manager.query(FORGET_ORIGINS, [tenantId]);
      await manager.query(ADD_ORIGINS, [tenantId, allowedOrigins]);
    });
  }

  /** Of a tenant's sessions, read in the given control transaction. */
  async sessionRules(manager: ControlManager, tenantId: string): Promise<SessionRules> {
    const [row] = await manager.query<{ rules: Partial<SessionRules> }[]>(SESSION_RULES, [tenantId]);
    return { ...DEFAULT_SESSION_RULES, ...row?.rules };
  }

  /** Of the named tenants and of those that the person is an active member of. */
  async passwordRules(tenantIds: readonly string[], userId: string | undefined): Promise<PasswordRules[]> {
    const rows = await this.control.query<{ rules: Partial<PasswordRules> }>(PASSWORD_RULES, [
      tenantIds,
      userId ?? null,
    ]);
    return rows.map(({ rules }) => ({ ...DEFAULT_PASSWORD_RULES, ...rules }));
  }
}
