import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import type { Access, Reach } from '../../platform/access/access.js';
import { runInContext } from '../../platform/context/request-context.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { AuditRow } from './audit-source.js';
import { EntryView } from './entry-view.js';

/** A reader with hidden fields; without a reach, one who reads no such records. */
function readerOf(hidden: readonly string[], reach: Reach | undefined = 'any'): Access {
  return { reach: () => reach, hiddenFields: () => new Set(hidden), readOnlyFields: () => new Set(hidden) };
}

const UPDATED: AuditRow = {
  source: 'journal',
  id: '0190b2a0-0000-7000-8000-000000000001',
  action: 'lead.updated',
  outcome: 'success',
  actorKind: 'user',
  actorId: '0190b2a0-0000-7000-8000-000000000002',
  sessionId: null,
  apiKeyId: null,
  address: null,
  requestId: 'spec',
  resource: 'lead',
  recordId: '0190b2a0-0000-7000-8000-000000000003',
  changes: { email: { old: 'canary@example.com', new: null }, score: { old: 1, new: 2 } },
  record: null,
  details: {},
  occurredAt: new Date(0),
};
const CREATED: AuditRow = {
  ...UPDATED,
  action: 'lead.created',
  changes: null,
  record: { id: UPDATED.recordId, email: 'canary@example.com', score: 1, phone: null },
};

describe('EntryView', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  const viewFor = (access: Access, row: AuditRow) =>
    runInContext({ traceId: 'spec', access }, () => new EntryView(core.app.get(ResourceRegistry)).view(row));
  const changesFor = (access: Access, row: AuditRow) => viewFor(access, row).changes;

  it('shows what was changed, and what a new record was made with', () => {
    expect(changesFor(readerOf([]), UPDATED)).toEqual(UPDATED.changes);
    expect(changesFor(readerOf([]), CREATED)).toEqual({
      email: { old: null, new: 'canary@example.com' },
      score: { old: null, new: 1 },
    });
  });

  it.each([UPDATED, CREATED])('shows no field that is hidden from the reader ($action)', (row) => {
    const shown = viewFor(readerOf(['email']), row);
    expect(Object.keys(shown.changes ?? {})).toEqual(['score']);
    expect(JSON.stringify(shown)).not.toContain('canary');
  });

  it('shows no value of records that the reader sees only in part', () => {
    expect(changesFor(readerOf([], 'team'), UPDATED)).toBeNull();
  });

  it('shows no value of a record type that is gone, and those of users', () => {
    expect(changesFor(readerOf([]), { ...UPDATED, resource: 'gone' })).toBeNull();
    const user: AuditRow = { ...UPDATED, source: 'audit', resource: 'user' };
    expect(changesFor(readerOf([]), user)).toEqual(UPDATED.changes);
  });
});
