import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import { toUtcMoment } from '../../../platform/http/fields/moment.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { CalendarEventsService } from './calendar-events.service.js';
import type { ChangeOccurrenceDto } from './dto/change-occurrence.dto.js';
import { momentIn } from './local-moment.js';
import { readScope } from './occurrence-scope.js';
import { SeriesParts } from './series-parts.js';

type Query = Readonly<Record<string, unknown>>;

/** Changes and cancels occurrences: one, those from one on, or all of a series. */
@Injectable()
export class OccurrenceChangesService {
  constructor(private readonly events: CalendarEventsService) {}

  /**
   * @param start of the occurrence by the rule
   * @param query `scope`
   * @returns the event that the occurrence belongs to now: of `following` a new one, unless it was the first
   * @throws {NotFoundError} 404 · {BadRequestError} 400 · and what changes of events throw
   */
  change(
    id: string,
    start: string,
    wanted: ChangeOccurrenceDto,
    query: Query,
    ifMatch: number | undefined,
  ): Promise<RecordView> {
    const [originalStart, scope] = [readStart(start), readScope(query)];
    const named = namedBy(wanted);
    return this.events.withLocked(id, async (event) => {
      const change = timedIn(event.timeZone, wanted);
      const parts = new SeriesParts(event, originalStart);
      if (scope === 'this' && parts.repeats)
        return this.events.updateBy(id, named, ifMatch, () => parts.changed(change));
      if (scope !== 'following' || parts.isFirst)
        return this.events.updateBy(id, named, ifMatch, () => parts.whole(change));
      const following = parts.following(change);
      await this.events.updateBy(id, named, ifMatch, () => parts.before());
      return this.events.create(following);
    });
  }

  /** @throws what `change` throws; for all of a series what deleting it throws */
  cancel(id: string, start: string, query: Query, ifMatch: number | undefined): Promise<void> {
    const [originalStart, scope] = [readStart(start), readScope(query)];
    return this.events.withLocked(id, async (event) => {
      const parts = new SeriesParts(event, originalStart);
      if (scope === 'all' || !parts.repeats || (scope === 'following' && parts.isFirst))
        return this.events.remove(id, { ifMatch });
      const rest = scope === 'this' ? parts.cancelled() : parts.before();
      await this.events.updateBy(id, {}, ifMatch, () => rest);
    });
  }
}

/** So that rights to fields are judged by what is to be written. */
function namedBy(change: ChangeOccurrenceDto): Partial<CalendarEvent> {
  return { ...change };
}

function timedIn(timeZone: string, change: ChangeOccurrenceDto): ChangeOccurrenceDto {
  const { startsAt, endsAt } = change;
  return {
    ...change,
    ...(startsAt !== undefined && { startsAt: momentIn(startsAt, timeZone) }),
    ...(endsAt !== undefined && { endsAt: momentIn(endsAt, timeZone) }),
  };
}

function readStart(text: string): string {
  const moment = toUtcMoment(text);
  if (moment === undefined) throw new NotFoundError('Occurrence');
  return moment;
}
