import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { currentContext } from '../../platform/context/request-context.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import { ErasedRecords } from '../../platform/privacy/erased-records.js';
import { type ErasureRequest, Erasures } from '../../platform/privacy/erasures.js';
import { Redaction } from '../../platform/privacy/redaction.js';
import { Timers } from '../../platform/timers/timers.js';
import { ErasedRows } from './erased-rows.js';
import { ERASURE_TIMER } from './erasure-run.js';
import { ErasureStore } from './erasure-store.js';

/** Begins erasures: from here on nobody finds the records. */
@Injectable()
export class ErasuresService extends Erasures {
  constructor(
    private readonly store: ErasureStore,
    private readonly erased: ErasedRecords,
    private readonly rows: ErasedRows,
    private readonly timers: Timers,
    private readonly clock: Clock,
  ) {
    super();
  }

  async begin(request: ErasureRequest): Promise<ErasureDto> {
    const { identifiers = [], reason = null, records } = request;
    const id = newId();
    const now = this.clock.now();
    // A receipt outlives everything: it must not name the person itself.
    const told = { ...request, reason: new Redaction(identifiers).of(reason) };
    const receipt = await this.store.insert(id, told, now);
    await this.rows.entomb(await this.erased.add(records, id));
    if (currentContext().dryRun !== true) await this.timers.set(ERASURE_TIMER, id, now);
    return receipt;
  }
}
