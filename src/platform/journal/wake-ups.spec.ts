import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { TestClock } from '../../../test/support/test-clock.js';
import { testEnvironment } from '../../../test/support/test-product.js';
import { readConfiguration } from '../config/configuration.js';
import { JobQueues } from '../queue/job-queues.js';
import { WakeUps } from './wake-ups.js';

const { queue, database } = readConfiguration(testEnvironment('postgres://nobody@127.0.0.1:1/none'));

class RecordingQueues extends JobQueues {
  readonly added: string[] = [];

  override add(name: string): Promise<void> {
    this.added.push(name);
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
});
