import type { Holiday } from '../../../kernel/working-time.js';

export interface NamedHoliday extends Holiday {
  readonly name: string;
}
