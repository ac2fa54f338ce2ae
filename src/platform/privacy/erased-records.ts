import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import type { RecordLink } from '../resource/relations/record-link.js';

const ADD = `INSERT INTO erased_records (record_id, resource, erasure_id)
  SELECT given.id, given.resource, $3 FROM unnest($1::uuid[], $2::text[]) AS given (id, resource)
  ON CONFLICT (record_id) DO NOTHING RETURNING record_id AS id, resource`;
const AMONG = 'SELECT record_id AS id FROM erased_records WHERE record_id = ANY ($1::uuid[])';
const PAGE = `SELECT record_id AS id, resource, seq::text AS seq FROM erased_records
  WHERE erasure_id = $1 AND seq > $2::bigint ORDER BY seq LIMIT $3`;
const PAGE_BACK = `SELECT record_id AS id, resource, seq::text AS seq FROM erased_records
  WHERE erasure_id = $1 AND ($2::bigint = 0 OR seq < $2::bigint) ORDER BY seq DESC LIMIT $3`;

const COUNT = 'SELECT count(*)::integer AS count FROM erased_records WHERE erasure_id = $1';

type Row = RecordLink & Record<string, unknown>;

/** Ids of records that have been erased or are being erased: they cannot come back, and are no secret. */
@Injectable()
export class ErasedRecords {
  constructor(private readonly database: TenantDatabase) {}

  /** @returns those of them that were not among the erased */
  add(records: readonly RecordLink[], erasureId: string): Promise<RecordLink[]> {
    const ids = records.map(({ id }) => id);
    const resources = records.map(({ resource }) => resource);
    return this.database.query<Row>({ text: ADD, values: [ids, resources, erasureId] });
  }

  async has(id: string): Promise<boolean> {
    return (await this.among([id])).has(id);
  }

  async among(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>({
      name: 'erased-among',
      text: AMONG,
      values: [ids],
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** Those of an erasure, the first to join first. @param after `seq` of the last one of the page before, `0` for the first */
  page(erasureId: string, after: string, limit: number): Promise<(RecordLink & { readonly seq: string })[]> {
    return this.database.query<Row & { seq: string }>({ text: PAGE, values: [erasureId, after, limit] });
  }

  /** The last to join first. @param before `seq` of the last one of the page before, `0` for the first */
  pageBack(
    erasureId: string,
    before: string,
    limit: number,
  ): Promise<(RecordLink & { readonly seq: string })[]> {
    return this.database.query<Row & { seq: string }>({
      text: PAGE_BACK,
      values: [erasureId, before, limit],
    });
  }

  async count(erasureId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>({ text: COUNT, values: [erasureId] });
    return row?.count ?? 0;
  }
}
