import { Injectable } from '@nestjs/common';
import { currentActor } from '../../platform/context/request-context.js';
import { SecretBox } from '../../platform/crypto/index.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import type { ErasureRequest } from '../../platform/privacy/erasures.js';
import { ERASURE_TABLE } from './erasure-list.policy.js';

const INSERT = `INSERT INTO erasures
    (id, scope, resource, record_id, reason, actor_kind, actor_id, api_key_id, requested_at, sealed_identifiers)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${ERASURE_TABLE.selection}`;
const FIND = `SELECT ${ERASURE_TABLE.selection} FROM erasures WHERE id = $1`;
const RUNNING = `SELECT ${ERASURE_TABLE.selection}, sealed_identifiers AS sealed FROM erasures
  WHERE id = $1 AND state = 'running' FOR UPDATE`;
const COUNT = 'UPDATE erasures SET counts = $2 WHERE id = $1';
const COMPLETE = `UPDATE erasures SET state = 'completed', completed_at = $2, digest = $3, sealed_identifiers = NULL
  WHERE id = $1`;

/** An erasure that is not completed, with the texts that name the person. */
export interface RunningErasure {
  readonly receipt: ErasureDto;
  readonly identifiers: readonly string[];
}

/** Receipts. The texts by which traces are found are kept sealed, and no longer than they are needed. */
@Injectable()
export class ErasureStore {
  constructor(
    private readonly database: TenantDatabase,
    private readonly box: SecretBox,
  ) {}

  async insert(id: string, request: ErasureRequest, at: Date): Promise<ErasureDto> {
    const { scope, subject, reason = null, identifiers = [] } = request;
    const { kind, id: actorId, apiKeyId = null } = currentActor();
    const sealed =
      identifiers.length === 0 ? null : this.box.seal(JSON.stringify(identifiers), bindingOf(id));
    const actor = [kind, actorId, apiKeyId];
    const row = await this.row(INSERT, [
      id,
      scope,
      subject.resource,
      subject.id,
      reason,
      ...actor,
      at,
      sealed,
    ]);
    if (row === undefined) throw new Error('The receipt was not written');
    return row;
  }

  find(id: string): Promise<ErasureDto | undefined> {
    return this.row(FIND, [id]);
  }

  /** Locked; undefined when there is nothing left to do. */
  async findRunning(id: string): Promise<RunningErasure | undefined> {
    const row = await this.row(RUNNING, [id]);
    if (row === undefined) return undefined;
    const { sealed, ...receipt } = row as ErasureDto & { readonly sealed: string | null };
    const identifiers = sealed === null ? [] : (JSON.parse(this.box.open(sealed, bindingOf(id))) as string[]);
    return { receipt, identifiers };
  }

  async count(id: string, counts: ErasureDto['counts']): Promise<void> {
    await this.database.execute({ text: COUNT, values: [id, JSON.stringify(counts)] });
  }

  async complete(id: string, at: string, digest: string): Promise<void> {
    await this.database.execute({ text: COMPLETE, values: [id, at, digest] });
  }

  private async row(text: string, values: unknown[]): Promise<ErasureDto | undefined> {
    const statement = { text, values, types: RECORD_TYPES };
    const [row] = await this.database.query<ErasureDto & Record<string, unknown>>(statement);
    return row;
  }
}

function bindingOf(id: string): string {
  return `erasure:${id}`;
}
