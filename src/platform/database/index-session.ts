import type pg from 'pg';

/** An index that no migration makes: a tenant has asked for it. */
export interface DynamicIndex {
  /** Unique in the database; a name of letters, digits and underscores. */
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  /** What follows the table: `USING btree (…) WHERE …`. */
  readonly definition: string;
}

export interface ExistingIndex {
  readonly name: string;
  /** False for what a broken build has left: it costs and serves nobody. */
  readonly isValid: boolean;
}

export const LIST_INDEXES = `SELECT index.relname AS name, pg_index.indisvalid AS "isValid"
  FROM pg_index JOIN pg_class AS index ON index.oid = pg_index.indexrelid
    JOIN pg_class AS owner ON owner.oid = pg_index.indrelid
  WHERE owner.relname = $1 AND owner.relnamespace = 'public'::regnamespace AND index.relname ~ $2
  ORDER BY index.relname`;

/** A connection on which indexes come and go while the table is written to: outside transactions, without locks. */
export class IndexSession {
  constructor(private readonly client: pg.Client) {}

  /** @param pattern regular expression of names */
  async list(table: string, pattern: string): Promise<ExistingIndex[]> {
    return (await this.client.query<ExistingIndex>(LIST_INDEXES, [table, pattern])).rows;
  }

  /** Rejects with the server's error, and leaves no index then. */
  async create({ name, table, unique, definition }: DynamicIndex): Promise<void> {
    const [index, owner] = [this.client.escapeIdentifier(name), this.client.escapeIdentifier(table)];
    try {
      await this.client.query(
        `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${index} ON ${owner} ${definition}`,
      );
    } catch (error) {
      await this.drop(name);
      throw error;
    }
  }

  async drop(name: string): Promise<void> {
    await this.client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${this.client.escapeIdentifier(name)}`);
  }

  /** How many values the index could hold once only and the table has more often. */
  async countDuplicates(table: string, expression: string): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM (
         SELECT 1 FROM ${this.client.escapeIdentifier(table)}
         WHERE deleted_at IS NULL AND ${expression} IS NOT NULL
         GROUP BY ${expression} HAVING count(*) > 1) AS duplicates`,
    );
    return rows[0]?.count ?? 0;
  }
}
