import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { type JobBody, jobIn } from '../support/job-caller.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const LARGE = 30_000;
const FILL = `INSERT INTO leads (id, last_name, status, score, created_at, created_by, updated_at, updated_by, version)
  SELECT gen_random_uuid(), 'Doe ' || n, 'New', n, now(), $1, now(), $1, 1 FROM generate_series(1, ${LARGE}) AS n`;
const FORMULAS = ['=1+1', '+1', '-2', '@x', '\tq'];

describe('the export of records', () => {
  const { product, api } = useTestProduct({ SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeEach(async () => {
    admin = await api().register();
  });

  const fill = async () => {
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    const database = product().app.get(TenantDatabase);
    const work = async () => {
      await database.execute({ text: "SET LOCAL statement_timeout = '60s'" });
      await database.execute({ text: FILL, values: [admin.tenant.userId] });
    };
    await runInContext({ traceId: 'spec', tenant }, () => database.transaction(work));
  };
  const download = async (path: string, client: ApiClient = admin) => {
    const response = await fetch(`${product().url}${path}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { response, bytes, text: bytes.toString() };
  };
  const people = async () => {
    const field = { resource: 'leads', key: 'tier', label: 'Tier', type: 'text' };
    expect((await admin.post('/api/custom-fields', { body: field })).status).toBe(201);
    const leads = [
      { lastName: 'Zoë, "the" first', score: 1, tags: ['a', 'b'], customFields: { tier: '=gold' } },
      { lastName: '=HYPERLINK("https://example.com")', score: 2, company: '+49 30' },
      { lastName: 'Out', score: 50 },
    ];
    expect((await admin.post('/api/leads/bulk', { body: { leads } })).status).toBe(200);
  };
  const LIST = 'sortBy=score&score[lt]=10';

  it('is the list as a table, in which nothing is a formula and numbers are numbers', async () => {
    await people();
    const fields = 'fields=lastName,score,tags,customFields,company';
    const { response, text } = await download(`/api/leads/export?format=csv&${LIST}&${fields}`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="leads.csv"');
    const rows = text.trimEnd().split('\r\n');
    expect(rows.map((row) => row.replace(/^[^,]{36}/, 'ID'))).toEqual([
      'id,lastName,score,tags,customFields.tier,company',
      `ID,"Zoë, ""the"" first",1,a;b,'=gold,`,
      `ID,"'=HYPERLINK(""https://example.com"")",2,,,'+49 30`,
    ]);
    const marked = await download(`/api/leads/export?${LIST}&byteOrderMark=true`);
    expect([...marked.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [told] = (await admin.get<{ items: unknown[] }>('/api/audit-logs?action=lead.exported')).body.items;
    expect(told).toMatchObject({ details: { format: 'csv' } });
  });

  it('is the JSON of the list, a line each', async () => {
    await people();
    const { response, text } = await download(`/api/leads/export?format=ndjson&${LIST}`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const { body } = await admin.get<{ items: unknown[] }>(`/api/leads?${LIST}`);
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(body.items);
  });

  it('is a workbook that another reader understands: texts, numbers and dates', async () => {
    await people();
    const { bytes } = await download(`/api/leads/export?format=xlsx&${LIST}&fields=lastName,score,createdAt`);
    const [sheet] = await readWorkbook(bytes);
    const data = sheet?.data ?? [];
    expect(data[0]).toEqual(['id', 'lastName', 'score', 'createdAt']);
    expect(data.slice(1).map((row) => row.slice(1, 3))).toEqual([
      ['Zoë, "the" first', 1],
      ['=HYPERLINK("https://example.com")', 2],
    ]);
    expect(Math.abs(Number(data[1]?.[3]) - Date.now())).toBeLessThan(60_000);
  });

  it('refuses what there is not, before the first byte', async () => {
    const queries = [
      'format=pdf',
      'colour=red',
      'limit=5',
      'page=1',
      'expand=owner',
      'byteOrderMark=x',
      'fields=nix',
    ];
    for (const query of [...queries, 'sortBy=nix', 'score[is]=1', 'fields=']) {
      const { status } = await admin.get(`/api/leads/export?${query}`);
      expect({ query, status }).toEqual({ query, status: 400 });
    }
    const filter = { field: 'nix', operator: 'eq', value: 1 };
    for (const body of [
      { format: 'pdf' },
      { filter },
      { page: 2 },
      { colour: 'red' },
      { fields: ['nix'] },
      [],
    ]) {
      const { status } = await admin.post('/api/leads/export', { body });
      expect({ body, status }).toEqual({ body, status: 400 });
    }
  });

  it('shows what its reader may see', async () => {
    await people();
    const fieldRules = { leads: { score: 'hidden' } };
    const hiding = { name: 'Blind', permissions: ['leads:read'], fieldRules };
    const made = await admin.post('/api/roles', { body: hiding });
    expect(made.status).toBe(201);
    const blind = await addMember(admin, 'Blind');
    for (const format of ['csv', 'ndjson']) {
      const { text } = await download(`/api/leads/export?format=${format}`, blind);
      expect(text).toContain('Out');
      expect(text).not.toContain('score');
    }
    expect((await blind.get('/api/leads/export?sortBy=score')).status).toBe(400);
    expect((await blind.get('/api/contacts/export')).status).toBe(403);
  });

  it('is a job when asked for with POST, whose file is that of the download', async () => {
    await fill();
    for (const format of ['csv', 'ndjson', 'xlsx']) {
      const filter = { field: 'score', operator: 'lte', value: 6_000 };
      const body = { format, filter, sort: [{ field: 'score' }] };
      const key = { 'idempotency-key': `export-${format}` };
      const started = await admin.post<JobBody>('/api/leads/export', { body, headers: key });
      expect([started.status, started.headers.get('location')]).toEqual([
        202,
        `/api/jobs/${started.body.id}`,
      ]);
      const again = await admin.post<JobBody>('/api/leads/export', { body, headers: key });
      expect([again.body.id, again.headers.get('location')]).toEqual([
        started.body.id,
        `/api/jobs/${started.body.id}`,
      ]);
      const job = await jobIn(admin, started.body.id, 'completed', 60_000);
      expect(job).toMatchObject({ progress: { done: 6_000, percent: 100 }, counts: { records: 6_000 } });
      const file = await download(`/api/jobs/${job.id}/result`);
      expect(file.response.headers.get('content-disposition')).toBe(`attachment; filename="leads.${format}"`);
      const direct = await download(`/api/leads/export?format=${format}&score[lte]=6000&sortBy=score`);
      if (format !== 'xlsx') expect(file.bytes.equals(direct.bytes)).toBe(true);
      else {
        const [[one], [other]] = [await readWorkbook(file.bytes), await readWorkbook(direct.bytes)];
        expect(one?.data).toHaveLength(6_001);
        expect(one?.data).toEqual(other?.data);
      }
    }
  }, 120_000);

  it('waits for a client that does not read, and ends with one that hangs up', async () => {
    await fill();
    const reads = jest.spyOn(product().app.get(TenantDatabase), 'query');
    const count = () => reads.mock.calls.filter(([{ text }]) => text.includes('FROM "leads"')).length;
    const settled = () => {
      let last = -1;
      return eventually('nothing more is read', () => last === (last = count()), { every: 300 });
    };
    const outgoing = get(`${product().url}/api/leads/export?format=ndjson`, {
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
      // One part may have been under way.
      expect(count()).toBeLessThanOrEqual(read + 2);
    } finally {
      incoming.destroy();
      reads.mockRestore();
    }
  });

  it('neutralises every beginning of a formula', async () => {
    const leads = FORMULAS.map((company) => ({ lastName: 'X', company }));
    await admin.post('/api/leads/bulk', { body: { leads } });
    const { text } = await download('/api/leads/export?fields=company');
    const cells = text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',')[1]);
    expect(cells).toHaveLength(FORMULAS.length);
    expect(cells.filter((cell) => cell !== 'q' && cell?.startsWith("'") !== true)).toEqual([]);
  });
});
