import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { errorsOf, imported, importTable } from '../support/import-file.js';
import { jobIn } from '../support/job-caller.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

const ZIP = Buffer.from('504b0304140000000800', 'hex');
const utf16 = (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]);

describe('the files of imports', () => {
  const { api } = useTestProduct({ SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  const named = async (lastName: string) =>
    (await admin.get<Listed>(`/api/leads?lastName=${encodeURIComponent(lastName)}`)).body.items;
  const counts = async (sent: Parameters<typeof imported>[2]) =>
    (await imported(admin, 'leads', sent))['counts'];

  it.each([
    [
      'a semicolon, a mark and CRLF',
      '\uFEFFLast Name;Company\r\nMüller-1;"Köln; Süd"\r\n',
      'Müller-1',
      'Köln; Süd',
    ],
    ['tabs', 'Last Name\tCompany\nTab-1\tA, B\n', 'Tab-1', 'A, B'],
    ['pipes and old line ends', 'Last Name|Company\rPipe-1|C\r', 'Pipe-1', 'C'],
    ['a line that tells the separator', 'sep=;\r\nLast Name;Company\r\nSep-1;D\r\n', 'Sep-1', 'D'],
    ['UTF-16', utf16('Last Name\tCompany\r\nŁukasz-1\tŁódź\r\n'), 'Łukasz-1', 'Łódź'],
    ['windows-1252', Buffer.from('Last Name,Company\nZoë-1,Orléans\n', 'latin1'), 'Zoë-1', 'Orléans'],
    ['inches', 'Last Name,Company\nInch-1,12" pipe\n', 'Inch-1', '12" pipe'],
  ])('may have %s', async (_what, table, lastName, city) => {
    expect(await counts({ table })).toMatchObject({ rows: 1, created: 1 });
    expect(await named(lastName)).toMatchObject([{ company: city }]);
  });

  it('may be in windows-1252 though only a late row shows it', async () => {
    const rows = Array.from({ length: 4_000 }, (_, n) => `Late-${n},${'x'.repeat(20)}\n`).join('');
    const table = Buffer.from(`Last Name,Company\n${rows}Späth,München\n`, 'latin1');
    const job = await imported(admin, 'leads', { table, name: 'late.csv' });
    expect(job['counts']).toMatchObject({ created: 4_001, failed: 0 });
    expect(await named('Späth')).toMatchObject([{ company: 'München' }]);
  }, 120_000);

  it('may write numbers, dates and switches as its country does', async () => {
    const table =
      'Last Name;Lead Score;Next contact\nForms-1;"1.000";31.12.2030 14:05\nForms-2;7,5;2030-01-02\n';
    const options = { decimal: 'comma', dates: 'dmy' };
    const job = await imported(admin, 'leads', { table, options });
    expect(await errorsOf(admin, job.id)).toMatchObject([{ rowNumber: 3, field: 'score' }]);
    expect(await named('Forms-1')).toMatchObject([
      { score: 1_000, nextContactAt: '2030-12-31T14:05:00.000Z' },
    ]);
  });

  it('may be what an export has made, in another tenant too', async () => {
    const other = await api().register();
    const field = { resource: 'contacts', key: 'tier', label: 'Tier', type: 'text' };
    for (const client of [admin, other]) await client.post('/api/custom-fields', { body: field });
    const contact = {
      firstName: '=Ada',
      email: 'x@example.com',
      tags: ['a', 'b'],
      customFields: { tier: '-1' },
    };
    expect((await admin.post('/api/contacts', { body: contact })).status).toBe(201);
    for (const format of ['csv', 'ndjson']) {
      const path = `${admin.url}/api/contacts/export?format=${format}&email=x@example.com`;
      const answer = await fetch(path, { headers: { authorization: `Bearer ${admin.token}` } });
      const table = await answer.text();
      const mapping =
        format === 'csv'
          ? { firstName: 'firstName', email: 'email', tags: 'tags', 'customFields.tier': 'customFields.tier' }
          : undefined;
      const sent = { table, name: `contacts.${format}`, ...(mapping !== undefined && { mapping }) };
      const job = await imported(other, 'contacts', sent);
      expect(await errorsOf(other, job.id)).toEqual([]);
    }
    const { items } = (await other.get<Listed>('/api/contacts?email=x@example.com')).body;
    expect(items).toMatchObject([contact, contact]);
  });

  it('are NDJSON too, whose broken lines stay out alone', async () => {
    const lines = [
      '{"lastName":"Nd-1","score":5}',
      '{"lastName":',
      '[1]',
      '',
      '{"lastName":"Nd-2","nix":1}',
      '{"lastName":"Nd-3"}',
    ];
    const job = await imported(admin, 'leads', { table: lines.join('\n'), type: 'application/x-ndjson' });
    expect(job['counts']).toMatchObject({ rows: 5, created: 3, failed: 2 });
    expect(await named('Nd-1')).toMatchObject([{ score: 5 }]);
    expect((await errorsOf(admin, job.id)).map(({ rowNumber }) => rowNumber)).toEqual([2, 3]);
    const mapping = { lastName: 'lastName' };
    const table = '{"lastName":"Nd-4","score":"many"}\n';
    await imported(admin, 'leads', { table, type: 'application/x-ndjson', mapping });
    expect(await named('Nd-4')).toHaveLength(1);
  });

  it('may hold characters that cannot be stored, which are refused with their rows', async () => {
    const lines = [
      String.raw`{"lastName":"Odd-\u0000"}`,
      String.raw`{"lastName":"Odd-\ud800"}`,
      String.raw`{"\ud800":"x","lastName":"Odd-1"}`,
      '{"__proto__":{"a":1},"lastName":"Odd-2"}',
      '{"lastName":"Odd-3"}',
    ];
    const job = await imported(admin, 'leads', { table: lines.join('\n'), name: 'odd.ndjson' });
    expect(job['counts']).toMatchObject({ rows: 5, created: expect.any(Number) });
    expect(await named('Odd-3')).toHaveLength(1);
    const table = utf16(`Last Name,Company\nNul-\0,x\nNul-1,${'😀'.repeat(900)}\nNul-2,y\n`);
    const other = await imported(admin, 'leads', { table });
    expect(other['counts']).toMatchObject({ created: 1, failed: 2 });
    const header = `Last Name,${'😀'.repeat(300)}\nLong-header,x\n`;
    expect((await imported(admin, 'leads', { table: header }))['counts']).toMatchObject({ created: 1 });
  });

  it.each([
    ['a workbook', { table: ZIP, name: 'leads.xlsx' }, 415],
    ['a workbook that says it is CSV', { table: ZIP, name: 'leads.csv', type: 'text/csv' }, 415],
    [
      'a workbook as the body',
      { table: ZIP, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
      415,
    ],
    ['a workbook in the body of another type', { table: ZIP }, 415],
    ['bytes', { table: Buffer.from([1, 2, 0, 3]) }, 415],
    ['JSON', { table: '{"leads":[]}', type: 'application/json' }, 415],
    ['a compressed table', { table: Buffer.from('1f8b0800000000000003', 'hex'), name: 'leads.csv.gz' }, 415],
    ['nothing', { table: '' }, 422],
    ['blank lines', { table: '\n\n,,\n' }, 422],
    ['NDJSON that says it is CSV', { table: '{"lastName":"x"}\n' }, 422],
    ['CSV that says it is NDJSON', { table: 'lastName\nx\n', type: 'application/x-ndjson' }, 422],
    ['columns that nobody knows', { table: 'qwe,rtz\n1,2\n' }, 422],
    ['too many columns', { table: `${Array.from({ length: 501 }, (_, n) => `c${n}`).join(',')}\n` }, 422],
    ['a body that is too long', { table: `lastName\n${'x'.repeat(10 * 1024 * 1024)}` }, 413],
  ])('are not %s', async (_what, sent, status) => {
    const answer = await importTable<{ error?: { message: string } }>(admin, 'leads', sent);
    expect(answer).toMatchObject({ status });
    if (status === 415) expect(answer.body.error?.message).toMatch(/csv.*ndjson/i);
  });

  it('may have a header alone, and columns of one name', async () => {
    expect(await counts({ table: 'Last Name,Company\n' })).toEqual({});
    const job = await imported(admin, 'leads', { table: 'Last Name,Company,Company\nTwice-1,One,Two\n' });
    expect(await named('Twice-1')).toMatchObject([{ company: 'One' }]);
    expect(job['parameters']).toMatchObject({
      columns: [{}, { field: 'company' }, { name: 'Company (2)', field: null }],
    });
  });

  it('may be longer than a body as a form, with a row that is too long left out', async () => {
    const long = 'y'.repeat(9_000);
    const rows = Array.from({ length: 1_300 }, (_, n) => `Long-${n},${long}\n`);
    rows.splice(600, 0, `Endless,${'z'.repeat(3_000_000)}\n`);
    const sent = { table: `Last Name,Description\n${rows.join('')}`, name: 'long.csv' };
    const { status, body } = await importTable(admin, 'leads', sent);
    expect(status).toBe(202);
    const job = await jobIn(admin, body.id, 'completed', 90_000);
    expect(job['counts']).toMatchObject({ created: 1_300, failed: 1 });
    expect(await errorsOf(admin, body.id)).toMatchObject([{ rowNumber: 602, code: 'BROKEN_ROW' }]);
  }, 120_000);
});
