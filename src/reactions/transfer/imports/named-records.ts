import { Injectable } from '@nestjs/common';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { ImportReference } from './import-field.js';
import type { RowFault } from './row-fault.js';

const PAGE = 200;
/** What is longer is nobody's name. */
const LONGEST = 200;

/** A record that a row names by something else than its id. */
export interface NamedRecord {
  readonly reference: ImportReference;
  readonly column: string;
  readonly name: string;
}

interface NamingRow {
  readonly item: Record<string, unknown>;
  readonly named: readonly NamedRecord[];
}

/** Finds the records that rows name, by set, within the caller's reach. */
@Injectable()
export class NamedRecords {
  constructor(private readonly registry: ResourceRegistry) {}

  /** Writes their ids into the items of the rows. @returns by row what cannot be found, or not for sure */
  async fill<Row extends NamingRow>(rows: readonly Row[]): Promise<ReadonlyMap<Row, readonly RowFault[]>> {
    const wanted = new Map<string, { readonly reference: ImportReference; readonly names: Set<string> }>();
    for (const { reference, name } of rows.flatMap(({ named }) => named)) {
      const known = wanted.get(keyOf(reference)) ?? { reference, names: new Set<string>() };
      if (name.length <= LONGEST) known.names.add(name);
      wanted.set(keyOf(reference), known);
    }
    const found = new Map<string, ReadonlyMap<string, readonly string[]>>();
    for (const [key, { reference, names }] of wanted)
      if (names.size > 0) found.set(key, await this.find(reference, [...names]));
    const faults = new Map<Row, RowFault[]>();
    for (const row of rows) {
      for (const { reference, column, name } of row.named) {
        const [id, ...others] = found.get(keyOf(reference))?.get(name.toLowerCase()) ?? [];
        if (id !== undefined && others.length === 0) row.item[reference.field] = id;
        else faults.set(row, [...(faults.get(row) ?? []), faultOf(reference, column, others.length + 1, id)]);
      }
    }
    return faults;
  }

  /** Ids by the names in lower case. */
  private async find(
    { resource, by }: ImportReference,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const service = this.registry.find(resource)?.service;
    const ids = new Map<string, string[]>();
    let cursor: string | undefined;
    do {
      const filter = { field: by, operator: 'in', value: names };
      const page = await service?.search({
        filter,
        fields: [by],
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      });
      for (const record of page?.items ?? []) {
        const name = String(record[by]).toLowerCase();
        ids.set(name, [...(ids.get(name) ?? []), record.id]);
      }
      cursor = page?.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return ids;
  }
}

function keyOf({ resource, by }: ImportReference): string {
  return `${resource}.${by}`;
}

function faultOf(
  { field, resource, by }: ImportReference,
  column: string,
  count: number,
  id?: string,
): RowFault {
  if (id === undefined)
    return {
      column,
      field,
      code: 'REFERENCE_NOT_FOUND',
      message: `names no ${resource} that you can see by its ${by}`,
    };
  return { column, field, code: 'REFERENCE_AMBIGUOUS', message: `is the ${by} of ${count} records` };
}
