import { ValidationError } from '../../../kernel/errors.js';
import { escapeLike } from '../../../platform/resource/lists/list-filters.js';

const FORM = /^(?:\*|[a-z][a-z-]*\.(?:\*|[a-z][a-z-]*))$/;

/** Patterns of events (`lead.created`, `lead.*`, `*`) for LIKE; every event where none is named. @throws {ValidationError} */
export function patternsOf(eventTypes: readonly string[] | undefined): readonly string[] {
  if (eventTypes === undefined || eventTypes.length === 0) return ['%'];
  return eventTypes.map((type, index) => {
    if (!FORM.test(type)) {
      const message = 'must be an event, all events of a record type, or all: lead.created, lead.*, *';
      throw new ValidationError([{ field: `eventTypes.${index}`, message }]);
    }
    return type.endsWith('*') ? `${escapeLike(type.slice(0, -1))}%` : escapeLike(type);
  });
}
