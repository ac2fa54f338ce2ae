import { Injectable, type StreamableFile } from '@nestjs/common';
import { JobsConfig } from '../../platform/config/jobs.config.js';
import { fileStream } from '../../platform/http/file-stream.js';
import { JobReads } from './job-reads.js';
import type { JobRow } from './job-row.js';
import { isFinished } from './job-states.js';
import { JobWatch, type WatchPlace } from './job-watch.js';

/** Milliseconds after which a browser that lost the stream asks again. */
const RETRY = 2_000;
const HEARTBEAT = ': still here\n\n';

/** A job as server-sent events: what it is now, and each change, until it is over. */
@Injectable()
export class JobEvents {
  constructor(
    private readonly reads: JobReads,
    private readonly watch: JobWatch,
    private readonly config: JobsConfig,
  ) {}

  /**
   * @param lastEventId version of the job that the client has seen, as the id of an event told it
   * @param gone aborted when nobody reads any more
   * @throws {NotFoundError} 404 · {TooManyWatchersError} 429 · {UnavailableError} 503
   */
  async follow(id: string, lastEventId: string | undefined, gone: AbortSignal): Promise<StreamableFile> {
    const job = await this.reads.require(id);
    const place = this.watch.enter(id, gone);
    return fileStream(this.lines(place, job, Number(lastEventId)), { type: 'text/event-stream' });
  }

  private async *lines(place: WatchPlace, first: JobRow, seen: number): AsyncGenerator<string, void> {
    try {
      let job = first;
      yield `retry: ${RETRY}\n\n${job.version === seen && !isFinished(job.state) ? '' : this.event(job)}`;
      while (!isFinished(job.state)) {
        const next = await place.changed(job.version, this.config.heartbeatMilliseconds);
        if (next === 'over') return;
        if (next !== 'still') job = next;
        yield next === 'still' ? HEARTBEAT : this.event(job);
      }
    } finally {
      place.leave();
    }
  }

  private event(row: JobRow): string {
    const name = isFinished(row.state) ? 'end' : 'progress';
    return `event: ${name}\nid: ${row.version}\ndata: ${JSON.stringify(this.reads.view(row))}\n\n`;
  }
}
