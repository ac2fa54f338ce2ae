import { describe, expect, it } from '@jest/globals';
import { patternsOf } from './event-patterns.js';

describe('patterns of events', () => {
  it('are every event where none is named', () => {
    expect(patternsOf(undefined)).toEqual(['%']);
    expect(patternsOf([])).toEqual(['%']);
  });

  it('are an event, those of a record type, or all', () => {
    expect(patternsOf(['lead.created', 'custom-field.*', '*'])).toEqual([
      'lead.created',
      'custom-field.%',
      '%',
    ]);
  });

  it.each(['lead', 'lead.%', 'lead._', '*.created', 'lead.created.twice', 'Lead.created', ''])(
    'are not %p',
    (type) => {
      expect(() => patternsOf(['lead.*', type])).toThrow(
        expect.objectContaining({
          status: 422,
          details: [expect.objectContaining({ field: 'eventTypes.1' })],
        }),
      );
    },
  );
});
