import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { auditItems } from '../support/audit-reader.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

const LARGE = 30_000;
const FILL = `INSERT INTO audit_entries (id, action, outcome, actor_kind, request_id, details, occurred_at)
  SELECT gen_random_uuid(), 'key.refused', 'failure', 'anonymous', 'spec', json_build_object('text', repeat('x', 300)),
    now() FROM generate_series(1, ${LARGE})`;
describe('the export of the audit log', () => {
  const { product, api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeEach(async () => {
    admin = await api().register();
  });

  async function within<Result>(work: (database: TenantDatabase) => Promise<Result>): Promise<Result> {
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    return runInContext({ traceId: 'spec', tenant }, () => work(product().app.get(TenantDatabase)));
  }

  const download = async (query = '') => {
    const response = await fetch(`${product().url}/api/audit-logs/export${query}`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    return { response, text: await response.text() };
  };
  const countOf = (text: string) => text.split('\n').length - 1;

  it('has a line for each entry, as the list shows it, and tells of itself', async () => {
    await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const { response, text } = await download('?action=lead.*');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="audit-logs.ndjson"');
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(await auditItems(admin, '&action=lead.*'));
    const [told] = await auditItems(admin, '&action=audit-log.exported');
    expect(told).toMatchObject({
      actor: { id: admin.tenant.userId },
      requestId: response.headers.get('x-request-id'),
      details: { format: 'ndjson', filters: ['action'] },
    });
  });

  it('is a table too, in which nothing is a formula', async () => {
    await admin.patch('/api/users/me', { body: { name: '=HYPERLINK("https://example.com")' } });
    const { response, text } = await download('?format=csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, ...rows] = text.trimEnd().split('\r\n');
    expect(head).toBe(
      'id,occurredAt,action,outcome,actorKind,actorId,actorName,sessionId,apiKeyId,address,requestId,resource,recordId,changes,details',
    );
    expect(rows).toHaveLength(3);
    expect(text).toContain(`,"'=HYPERLINK(""https://example.com"")",`);
    expect(text).not.toContain(',=');
    expect(text).not.toContain(',"=');
  });

  it('refuses formats and parameters that there are not', async () => {
    for (const query of ['format=pdf', 'limit=10', 'cursor=x', 'page=1', 'lastName=Doe']) {
      const answer = await admin.get(`/api/audit-logs/export?${query}`);
      expect({ query, status: answer.status }).toEqual({ query, status: 400 });
    }
  });

  it('gives a large log whole', async () => {
    await within((database) => database.execute({ text: FILL }));
    const { text } = await download();
    expect(countOf(text)).toBe(LARGE + 2);
    expect(countOf((await download('?action=key.refused')).text)).toBe(LARGE);
  });

  it('waits for a client that does not read, and ends with one that hangs up', async () => {
    await within((database) => database.execute({ text: FILL }));
    const reads = jest.spyOn(product().app.get(TenantDatabase), 'query');
    const count = () => reads.mock.calls.filter(([{ text }]) => text.includes('FROM audit_entries')).length;
    const settled = () => {
      let last = -1;
      return eventually('nothing more is read', () => last === (last = count()), { every: 300 });
    };
    const outgoing = get(`${product().url}/api/audit-logs/export`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    try {
      incoming.pause();
      await settled();
      const read = count();
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(LARGE / 500 / 2);
      incoming.destroy();
      await settled();
      // A batch may have been under way.
      expect(count()).toBeLessThanOrEqual(read + 2);
    } finally {
      incoming.destroy();
      reads.mockRestore();
    }
  });
});
