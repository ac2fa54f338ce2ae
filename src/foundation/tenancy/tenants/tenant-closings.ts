import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ConflictError } from '../../../kernel/errors.js';
import { DatabaseConfig } from '../../../platform/config/database.config.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { TenantsService } from './tenants.service.js';

/** The lease lets the reaper remove it when the grace time is over, and not before. */
const CLOSE = `UPDATE tenants SET state = 'closing', closes_at = $2, lease_until = $2, version = version + 1,
    updated_at = $3
  WHERE id = $1 AND state = 'active' RETURNING id`;
/** Not one that an operator drops, nor one that the reaper has begun to remove: those have no \`closes_at\`. */
const TAKE_BACK = `UPDATE tenants SET state = 'active', closes_at = NULL, lease_until = NULL, version = version + 1,
    updated_at = $2
  WHERE id = $1 AND state = 'closing' AND closes_at > $2 RETURNING id`;

/** A tenant that its members close: it rests for a grace time, in which they can take it back, and is then removed. */
@Injectable()
export class TenantClosings {
  constructor(
    private readonly control: ControlDatabase,
    private readonly tenants: TenantsService,
    private readonly config: DatabaseConfig,
    private readonly clock: Clock,
  ) {}

  /** When a tenant that is closed now would be removed. */
  end(): Date {
    return new Date(this.clock.milliseconds() + this.config.closingGraceMilliseconds);
  }

  /** No process serves it any more within a second. @throws {ConflictError} unless it is active. */
  async close(tenantId: string, closesAt: Date): Promise<void> {
    const closed = await this.control.query(CLOSE, [tenantId, closesAt, this.clock.now()]);
    if (closed.length === 0) throw new ConflictError('The organization is not active');
    this.tenants.forget(tenantId);
  }

  /** @throws {ConflictError} when it is not being closed, or its grace time is over. */
  async takeBack(tenantId: string): Promise<void> {
    const active = await this.control.query(TAKE_BACK, [tenantId, this.clock.now()]);
    if (active.length === 0) throw new ConflictError('The organization cannot be taken back');
    this.tenants.forget(tenantId);
  }
}
