import { describe, expect, it } from '@jest/globals';
import { TestClock } from '../../../test/support/test-clock.js';
import { EnvironmentReader } from '../../platform/config/environment-reader.js';
import { LimitsConfig } from '../../platform/config/limits.config.js';
import { runInContext } from '../../platform/context/request-context.js';
import { QuotaMeters } from '../../platform/quota/quota-meters.js';
import { PlanRecordQuota } from './plan-record-quota.js';
import type { RecordCounts } from './record-counts.js';

const TENANT = { id: 'a', database: 'a', cluster: 'primary', state: 'active', schemaVersion: 1 } as const;
const LEADS = { name: 'lead', published: true };
const LIMIT = 2_000;

/** A tenant that has so many records, as far as whoever counts them knows. */
function start(stored: number) {
  const clock = new TestClock();
  const counter = { stored, readings: 0 };
  const read = (): Promise<number> => {
    counter.readings += 1;
    return Promise.resolve(counter.stored);
  };
  const limits = new LimitsConfig(new EnvironmentReader({ QUOTA_RECORDS_FREE: String(LIMIT) }));
  const records: Pick<RecordCounts, 'read'> = { read };
  const quota = new PlanRecordQuota(records, limits, clock, new QuotaMeters());
  const admit = (plan = 'free', resource = LEADS, count = 1) =>
    runInContext({ traceId: 'spec', tenant: { ...TENANT, plan } }, () => quota.admit(resource, count));
  return { clock, counter, admit };
}

describe('PlanRecordQuota', () => {
  it('counts once for many far from the limit, and again after 5 s', async () => {
    const { clock, counter, admit } = start(0);
    for (let index = 0; index < 500; index += 1) await admit();
    expect(counter.readings).toBe(1);
    clock.advance(5_000);
    await admit();
    expect(counter.readings).toBe(2);
  });

  it('adds what it lets in itself, so that a burst does not pass the limit unseen', async () => {
    const { counter, admit } = start(0);
    for (let index = 0; index < 1_000; index += 1) await admit();
    expect(counter.readings).toBe(1);
    counter.stored = LIMIT;
    await expect(admit()).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
  });

  it('counts every time within the last thousand', async () => {
    const { counter, admit } = start(LIMIT - 2);
    await admit();
    await admit('free', LEADS, 2);
    expect(counter.readings).toBe(2);
    await expect(admit('free', LEADS, 3)).rejects.toMatchObject({
      status: 403,
      details: [{ field: 'records', limit: LIMIT, used: LIMIT - 2 }],
    });
  });

  it('asks nothing for a plan without limits, and for what is no record of the CRM', async () => {
    const { counter, admit } = start(LIMIT);
    await admit('unmetered');
    await admit('free', { name: 'webhook', published: false });
    expect(counter.readings).toBe(0);
  });
});
