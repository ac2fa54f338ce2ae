import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { errorsOf, imported } from '../support/import-file.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

describe('the import of records', () => {
  const { api } = useTestProduct({ SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeEach(async () => {
    admin = await api().register();
  });

  const contacts = async (query = 'sortBy=email') =>
    (await admin.get<Listed>(`/api/contacts?${query}`)).body.items;

  it('makes a record of each row, by the names of its columns, and tells what is wrong with the others', async () => {
    const table = [
      'First Name,Last Name,E-mail,Phone Number,Company Name',
      'Ada,Lovelace,ada@example.com,+44 20 7000 1234,Engines',
      '"Grace ""Amazing""","Hopper, née Murray",grace@example.com,,Navy',
      '=cmd(),Evil,not an address,,',
      'Broken,"quote,',
      'Alan,Turing,alan@example.com,,Bletchley',
    ].join('\r\n');
    const job = await imported(admin, 'contacts', { table });
    expect(job['counts']).toMatchObject({ rows: 5, created: 3, failed: 2 });
    expect(await contacts()).toMatchObject([
      { firstName: 'Ada', email: 'ada@example.com' },
      { firstName: 'Alan', lastName: 'Turing' },
      { firstName: 'Grace "Amazing"', lastName: 'Hopper, née Murray' },
    ]);
    expect(await errorsOf(admin, job.id)).toMatchObject([
      {
        rowNumber: 4,
        column: 'E-mail',
        field: 'email',
        code: 'VALIDATION_ERROR',
        excerpt: '=cmd(),Evil,not an address,,',
      },
      { rowNumber: 5, code: 'BROKEN_ROW' },
    ]);
  });
});
