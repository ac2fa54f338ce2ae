import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { ApiClient } from './api-client.js';
import type { FeedEvent } from './feed-reader.js';

interface Written {
  readonly id: string;
  readonly version: number;
}

/** Many clients that write at once, and what they were told of it. */
export class FeedWriters {
  /** `id@version` of every change that was acknowledged. */
  readonly acknowledged: string[] = [];
  private isWriting = true;

  /** @param restMilliseconds of each writer between two writes: what reads must keep up */
  constructor(
    private readonly client: ApiClient,
    private readonly restMilliseconds = 0,
  ) {}

  /** Writes new records, and changes a few over and over again, until it is stopped. */
  async write(writers: number): Promise<void> {
    const shared = await Promise.all(Array.from({ length: 5 }, () => this.create('Shared')));
    const writer = async (index: number): Promise<void> => {
      for (let round = 0; this.isWriting; round += 1) {
        const id = shared[(index + round) % shared.length] ?? '';
        if (round % 3 === 0) await this.create(`New ${index}`);
        else if (round % 7 === 0) await this.createMany(index);
        else await this.change(id, `${index}-${round}`);
        await pause(this.restMilliseconds);
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, index) => writer(index)));
  }

  stop(): void {
    this.isWriting = false;
  }

  /** Every acknowledged change once and nothing else, in dense positions, each record from its first version upwards. */
  expectWhole(events: readonly FeedEvent[]): void {
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const told = events.map(({ recordId, recordVersion }) => `${recordId}@${recordVersion}`);
    expect(told.toSorted()).toEqual(this.acknowledged.toSorted());
    const versions = new Map<string, number>();
    for (const { recordId, recordVersion } of events) {
      expect(recordVersion).toBe((versions.get(recordId) ?? 0) + 1);
      versions.set(recordId, recordVersion);
    }
  }

  private async create(lastName: string): Promise<string> {
    const { status, body } = await this.client.post<{ id: string }>('/api/leads', { body: { lastName } });
    if (status !== 201) throw new Error(`create: ${status} ${JSON.stringify(body)}`);
    this.acknowledge({ id: body.id, version: 1 });
    return body.id;
  }

  private async createMany(index: number): Promise<void> {
    const leads = Array.from({ length: 3 }, () => ({ lastName: `Bulk ${index}` }));
    const { body } = await this.client.post<{ results: Written[] }>('/api/leads/bulk', { body: { leads } });
    for (const { id } of body.results) this.acknowledge({ id, version: 1 });
  }

  private async change(id: string, company: string): Promise<void> {
    const { status, body } = await this.client.patch<Written & Record<string, unknown>>(`/api/leads/${id}`, {
      body: { company },
    });
    if (status !== 200) throw new Error(`change: ${status} ${JSON.stringify(body)}`);
    this.acknowledge({ id, version: body.version });
  }

  private acknowledge({ id, version }: Written): void {
    this.acknowledged.push(`${id}@${version}`);
  }
}
