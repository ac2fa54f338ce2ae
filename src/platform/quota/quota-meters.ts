import { Injectable } from '@nestjs/common';
import type { QuotaName } from '../config/limits.config.js';

/** How much of one quota the current tenant has, and uses. */
export interface QuotaMeter {
  readonly name: QuotaName;
  /** Undefined: as much as it likes. */
  limit(): number | undefined;
  used(): Promise<number>;
}

/** Who counts what a plan limits. Rooms add themselves. */
@Injectable()
export class QuotaMeters {
  private readonly meters: QuotaMeter[] = [];

  add(meter: QuotaMeter): void {
    this.meters.push(meter);
  }

  /** In the order of their names. */
  list(): readonly QuotaMeter[] {
    return this.meters.toSorted((one, other) => one.name.localeCompare(other.name));
  }
}
