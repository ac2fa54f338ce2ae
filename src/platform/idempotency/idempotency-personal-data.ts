import { Injectable } from '@nestjs/common';
import { SecretBox } from '../crypto/index.js';
import { TenantDatabase } from '../database/tenant-database.js';
import type { ErasedBatch, ErasedSlice, PersonalDataStore } from '../privacy/personal-data-store.js';
import { PersonalDataStores } from '../privacy/personal-data-stores.js';
import { Redaction } from '../privacy/redaction.js';
import { bindingOf, type StoredAnswer } from './idempotency-store.js';

const SLICE = 500;
const PAGE = `SELECT caller, key, sealed_answer AS sealed FROM idempotency_keys
  WHERE (caller, key) > ($1, $2) AND sealed_answer IS NOT NULL ORDER BY caller, key LIMIT ${SLICE}`;
const REPLACE = 'UPDATE idempotency_keys SET status = $3, sealed_answer = $4 WHERE caller = $1 AND key = $2';

/** Whoever repeats the request makes nothing twice, and is told why the answer is gone. */
const GONE: StoredAnswer = {
  kind: 'error',
  status: 410,
  code: 'ERASED',
  message: 'What this request was answered has been erased',
  details: [],
};

interface StoredRow {
  readonly [column: string]: unknown;
  readonly caller: string;
  readonly key: string;
  readonly sealed: string;
}

/** Answers that are kept for repeated requests. They are sealed, so each is opened to see whom it is about. */
@Injectable()
export class IdempotencyPersonalData implements PersonalDataStore {
  readonly name = 'keptAnswers';
  readonly tables = ['idempotency_keys'];
  readonly asks = 'all';

  constructor(
    private readonly database: TenantDatabase,
    private readonly box: SecretBox,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records, identifiers, erasureId, after }: ErasedBatch): Promise<ErasedSlice> {
    const start = after === null ? ['', ''] : (JSON.parse(after) as string[]);
    const rows = await this.database.query<StoredRow>({ text: PAGE, values: start });
    const ids = new Set(records.map(({ id }) => id));
    const names = new Redaction(identifiers);
    let erased = 0;
    for (const row of rows) {
      const text = this.box.open(row.sealed, bindingOf(row));
      // The receipt of this erasure names the record too, and is the answer to whoever asked for it.
      if (text.includes(erasureId) || !(mentions(text, ids) || names.isIn(text))) continue;
      await this.database.execute({
        text: REPLACE,
        values: [row.caller, row.key, GONE.status, this.box.seal(JSON.stringify(GONE), bindingOf(row))],
      });
      erased += 1;
    }
    const last = rows.at(-1);
    const isWhole = rows.length < SLICE || last === undefined;
    return {
      counts: { [this.name]: erased },
      next: isWhole ? null : JSON.stringify([last.caller, last.key]),
    };
  }
}

function mentions(text: string, ids: ReadonlySet<string>): boolean {
  const found = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return found.some((id) => ids.has(id));
}
