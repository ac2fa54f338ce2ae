import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { describe, expect, it, jest } from '@jest/globals';
import { BackgroundWork } from './background-work.js';

describe('BackgroundWork', () => {
  it('waits for what runs, and survives what fails', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const background = new BackgroundWork();
    const done: string[] = [];
    let finish = (): void => undefined;
    background.start('slow', async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      done.push('slow');
    });
    background.start('broken', () => Promise.reject(new Error('no')));
    let settled = false;
    const settling = background.settle().then(() => (settled = true));
    await nextTurn();
    expect(settled).toBe(false);
    finish();
    await settling;
    expect(done).toEqual(['slow']);
    await background.settle();
    expect(logged).toHaveBeenCalledWith('broken failed: Error: no');
    logged.mockRestore();
  });
});
