import { Injectable } from '@nestjs/common';

/** `committed`: rows are there, and soon to be stamped. `stamped`: they can be read by position. */
export type PulseKind = 'committed' | 'stamped';

type Listener = (tenantId: string, kind: PulseKind) => void;

/** What this process itself notices of journals that grow; the changes of other processes it does not see. */
@Injectable()
export class JournalPulse {
  private listener: Listener | undefined;

  /** Must not throw, and costs every commit. */
  onBeat(listener: Listener): void {
    this.listener = listener;
  }

  beat(tenantId: string, kind: PulseKind): void {
    this.listener?.(tenantId, kind);
  }
}
