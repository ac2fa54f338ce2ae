import type pg from 'pg';
import { currentTenant, type TransactionHandle } from '../context/request-context.js';
import type { TenantConnection } from './tenant-connections.js';

/** One open transaction on one tenant connection; lives in the context of the code inside it. */
export class Transaction implements TransactionHandle {
  readonly callbacks: (() => void)[] = [];
  private open = true;

  private constructor(
    private readonly connection: TenantConnection,
    readonly tenantId: string,
  ) {}

  static async begin(connection: TenantConnection, tenantId: string): Promise<Transaction> {
    try {
      await connection.client.query('BEGIN');
    } catch (error) {
      connection.release(true);
      throw error;
    }
    return new Transaction(connection, tenantId);
  }

  /** @throws when the transaction has ended, or is not of the context's tenant: both are faults of the program. */
  get client(): pg.ClientBase {
    if (!this.open) throw new Error('The transaction has ended: a query outlived it (a missing await?)');
    if (currentTenant().id !== this.tenantId) throw new Error('The open transaction is of another tenant');
    return this.connection.client;
  }

  async commit(): Promise<void> {
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
    const result = await this.connection.client.query('COMMIT');
    if (result.command !== 'COMMIT') throw new Error('The transaction was rolled back by the server');
    this.open = false;
    this.connection.release();
  }

  /** Never throws: the error that caused it is the one to report. */
  async rollback(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    const failed = await this.connection.client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    this.connection.release(failed);
  }

  afterCommit(): void {
    for (const callback of this.callbacks) callback();
  }
}
