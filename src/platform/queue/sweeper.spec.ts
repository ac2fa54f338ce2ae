import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { QueueConfig } from '../config/queue.config.js';
import { ControlDatabase } from '../database/control-database.js';
import { Sweeper } from './sweeper.js';

describe('Sweeper', () => {
  let core: TenantCore;
  let control: ControlDatabase;
  let config: QueueConfig;

  beforeAll(async () => {
    core = await TenantCore.start({ SWEEP_MS: '60000' });
    control = core.app.get(ControlDatabase);
    config = core.app.get(QueueConfig);
  });

  afterAll(() => core.close());

  beforeEach(() => control.query('DELETE FROM leases'));

  /** As if so many milliseconds had passed for the server. */
  function age(milliseconds: number): Promise<unknown> {
    const text = `UPDATE leases SET expires_at = expires_at - $1 * interval '1 millisecond'`;
    return control.query(text, [milliseconds]);
  }

  /** A process of the installation, and who of them swept. */
  function process(
    name: string,
    swept: string[],
    work: () => Promise<void> = async () => undefined,
  ): Sweeper {
    const sweeper = new Sweeper(control, config);
    sweeper.add({
      name,
      sweep: () => {
        swept.push(name);
        return work();
      },
    });
    return sweeper;
  }

  it('lets one of two processes sweep, and the other when the first is gone for three rounds', async () => {
    const swept: string[] = [];
    const [first, second] = [process('first', swept), process('second', swept)];
    await first.run();
    await second.run();
    await age(60_000);
    await second.run();
    await first.run();
    expect(swept).toEqual(['first', 'first']);
    await age(180_001);
    await second.run();
    await first.run();
    expect(swept).toEqual(['first', 'first', 'second']);
  });

  it('elects one leader of ten that start at once', async () => {
    const swept: string[] = [];
    await Promise.all(Array.from({ length: 10 }, (_, index) => process(`p${index}`, swept).run()));
    expect(swept).toHaveLength(1);
  });

  it('hands over at once when it is stopped', async () => {
    const swept: string[] = [];
    const first = process('first', swept);
    first.start();
    await first.stop();
    await process('second', swept).run();
    expect(swept).toEqual(['first', 'second']);
  });

  it('does the other sweeps although one fails', async () => {
    const swept: string[] = [];
    const sweeper = process('broken', swept, () => Promise.reject(new Error('no')));
    sweeper.add({ name: 'next', sweep: async () => void swept.push('next') });
    await sweeper.run();
    expect(swept).toEqual(['broken', 'next']);
  });

  it('ends the round that runs before it stops', async () => {
    const swept: string[] = [];
    let finish = (): void => undefined;
    let began = (): void => undefined;
    const running = new Promise<void>((resolve) => (began = resolve));
    const sweeper = process('slow', swept, () => {
      began();
      return new Promise<void>((resolve) => (finish = resolve));
    });
    sweeper.start();
    await running;
    let stopped = false;
    const stopping = sweeper.stop().then(() => (stopped = true));
    expect(stopped).toBe(false);
    finish();
    await stopping;
  });
});
