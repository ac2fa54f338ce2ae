import type { ColumnFacts } from './list-fields.js';
import type { ListTable } from './list-query-builder.js';

export interface PlainColumn {
  readonly column: string;
  readonly nullable?: boolean;
}

/** A table whose rows are no records: without owner, version and trash. Its columns are declared where it is listed. */
export class PlainTable implements ListTable, ColumnFacts {
  readonly holdsRecords = false;

  /** @param columns by the property that shows each; `id` among them where the table is listed */
  constructor(
    readonly table: string,
    private readonly columns: Readonly<Record<string, PlainColumn>>,
  ) {}

  get statements(): string {
    return this.table;
  }

  get properties(): readonly string[] {
    return Object.keys(this.columns);
  }

  /** `"table"."endpoint_id" AS "webhookId", …` */
  get selection(): string {
    return this.properties
      .map((property) => `"${this.table}".${this.column(property)} AS "${property}"`)
      .join(', ');
  }

  column(property: string): string {
    return `"${this.facts(property).column}"`;
  }

  isNullable(property: string): boolean {
    return this.facts(property).nullable === true;
  }

  isExact(): boolean {
    return true;
  }

  private facts(property: string): PlainColumn {
    const facts = this.columns[property];
    if (facts === undefined) throw new Error(`${this.table} has no property ${property}`);
    return facts;
  }
}
