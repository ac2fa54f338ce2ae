import { describe, expect, it } from '@jest/globals';
import { RefusalMeter, WINDOW } from './refusal-meter.js';

describe('RefusalMeter', () => {
  it('lets the first of a kind through, counts its repetitions, and starts anew after a window', () => {
    const meter = new RefusalMeter<string>();
    const admitted = [0, 1, 2].map((time) => meter.admit('log', 'kind', `refusal ${time}`, time));
    expect(admitted).toEqual([true, false, false]);
    expect(meter.admit('log', 'other kind', 'other', 3)).toBe(true);
    expect(meter.admit('other log', 'kind', 'elsewhere', 3)).toBe(true);

    expect(meter.takeEnded(WINDOW - 1)).toEqual([]);
    expect(meter.takeEnded(WINDOW + 3)).toEqual([
      { repeated: [{ first: 'refusal 0', repeats: 2 }], suppressed: 0, firstSuppressed: undefined },
    ]);
    expect(meter.takeEnded(WINDOW + 3)).toEqual([]);
    expect(meter.admit('log', 'kind', 'again', WINDOW + 4)).toBe(true);
  });

  it('writes no more than so many kinds of one log in a window, and says how many it left out', () => {
    const meter = new RefusalMeter<number>();
    let written = 0;
    for (let index = 0; index < 1_000; index += 1) {
      if (meter.admit('log', `kind ${index}`, index, 0)) written += 1;
    }
    expect(written).toBe(300);
    expect(meter.takeEnded(WINDOW)).toEqual([{ repeated: [], suppressed: 700, firstSuppressed: 300 }]);
  });

  it('remembers a bounded number of kinds, however many logs are flooded', () => {
    const meter = new RefusalMeter<number>();
    let written = 0;
    for (let log = 0; log < 100; log += 1) {
      for (let kind = 0; kind < 300; kind += 1) {
        if (meter.admit(`log ${log}`, `kind ${kind}`, kind, 0)) written += 1;
      }
    }
    expect(written).toBe(20_000);
    meter.takeEnded(WINDOW);
    expect(meter.admit('log 99', 'kind 299', 1, WINDOW)).toBe(true);
  });
});
