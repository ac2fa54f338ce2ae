import { describe, expect, it } from '@jest/globals';
import { nearestText } from './nearest-text.js';

const EVENTS = ['lead.created', 'lead.updated', 'lead.deleted', 'contact.created', '*'];

describe('nearestText', () => {
  it.each([
    ['lead.create', 'lead.created'],
    ['led.created', 'lead.created'],
    ['Lead.Updated', 'lead.updated'],
    ['leads.deleted', 'lead.deleted'],
    ['contacts.create', 'contact.created'],
    ['lead.created', 'lead.created'],
  ])('takes %s for %s', (text, nearest) => expect(nearestText(text, EVENTS)).toBe(nearest));

  it.each(['', 'x', 'invoice.paid', 'toString', 'z'.repeat(100)])('takes %j for nothing', (text) =>
    expect(nearestText(text, EVENTS)).toBeUndefined(),
  );
});
