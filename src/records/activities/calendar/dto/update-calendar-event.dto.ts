import { PartialType } from '@nestjs/swagger';
import { CreateCalendarEventDto } from './create-calendar-event.dto.js';

/** A new `startsAt` without an `endsAt` moves the whole event. `links` replaces all links; a short form adds one. */
export class UpdateCalendarEventDto extends PartialType(CreateCalendarEventDto, {
  skipNullProperties: false,
}) {}
