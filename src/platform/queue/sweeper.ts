import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { QueueConfig } from '../config/queue.config.js';
import { ControlDatabase } from '../database/control-database.js';

/** Something that must happen now and then, in one process of the installation at a time. */
export interface Sweep {
  readonly name: string;
  sweep(): Promise<void>;
}

const LEASE = `INSERT INTO leases (name, holder, expires_at) VALUES ('sweeper', $1, $2)
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
  WHERE leases.holder = excluded.holder OR leases.expires_at < $3
  RETURNING holder`;

/** Runs the sweeps of the whole installation under one leader lease in the control database. */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger(Sweeper.name);
  private readonly holder = newId();
  private readonly sweeps: Sweep[] = [];
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly control: ControlDatabase,
    private readonly config: QueueConfig,
    private readonly clock: Clock,
  ) {}

  add(sweep: Sweep): void {
    this.sweeps.push(sweep);
  }

  start(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => this.tick(), this.config.sweepMilliseconds);
    this.tick();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** One round, when this process holds or can take the lease. */
  async run(): Promise<void> {
    if (!(await this.lead())) return;
    for (const sweep of this.sweeps) {
      try {
        await sweep.sweep();
      } catch (error) {
        this.logger.warn(`Sweep ${sweep.name} failed: ${String(error)}`);
      }
    }
  }

  private tick(): void {
    this.running = this.running
      .then(() => this.run())
      .catch((error: unknown) => this.logger.warn(`Sweep failed: ${String(error)}`));
  }

  private async lead(): Promise<boolean> {
    const now = this.clock.milliseconds();
    const expires = new Date(now + this.config.sweepMilliseconds * 3);
    const rows = await this.control.query(LEASE, [this.holder, expires, new Date(now)]);
    return rows.length > 0;
  }
}
