import type pg from 'pg';
import {
  DataSource,
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  type Repository,
} from 'typeorm';
import { UnavailableError } from '../../kernel/errors.js';
import type { DatabaseConfig } from '../config/database.config.js';
import { AttendedPool } from './attended-pool.js';
import { translateDatabaseError } from './database-errors.js';
import { controlEntities } from './entity-registry.js';
import { clientSettings } from './postgres-client.js';
import { SnakeCaseNamingStrategy } from './snake-case-naming.strategy.js';

/** What runs in one control transaction. */
export type ControlManager = EntityManager;

/** The control database: tenants, users, sessions, dirty marks. Independent of the context's tenant. */
export class ControlDatabase {
  readonly dataSource: DataSource;
  private readonly callbacks = new WeakMap<EntityManager, (() => void)[]>();

  constructor(config: DatabaseConfig) {
    this.dataSource = new DataSource({
      type: 'postgres',
      url: config.url,
      driver: { Pool: AttendedPool },
      entities: controlEntities(),
      namingStrategy: new SnakeCaseNamingStrategy(),
      installExtensions: false,
      logging: false,
      poolSize: config.controlConnections,
      extra: clientSettings({
        applicationName: 'crm-control',
        statementMilliseconds: config.statementMilliseconds,
      }),
    });
  }

  initialize(): Promise<DataSource> {
    return this.dataSource.initialize();
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.dataSource.getRepository(entity);
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return (await runner.query(text, values, true)).records as Row[];
    } catch (error) {
      throw translateDatabaseError(error);
    } finally {
      await runner.release();
    }
  }

  async transaction<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const callbacks: (() => void)[] = [];
    let result: Result;
    try {
      result = await this.dataSource.transaction((manager) => {
        this.callbacks.set(manager, callbacks);
        return work(manager);
      });
    } catch (error) {
      if (!isGivenBack(error)) throw error;
      throw new UnavailableError('The database is not available', 1, error);
    }
    for (const callback of callbacks) callback();
    return result;
  }

  /** Runs once the transaction of `manager` has committed. Must not throw. */
  onCommit(manager: EntityManager, callback: () => void): void {
    const callbacks = this.callbacks.get(manager);
    if (callbacks === undefined) throw new Error('The manager is of no control transaction');
    callbacks.push(callback);
  }
}

/** What TypeORM says of a connection that ended between two statements: it has given it back by then. */
function isGivenBack(error: unknown): boolean {
  return (
    error instanceof QueryRunnerAlreadyReleasedError ||
    error instanceof QueryRunnerProviderAlreadyReleasedError
  );
}
