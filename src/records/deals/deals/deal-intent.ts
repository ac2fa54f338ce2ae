import type { Deal } from './deal.entity.js';

/** What a write of a deal may say besides its fields. It is taken off before the deal is stored. */
export interface DealIntent {
  /** A stage by its name. */
  readonly stage?: string;
  /** A closed deal is to be open again. */
  readonly reopening?: boolean;
  /** Its stage goes away: it follows to another one of the same kind, whatever the rules are. */
  readonly relocating?: boolean;
}

const NAMES = ['stage', 'reopening', 'relocating'] as const satisfies readonly (keyof DealIntent)[];

/** As bodies have it: null says as little as nothing. */
type Written = Deal & { readonly [Name in keyof DealIntent]?: DealIntent[Name] | null };

/** Takes the intent off a deal that is about to be written. */
export function takeIntent(after: Deal): DealIntent {
  const { stage = null, reopening, relocating }: Written = after;
  for (const name of NAMES) Reflect.deleteProperty(after, name);
  return {
    ...(stage !== null && { stage }),
    ...(reopening === true && { reopening }),
    ...(relocating === true && { relocating }),
  };
}
