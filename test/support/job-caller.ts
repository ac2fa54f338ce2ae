import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';

export type JobBody = Record<string, unknown> & {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly progress: {
    readonly done: number;
    readonly total: number | null;
    readonly percent: number | null;
  };
};

export async function jobOf(client: ApiClient, id: string): Promise<JobBody> {
  return (await client.get<JobBody>(`/api/jobs/${id}`)).body;
}

/** The job once it is in the state. */
export function jobIn(client: ApiClient, id: string, state: string, within = 20_000): Promise<JobBody> {
  let last: JobBody | undefined;
  const look = async () => {
    last = await jobOf(client, id);
    return last.state === state ? last : undefined;
  };
  return eventually(`the job is ${state} (${id})`, look, { within });
}

export interface SentEvent {
  readonly event: string;
  readonly id: string;
  readonly data: JobBody;
}

/** The events of a job, until the stream ends or `stop` says so. */
export async function eventsOf(
  url: string,
  {
    token,
    lastEventId,
    stop = () => false,
  }: { token: string; lastEventId?: string; stop?: (event: SentEvent) => boolean },
): Promise<SentEvent[]> {
  const response = await fetch(url, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const events: SentEvent[] = [];
  let rest = '';
  for await (const chunk of response.body ?? []) {
    rest += Buffer.from(chunk as Uint8Array).toString();
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)));
      if (fields['data'] === undefined) continue;
      const event = { event: fields['event'], id: fields['id'], data: JSON.parse(fields['data']) };
      events.push(event);
      // Leaving the loop cancels the answer.
      if (stop(event)) return events;
    }
  }
  return events;
}
