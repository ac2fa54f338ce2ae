import type { Deal } from './deal.entity.js';

/** Of a write that follows from the line items of the deal. */
interface Summed {
  readonly isSummed?: boolean;
}

/** Fields that line items decide about: nobody enters them. */
export function summed(fields: Partial<Deal>): Partial<Deal> & Summed {
  return { ...fields, isSummed: true };
}

/** Whether a deal that is about to be written follows from its line items; the mark is taken off. */
export function takeSum(after: Deal & Summed): boolean {
  const { isSummed = false } = after;
  Reflect.deleteProperty(after, 'isSummed');
  return isSummed;
}
