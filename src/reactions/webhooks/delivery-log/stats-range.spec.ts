import { describe, expect, it } from '@jest/globals';
import { bucketsOf, readStatsRange } from './stats-range.js';

const NOW = new Date('2026-03-10T12:30:00.000Z');

describe('the range of statistics', () => {
  it('is the last day, by hours that begin with the one it begins in', () => {
    const range = readStatsRange({}, NOW);
    expect(range).toEqual({ since: new Date('2026-03-09T12:30:00.000Z'), until: NOW, bucketSize: 'hour' });
    const buckets = bucketsOf(range);
    expect(buckets).toHaveLength(25);
    expect([buckets[0], buckets.at(-1)]).toEqual(['2026-03-09T12:00:00.000Z', '2026-03-10T12:00:00.000Z']);
  });

  it('is shown by days when it is longer than three, and ends before its end', () => {
    const range = readStatsRange({ since: '2026-03-01', until: '2026-03-05' }, NOW);
    expect(bucketsOf(range)).toEqual([1, 2, 3, 4].map((day) => `2026-03-0${day}T00:00:00.000Z`));
    expect(readStatsRange({ since: '2026-03-01', until: '2026-03-04' }, NOW).bucketSize).toBe('hour');
  });

  it.each([
    ['since', { since: 'soon' }],
    ['until', { until: '2026-02-30' }],
    ['since', { since: '2026-03-10T12:30:00.000Z' }],
    ['since', { since: '2026-02-01' }],
    ['since', { since: ['2026-03-10', '2026-03-09'] }],
  ])('is refused for what is wrong with %s', (field, query) => {
    expect(() => readStatsRange(query, NOW)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(field) }),
    );
  });
});
