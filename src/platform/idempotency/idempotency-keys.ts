import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { findContext } from '../context/request-context.js';
import { SecretBox } from '../crypto/index.js';
import { ControlDatabase } from '../database/control-database.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { type Sweep, Sweeper } from '../queue/sweeper.js';
import { Timers } from '../timers/timers.js';
import { IdempotencyStore, KEY_LIFETIME, type StoredKey } from './idempotency-store.js';

const PURGE_TIMER = 'idempotency-purge';
const PURGE = `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM idempotency_keys WHERE created_at < $1 LIMIT 5000))`;

/**
 * The keys of known callers live in their tenant's database, beside the work they guard; those of anonymous ones
 * (login, register) and of work across tenants in the control database.
 */
@Injectable()
export class IdempotencyKeys implements OnModuleInit, Sweep {
  readonly name = 'idempotency keys';
  private readonly tenantStore: IdempotencyStore;
  private readonly controlStore: IdempotencyStore;
  /** Tenants whose purge this process has set, and until when that holds. */
  private readonly purges = new Map<string, number>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly control: ControlDatabase,
    private readonly timers: Timers,
    private readonly clock: Clock,
    box: SecretBox,
    sweeper: Sweeper,
  ) {
    this.tenantStore = new IdempotencyStore(
      (text, values) => database.query<StoredKey & Row>({ text, values }),
      box,
    );
    this.controlStore = new IdempotencyStore(
      (text, values) => control.query<StoredKey & Row>(text, values),
      box,
    );
    sweeper.add(this);
  }

  onModuleInit(): void {
    this.timers.on(PURGE_TIMER, async () => {
      const before = new Date(this.clock.milliseconds() - KEY_LIFETIME);
      await this.database.execute({ text: PURGE, values: [before] });
      const [left] = await this.database.query({ text: 'SELECT 1 FROM idempotency_keys LIMIT 1' });
      if (left !== undefined) await this.setPurge(KEY_LIFETIME / 24);
    });
  }

  /** @param acrossTenants whether the work is of more than the context's tenant */
  store(acrossTenants: boolean): IdempotencyStore {
    const isOfOne = findContext()?.tenant !== undefined && !acrossTenants;
    return isOfOne ? this.tenantStore : this.controlStore;
  }

  /**
   * The tenant's transaction for known callers. Anonymous work brings its own; so does work across tenants, which would
   * hold one tenant's connection while it waits for another's.
   *
   * @param attempts how often the work may run when it collides with other work; see `TenantDatabase.transaction`
   */
  async transaction<Result>(
    acrossTenants: boolean,
    work: () => Promise<Result>,
    attempts: number,
  ): Promise<Result> {
    const tenant = findContext()?.tenant;
    if (tenant === undefined || acrossTenants) return work();
    if ((this.purges.get(tenant.id) ?? 0) < this.clock.milliseconds()) {
      this.purges.set(tenant.id, this.clock.milliseconds() + KEY_LIFETIME / 2);
      await this.setPurge(KEY_LIFETIME);
    }
    return this.database.transaction(work, attempts);
  }

  async sweep(): Promise<void> {
    await this.control.query(PURGE, [new Date(this.clock.milliseconds() - KEY_LIFETIME)]);
  }

  /** Never moves a purge that is set: in a tenant that is busy every day it would not come. */
  private setPurge(delay: number): Promise<void> {
    return this.timers.setIfNone(PURGE_TIMER, 'keys', new Date(this.clock.milliseconds() + delay));
  }
}

type Row = Readonly<Record<string, unknown>>;
