import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { AuditFact } from '../../platform/audit/audit-trail.js';
import { currentContext, type RequestContext, runInContext } from '../../platform/context/request-context.js';
import { AuditWriter } from './audit-writer.js';
import { BackgroundWork } from '../../platform/runtime/background-work.js';
import { type EndedWindow, RefusalMeter } from './refusal-meter.js';

const FLUSH_MILLISECONDS = 5_000;

interface Refusal {
  readonly fact: AuditFact;
  readonly context: RequestContext;
}

/** Tells of refusals: the first of each kind at once, its repetitions as one entry with their number a minute later. */
@Injectable()
export class RefusalLog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly meter = new RefusalMeter<Refusal>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly writer: AuditWriter,
    private readonly background: BackgroundWork,
    private readonly clock: Clock,
  ) {}

  async tell(given: AuditFact | (() => Promise<AuditFact>)): Promise<void> {
    const { transaction, ...context } = currentContext();
    const work = () => runInContext(context, () => this.write(given, context));
    const name = 'An audit entry of a refusal';
    // An open transaction holds a connection: whoever waits for a second one with it can block all others.
    if (typeof given === 'function' || transaction !== undefined) this.background.start(name, work);
    else await this.background.attempt(name, work);
  }

  /** Writes what windows that have ended by `now` (milliseconds) have counted. */
  async flush(now: number): Promise<void> {
    for (const ended of this.meter.takeEnded(now)) {
      await this.background.attempt('The count of repeated refusals', () => this.writeEnded(ended));
    }
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.background.start('The count of repeated refusals', () => this.flush(this.clock.milliseconds()));
    }, FLUSH_MILLISECONDS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.background.settle();
    await this.flush(Number.POSITIVE_INFINITY);
  }

  private async write(given: AuditFact | (() => Promise<AuditFact>), context: RequestContext): Promise<void> {
    const fact: AuditFact = { outcome: 'failure', ...(typeof given === 'function' ? await given() : given) };
    const log = fact.tenant?.id ?? fact.tenantId ?? context.tenant?.id ?? '';
    const refusal = { fact, context: { ...context } };
    if (this.meter.admit(log, kindOf(refusal), refusal, this.clock.milliseconds())) {
      await this.writer.write(fact);
    }
  }

  private async writeEnded({ repeated, suppressed, firstSuppressed }: EndedWindow<Refusal>): Promise<void> {
    for (const { first, repeats } of repeated) {
      const details = { ...first.fact.details, repeats };
      await runInContext(first.context, () => this.writer.write({ ...first.fact, details }));
    }
    if (firstSuppressed === undefined) return;
    const { fact, context } = firstSuppressed;
    const { tenant, tenantId } = fact;
    await runInContext({ traceId: context.traceId, tenant: context.tenant }, () =>
      this.writer.write({
        action: 'refusal.suppressed',
        outcome: 'failure',
        details: { count: suppressed },
        ...(tenant !== undefined && { tenant }),
        ...(tenantId !== undefined && { tenantId }),
      }),
    );
  }
}

function kindOf({ fact, context }: Refusal): string {
  const { action, subject, details, actor = context.actor } = fact;
  const who = [actor?.kind, actor?.id, actor?.sessionId, actor?.apiKeyId, context.address];
  return JSON.stringify([action, who, subject, details]);
}
