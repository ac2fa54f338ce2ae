import { Injectable } from '@nestjs/common';
import { currentTenant } from '../../context/request-context.js';
import { TenantDatabase } from '../../database/tenant-database.js';
import { JournalKeeping } from '../../journal/journal-keeping.js';
import { type DueWork, Reactions } from '../../journal/reactions.js';
import { CUT_ROWS, type CutResult, JournalCut } from './journal-cut.js';
import { ResourceRegistry } from '../resource-registry.js';

/** Cuts of one run; the next comes soon, so that other work of the tenant has its turn between. */
const CUTS = 5;
const SOON = 1_000;
const DAY = 86_400_000;
/** An idle tenant is looked at so often, in milliseconds: it may have chosen a shorter time. */
const LONGEST_WAIT = 7 * DAY;
const REMEMBERED = 10_000;

interface NextLook {
  readonly lookAt: Date;
  readonly dueAt: Date | undefined;
}

/** Cuts the journal of a tenant off where it is older than the tenant keeps it. */
@Injectable()
export class JournalRetention implements DueWork {
  readonly name = 'journal retention';
  /** Dispatchers run far more often. */
  private readonly nextLooks = new Map<string, NextLook>();
  private readonly journal: JournalCut;

  constructor(
    database: TenantDatabase,
    registry: ResourceRegistry,
    private readonly keeping: JournalKeeping,
    private readonly reactions: Reactions,
  ) {
    this.journal = new JournalCut(database, registry);
    reactions.addDueWork(this);
  }

  /** At most once a day, but for the rest of what was too much at a time. */
  async runDue(now: Date): Promise<Date | undefined> {
    const { id } = currentTenant();
    const known = this.nextLooks.get(id);
    if (known !== undefined && known.lookAt > now) return known.dueAt;
    const dueAt = await this.cut(now);
    if (this.nextLooks.size >= REMEMBERED) this.nextLooks.clear();
    const tomorrow = now.getTime() + DAY;
    this.nextLooks.set(id, { dueAt, lookAt: new Date(Math.min(dueAt?.getTime() ?? tomorrow, tomorrow)) });
    return dueAt;
  }

  /** @returns when there is more to cut; undefined for a journal of which nothing is left */
  private async cut(now: Date): Promise<Date | undefined> {
    const kept = (await this.keeping.days()) * DAY;
    const keptSince = new Date(now.getTime() - kept);
    const readers = this.reactions.consumers.map(({ name }) => name);
    let last: CutResult | undefined = { rows: CUT_ROWS, oldest: undefined };
    for (let cuts = 0; cuts < CUTS && last?.rows === CUT_ROWS; cuts += 1) {
      last = await this.journal.next(keptSince, readers);
    }
    // Too much at a time, or another process is at it: what it leaves is looked for again.
    if (last === undefined || last.rows === CUT_ROWS) return new Date(now.getTime() + SOON);
    if (last.oldest === undefined) return undefined;
    const over = last.oldest.getTime() + kept - now.getTime();
    return new Date(now.getTime() + Math.max(DAY, Math.min(over, LONGEST_WAIT)));
  }
}
