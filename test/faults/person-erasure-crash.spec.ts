import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { attachFile } from '../support/attach-file.js';
import { completedErasure, type Receipt } from '../support/completed-erasure.js';
import { CustomFieldWorkers } from '../support/custom-field-workers.js';
import { tablesWith } from '../support/trace-search.js';

const CANARY = 'canary52b0';

describe('the erasure of a person whose process is killed', () => {
  let workers: CustomFieldWorkers;

  beforeAll(async () => {
    workers = await CustomFieldWorkers.start();
  }, 30_000);

  afterEach(() => workers.killAll());
  afterAll(() => workers.close());

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await workers.admin.post(path, { body });
    expect(answer.status).toBe(201);
    return String(answer.body['id']);
  }

  it.each([
    'ErasedRows.entomb',
    'JournalPersonalData.erase',
    'AttachmentPersonalData.erase',
    'ErasedRows.remove',
    'ErasureStore.count',
  ])(
    'is gone on with by the next one after %s, and leaves nothing',
    async (place) => {
      const contact = await made('/api/contacts', { lastName: CANARY, email: `${CANARY}@example.com` });
      const path = `/api/contacts/${contact}`;
      await workers.admin.patch(path, { body: { jobTitle: CANARY } });
      await attachFile(workers.admin, path, { name: `${CANARY}.txt` });
      await made('/api/activities', {
        kind: 'call',
        subject: CANARY,
        links: [{ resource: 'contact', id: contact }],
      });
      const asked = await workers.admin.post<Receipt>(`${path}/erase`, { body: {} });
      expect(asked.status).toBe(202);
      const victim = await workers.spawn(place);
      await victim.ended();
      expect((await workers.admin.get<Receipt>(`/api/erasures/${asked.body.id}`)).body.state).toBe('running');
      expect((await workers.admin.get(path)).status).toBe(410);
      expect(await tablesWith(workers.tenantUrl, CANARY)).not.toEqual([]);
      await workers.spawn();
      const { counts } = await completedErasure(workers.admin, asked.body.id);
      // What the killed one had done was rolled back with its count: nothing is counted twice.
      expect(counts).toMatchObject({ contacts: 1, activities: 1, attachments: 1, joinedRecords: 2 });
      expect(await tablesWith(workers.tenantUrl, CANARY)).toEqual([]);
    },
    150_000,
  );
});
