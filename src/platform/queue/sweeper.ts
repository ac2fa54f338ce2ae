import { Injectable, Logger } from '@nestjs/common';
import { newId } from '../../kernel/identifiers.js';
import { QueueConfig } from '../config/queue.config.js';
import { ControlDatabase } from '../database/control-database.js';
import { errorLine } from '../logging/error-line.js';

/** Something that must happen now and then, in one process of the installation at a time. */
export interface Sweep {
  readonly name: string;
  /** @param stopping aborted when the process stops: then it ends at its next step */
  sweep(stopping: AbortSignal): Promise<void>;
}

/** By the server's time: a leader that dies with a wrong clock must not lead on from the future. */
const LEASE = `INSERT INTO leases (name, holder, expires_at)
  VALUES ('sweeper', $1, clock_timestamp() + $2 * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
  WHERE leases.holder = excluded.holder OR leases.expires_at < clock_timestamp()
  RETURNING holder`;

const RELEASE = `DELETE FROM leases WHERE name = 'sweeper' AND holder = $1`;

/** Runs the sweeps of the whole installation under one leader lease in the control database. */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger(Sweeper.name);
  private readonly holder = newId();
  private readonly sweeps: Sweep[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly control: ControlDatabase,
    private readonly config: QueueConfig,
  ) {}

  add(sweep: Sweep): void {
    this.sweeps.push(sweep);
  }

  start(): void {
    if (this.timer !== undefined) return;
    this.stopping = new AbortController();
    this.timer = setInterval(() => this.tick(), this.config.sweepMilliseconds);
    this.tick();
  }

  /** Ends the round that runs, and lets another process lead at once. */
  async stop(): Promise<void> {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.stopping.abort();
    await this.running;
    await this.report(this.control.query(RELEASE, [this.holder]));
  }

  /** One round, when this process holds or can take the lease. */
  async run(): Promise<void> {
    if (!(await this.lead())) return;
    for (const sweep of this.sweeps) {
      try {
        await sweep.sweep(this.stopping.signal);
      } catch (error) {
        this.logger.warn(`Sweep ${sweep.name} failed: ${errorLine(error)}`);
      }
    }
  }

  private tick(): void {
    if (this.running !== undefined) return;
    this.running = this.report(this.run()).finally(() => (this.running = undefined));
  }

  private async report(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.logger.warn(`Sweep failed: ${errorLine(error)}`);
    }
  }

  private async lead(): Promise<boolean> {
    const rows = await this.control.query(LEASE, [this.holder, this.config.sweepMilliseconds * 3]);
    return rows.length > 0;
  }
}
