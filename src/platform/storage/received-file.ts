import type { TenantDatabase } from '../database/tenant-database.js';
import type { ObjectLedger } from './object-ledger.js';

export interface FileFacts {
  /** Cleaned: what can be shown and saved. */
  readonly name: string;
  /** What its bytes say. */
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A file that a request brought, stored under its key. Unless the work of the request keeps it, it is removed. */
export class ReceivedFile {
  private kept = false;

  constructor(
    readonly key: string,
    readonly facts: FileFacts,
    private readonly ledger: ObjectLedger,
    private readonly database: TenantDatabase,
  ) {}

  /** Whether a committed row holds it. */
  get isKept(): boolean {
    return this.kept;
  }

  /** In the transaction of the row that holds it. @throws {UnavailableError} 503 when the upload took too long */
  async keep(): Promise<void> {
    await this.ledger.keep(this.key);
    this.database.onCommit(() => {
      this.kept = true;
    });
  }
}
