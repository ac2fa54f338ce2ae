import { expect, it } from '@jest/globals';
import { momentIn } from './local-moment.js';

it.each([
  ['2026-12-01T09:00:00.000Z', 'Europe/Berlin', '2026-12-01T09:00:00.000Z'],
  ['2026-12-01T09:00:00.000', 'Europe/Berlin', '2026-12-01T08:00:00.000Z'],
  ['2026-07-01T09:00:00.000', 'America/New_York', '2026-07-01T13:00:00.000Z'],
  ['2026-03-29T02:30:00.000', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T02:30:00.000', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
])('%s in %s is %s', (text, zone, moment) => {
  expect(momentIn(text, zone)).toBe(moment);
});
