import { type BeforeApplicationShutdown, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ControlDatabase } from './database/control-database.js';
import { TenantDatabase } from './database/tenant-database.js';
import { WakeUps } from './journal/wake-ups.js';
import { JobQueues } from './queue/job-queues.js';
import { BackgroundWork } from './runtime/background-work.js';
import { Sweeper } from './queue/sweeper.js';

/** Starts the workers, and stops everything in an order that loses nothing: work first, connections last. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly queues: JobQueues,
    private readonly sweeper: Sweeper,
    private readonly wakeUps: WakeUps,
    private readonly background: BackgroundWork,
    private readonly tenants: TenantDatabase,
    private readonly control: ControlDatabase,
  ) {}

  startWorkers(): void {
    this.queues.startWorkers();
    this.sweeper.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sweeper.stop();
    await this.queues.stopWorkers();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.background.settle();
    await this.wakeUps.flush();
    await this.queues.close();
    await this.tenants.close();
    await this.control.close();
  }
}
