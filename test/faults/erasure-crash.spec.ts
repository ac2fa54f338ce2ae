import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomFieldWorkers } from '../support/custom-field-workers.js';
import { eventually } from '../support/eventually.js';

const FILL = `INSERT INTO leads (id, last_name, status, custom_fields, created_at, created_by, updated_at, updated_by, version)
  SELECT gen_random_uuid(), 'Doe', 'New', '{"secret": "x"}', now(), $1, now(), $1, 1 FROM generate_series(1, 5000)`;
const COUNT = "SELECT count(*)::integer AS count FROM leads WHERE custom_fields ? 'secret'";
const NOBODY = '01a1fd8a-e7f1-768b-bc9c-4736db6577a0';

describe('the erasure of a custom field whose process is killed', () => {
  let workers: CustomFieldWorkers;

  beforeAll(async () => {
    workers = await CustomFieldWorkers.start();
  }, 30_000);

  afterEach(() => workers.killAll());
  afterAll(() => workers.close());

  const holders = async () => (await workers.query<{ count: number }>(COUNT))[0]?.count;

  it('is gone on with by the next one, and ends', async () => {
    const path = await workers.define({ key: 'secret' });
    await workers.query(FILL, [NOBODY]);
    const victim = await workers.spawn('FieldValues.removeFromRecords');
    expect((await workers.admin.delete(`${path}?permanent=true`)).status).toBe(204);
    await victim.ended();
    expect(await holders()).toBe(5_000);
    await workers.spawn();
    await eventually('the definition is gone', async () => {
      const rows = await workers.query("SELECT FROM custom_field_definitions WHERE key = 'secret'");
      return rows.length === 0;
    });
    expect(await holders()).toBe(0);
    const events = await workers.query<{ type: string }>(
      "SELECT type FROM journal WHERE resource = 'custom-field' ORDER BY seq",
    );
    expect(events.map(({ type }) => type)).toEqual([
      'custom-field.created',
      'custom-field.erased',
      'custom-field.purged',
    ]);
  }, 40_000);
});
