import type pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import {
  currentContext,
  currentTenant,
  findContext,
  type RequestContext,
  runInContext,
} from '../context/request-context.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { isCollision, translateDatabaseError } from './database-errors.js';
import { tenantEntities } from './entity-registry.js';
import { createRoutingDriver } from './routing-driver.js';
import { SnakeCaseNamingStrategy } from './snake-case-naming.strategy.js';
import type { TenantConnections } from './tenant-connections.js';
import { Transaction } from './transaction.js';

/** How often work that is all in its transaction runs at most, when it collides with other work. */
export const COLLIDING_ATTEMPTS = 5;

export interface Statement {
  /** Set for statements that run often: they are prepared once per connection. */
  readonly name?: string;
  readonly text: string;
  readonly values?: unknown[];
  /** How column texts become values; default the driver's. */
  readonly types?: pg.CustomTypesConfig;
}

/**
 * The current tenant's database. Every call takes its connection from the context's tenant, or from the context's
 * open transaction; without a tenant in the context it throws.
 */
export class TenantDatabase {
  /** One DataSource, one set of entity metadata, for all tenants. */
  readonly dataSource: DataSource;

  /** @param prepares false behind a transaction pooler that does not know prepared statements */
  constructor(
    private readonly connections: TenantConnections,
    private readonly prepares = true,
  ) {
    this.dataSource = new DataSource({
      type: 'postgres',
      driver: createRoutingDriver(connections),
      entities: tenantEntities(),
      namingStrategy: new SnakeCaseNamingStrategy(),
      installExtensions: false,
      logging: false,
    });
  }

  /** TypeORM asks the server for its version once; `boot` names the database it may ask. */
  async initialize(boot: TenantReference): Promise<void> {
    await runInContext({ traceId: 'boot', tenant: boot }, () => this.dataSource.initialize());
    await this.connections.evict(boot.id);
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.connections.closeAll();
  }

  /** Joins the open transaction by itself: its connections come from the same context. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  async query<Row extends pg.QueryResultRow>(statement: Statement): Promise<Row[]> {
    return (await this.run<Row>(statement)).rows;
  }

  /** @returns the number of rows that the statement touched. */
  async execute(statement: Statement): Promise<number> {
    return (await this.run(statement)).rowCount ?? 0;
  }

  /**
   * Runs `work` in one transaction of the current tenant; joins the one that is already open. Commits when `work`
   * resolves, rolls back when it rejects.
   *
   * @param attempts how often it may run when the server ends it for the sake of another: only for work that changes
   * nothing outside the transaction; default 1
   */
  async transaction<Result>(work: () => Promise<Result>, attempts = 1): Promise<Result> {
    const context = currentContext();
    if (context.transaction instanceof Transaction) return work();
    try {
      return await this.transactOnce(context, work);
    } catch (error) {
      if (attempts <= 1 || !isCollision(error)) throw error;
      return this.transaction(work, attempts - 1);
    }
  }

  private async transactOnce<Result>(context: RequestContext, work: () => Promise<Result>): Promise<Result> {
    const tenant = currentTenant();
    const transaction = await this.begin(tenant);
    let result: Result;
    try {
      result = await runInContext({ ...context, transaction }, work);
      await transaction.commit();
    } catch (error) {
      await transaction.rollback();
      throw translateDatabaseError(error);
    }
    transaction.afterCommit();
    return result;
  }

  /** Runs once the open transaction has committed; at once when none is open. Must not throw. */
  onCommit(callback: () => void): void {
    const transaction = findContext()?.transaction;
    if (transaction instanceof Transaction) transaction.callbacks.push(callback);
    else callback();
  }

  private async run<Row extends pg.QueryResultRow>(given: Statement): Promise<pg.QueryResult<Row>> {
    const statement = this.prepares ? given : withoutName(given);
    const transaction = findContext()?.transaction;
    if (transaction instanceof Transaction) {
      try {
        return await transaction.client.query<Row>(statement);
      } catch (error) {
        throw translateDatabaseError(error);
      }
    }
    const connection = await this.connect(currentTenant());
    try {
      const result = await connection.client.query<Row>(statement);
      connection.release();
      return result;
    } catch (error) {
      const translated = translateDatabaseError(error);
      connection.release(translated !== error);
      throw translated;
    }
  }

  /** An idle connection that the server has dropped meanwhile shows here first. */
  private async begin(tenant: TenantReference): Promise<Transaction> {
    try {
      return await Transaction.begin(await this.connections.acquire(tenant), tenant.id);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  private async connect(tenant: TenantReference) {
    try {
      return await this.connections.acquire(tenant);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }
}

function withoutName({ name: _name, ...statement }: Statement): Statement {
  return statement;
}
