import { describe, expect, it } from '@jest/globals';
import { webhookBody } from './webhook-body.js';

const SOURCE = { tenantId: 'tenant', publicUrl: 'https://crm.example.com' };
const ALL = { hidden: new Set<string>() };
const LIMIT = 256 * 1_024;

function eventWith(text: string) {
  return {
    id: 'event',
    type: 'lead.updated',
    occurredAt: new Date('2026-11-28T12:00:00.000Z'),
    version: 2,
    record: { id: 'lead', version: 2, text, customFields: { tier: 'gold' } },
    changes: { text: { old: 'before', new: text }, 'customFields.tier': { old: 'tin', new: 'gold' } },
  };
}

function parsed(bytes: Buffer): Record<string, unknown> {
  return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
}

describe('the body of a webhook', () => {
  it('shows the record and what it was before', () => {
    expect(parsed(webhookBody(eventWith('now'), ALL, SOURCE))).toEqual({
      id: 'event',
      type: 'lead.updated',
      timestamp: '2026-11-28T12:00:00.000Z',
      tenantId: 'tenant',
      data: { id: 'lead', version: 2, text: 'now', customFields: { tier: 'gold' } },
      previous: { text: 'before', 'customFields.tier': 'tin' },
      recordVersion: 2,
      schemaVersion: 1,
    });
  });

  it('shows chosen fields alone, with id and version, and never a hidden one', () => {
    const shape = { hidden: new Set(['text']), fields: new Set(['text', 'customFields']) };
    expect(parsed(webhookBody(eventWith('now'), shape, SOURCE))).toMatchObject({
      data: { id: 'lead', version: 2, customFields: { tier: 'gold' } },
      previous: { 'customFields.tier': 'tin' },
    });
    const bytes = webhookBody(
      eventWith('now'),
      { hidden: new Set(['text']), fields: new Set(['text']) },
      SOURCE,
    );
    expect(parsed(bytes)).toMatchObject({ data: { id: 'lead', version: 2 }, previous: {} });
    expect(bytes.toString()).not.toContain('before');
  });

  it('is whole up to 256 KiB of bytes, and beyond says where the whole event is', () => {
    const empty = webhookBody(eventWith(''), ALL, SOURCE).byteLength;
    const largest = webhookBody(eventWith('x'.repeat(LIMIT - empty)), ALL, SOURCE);
    expect(largest.byteLength).toBe(LIMIT);
    expect(parsed(largest)).not.toHaveProperty('truncated');
    for (const text of ['x'.repeat(LIMIT - empty + 1), 'ä'.repeat(LIMIT / 2)]) {
      const thin = webhookBody(eventWith(text), ALL, SOURCE);
      expect(thin.byteLength).toBeLessThan(1_000);
      expect(parsed(thin)).toMatchObject({
        data: { id: 'lead', version: 2 },
        previous: null,
        truncated: true,
        link: 'https://crm.example.com/api/events/event',
      });
    }
  });

  it('is not cut for the size of what it does not show', () => {
    const shape = { hidden: new Set(['text']) };
    const body = parsed(webhookBody(eventWith('x'.repeat(LIMIT)), shape, SOURCE));
    expect(body).not.toHaveProperty('truncated');
  });
});
