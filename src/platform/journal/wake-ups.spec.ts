import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { TestClock } from '../../../test/support/test-clock.js';
import { testEnvironment } from '../../../test/support/test-product.js';
import { readConfiguration } from '../config/configuration.js';
import type { JobToAdd } from '../queue/lasting-queue.js';
import { JobQueues } from '../queue/job-queues.js';
import { WakeUps } from './wake-ups.js';

const { queue, database } = readConfiguration(testEnvironment('postgres://nobody@127.0.0.1:1/none'));

class RecordingQueues extends JobQueues {
  readonly added: string[] = [];

  readonly jobs: JobToAdd[] = [];

  override add(name: string, jobs: JobToAdd[]): Promise<void> {
    this.added.push(name);
    this.jobs.push(...jobs);
    return Promise.resolve();
  }
}

describe('WakeUps', () => {
  it('does not put a wake-up off because the clock was set back', async () => {
    const clock = new TestClock();
    const queues = new RecordingQueues(queue, database);
    const wakeUps = new WakeUps(queues, queue, clock);
    wakeUps.wake('tenant');
    await wakeUps.flush();
    clock.advance(-600_000);
    wakeUps.wake('tenant');
    await eventually('the second wake-up', () => queues.added.length === 2, { within: 2_000 });
    expect(queues.added).toEqual(['dispatch', 'dispatch']);
  });

  it('makes one job of what is asked for a tenant meanwhile, the widest of it', async () => {
    const queues = new RecordingQueues(queue, database);
    const wakeUps = new WakeUps(queues, queue, new TestClock());
    wakeUps.wake('one', 'journal');
    wakeUps.wake('one', 'all');
    wakeUps.wake('one', 'journal');
    wakeUps.wake('other', 'journal');
    await wakeUps.flush();
    expect(queues.jobs.map(({ data }) => data)).toMatchObject([
      { tenantId: 'one', looksAt: 'all' },
      { tenantId: 'other', looksAt: 'journal' },
    ]);
  });
});
